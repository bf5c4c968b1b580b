package io.github.enet4j.interop;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in the scenario of native/test/wire_scenario.c, by step: datagrams and events. In the datagrams all is
 * masked that differs from run to run on a real clock: times, connect ids, checksums, and with them the compressed
 * form. The numbers of peers, which are random in ours, become those of their connections in the order in which they
 * were begun, in which ENet also sends to several peers; the session numbers, random as well, are 0. A datagram that is
 * the same as an earlier one of its step was sent again because of a pause of the machine, or the confirmation of such
 * a one, and is left out.
 */
final class WireScript {
    enum Mode {
        NONE,
        RANGE,
        CHECKSUM
    }

    private static final int COMPRESSED = 0x40;
    private static final int SENT_TIME = 0x80;
    private static final int[] COMMAND_SIZES = {0, 8, 48, 44, 8, 4, 6, 8, 24, 8, 12, 16, 24};
    private static final int CONNECT_ID = 40;
    private static final int PEER = 0xfff;
    private static final int FLAGS = 0xc000;
    private static final int MAX_DATAGRAM = 4096;

    private final Mode mode;
    private final Map<String, List<String>> steps = new LinkedHashMap<>();
    /** By connect id. */
    private final Map<Integer, Integer> connections = new HashMap<>();

    /** By the direction of the datagrams that carry it, and the number that one side has given to its peer. */
    private final Map<String, Integer> peers = new HashMap<>();

    private List<String> lines;

    WireScript(Mode mode) {
        this.mode = mode;
    }

    /** What stock ENet did. */
    static WireScript golden(Mode mode) {
        Path file = Path.of(System.getProperty("basedir", "."), "../../native/test/golden",
                mode.name().toLowerCase() + ".hex");
        WireScript script = new WireScript(mode);
        try {
            for (String line : Files.readAllLines(file)) {
                switch (line.charAt(0)) {
                    case '#' -> script.step(line.substring(2));
                    case '<', '>' -> script.datagram(line.charAt(0), parse(line.substring(2)));
                    default -> script.event(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script;
    }

    /** Words of hex, or "61*20" for a run of a byte. */
    private static byte[] parse(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_DATAGRAM);
        for (String word : text.split(" ")) {
            String[] run = word.split("\\*");
            byte[] part = HexFormat.of().parseHex(run[0]);
            for (int i = run.length > 1 ? Integer.parseInt(run[1]) : 1; i > 0; i--) {
                bytes.put(part);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    void step(String name) {
        lines = new ArrayList<>();
        steps.put(name, lines);
    }

    void event(String line) {
        lines.add(line);
    }

    void datagram(char direction, byte[] datagram) {
        String line = direction + " " + HexFormat.of().formatHex(mask(direction, decompress(datagram)));
        int at = lines.size();
        while (at > 0 && lines.get(at - 1).charAt(0) == direction && peer(lines.get(at - 1)) > peer(line)) {
            at--;
        }
        lines.add(at, line);
    }

    private static int peer(String line) {
        return Integer.parseInt(line, 2, 6, 16) & PEER;
    }

    /** All of it, for a comparison that shows where it differs. */
    String text() {
        StringBuilder text = new StringBuilder();
        steps.forEach((name, all) -> {
            text.append("# ").append(name).append('\n');
            List<String> datagrams = new ArrayList<>();
            for (String line : all) {
                boolean seen = (line.startsWith("<") || line.startsWith(">")) && datagrams.contains(line);
                datagrams.add(line);
                text.append(seen ? "" : line + "\n");
            }
        });
        return text.toString();
    }

    private int headerSize(byte[] datagram) {
        return 2 + ((datagram[0] & SENT_TIME) != 0 ? 2 : 0) + (mode == Mode.CHECKSUM ? 4 : 0);
    }

    private byte[] decompress(byte[] datagram) {
        if ((datagram[0] & COMPRESSED) == 0) {
            return datagram;
        }
        int header = headerSize(datagram);
        byte[] block = Arrays.copyOfRange(datagram, header, datagram.length);
        byte[] out = new byte[MAX_DATAGRAM];
        Pointer coder = Libenet.enet_range_coder_create();
        int length = (int) Libenet.enet_range_coder_decompress(coder, block, block.length, out, out.length);
        Libenet.enet_range_coder_destroy(coder);
        byte[] plain = Arrays.copyOf(datagram, header + length);
        System.arraycopy(out, 0, plain, header, length);
        plain[0] &= ~COMPRESSED;
        return plain;
    }

    private byte[] mask(char direction, byte[] datagram) {
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        int at = headerSize(datagram);
        Arrays.fill(datagram, 2, at, (byte) 0);
        int peer = bytes.getShort(0) & PEER;
        if (peer != PEER) {
            int connection = peers.get(direction + " " + peer);
            bytes.putShort(0, (short) (bytes.getShort(0) & FLAGS | connection));
        }
        while (at < datagram.length) {
            int command = datagram[at] & 15;
            switch (command) {
                case 1 -> bytes.putShort(at + 6, (short) 0);
                case 2, 3 -> {
                    int connection = connections.computeIfAbsent(
                            bytes.getInt(at + CONNECT_ID), id -> connections.size());
                    peers.put((direction == '>' ? '<' : '>') + " " + bytes.getShort(at + 4), connection);
                    bytes.putShort(at + 4, (short) connection);
                    bytes.putShort(at + 6, (short) 0);
                    bytes.putInt(at + CONNECT_ID, 0);
                }
                default -> { }
            }
            int data = switch (command) {
                case 6 -> bytes.getShort(at + 4);
                case 7, 8, 9, 12 -> bytes.getShort(at + 6);
                default -> 0;
            };
            at += COMMAND_SIZES[command] + data;
        }
        return datagram;
    }
}
