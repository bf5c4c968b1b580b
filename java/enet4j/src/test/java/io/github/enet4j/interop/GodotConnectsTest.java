package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Godot's client.gd connects to us: it checks our echoes, and parts in every way. */
@Tag("godot")
class GodotConnectsTest {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final Pattern ORDER = Pattern.compile("!(kick|kick-now|kick-later|quit)(?: (-?\\d+))?");

    private final ENetConnection ours = new ENetConnection();
    private Godot godot;
    private boolean kickedNow;

    @AfterEach
    void close() {
        ours.close();
        if (godot != null) {
            godot.close();
        }
    }

    /** All packets in each mode; the remaining ways to part with a few. */
    @ParameterizedTest
    @CsvSource({
        "NONE,disconnect,0", "RANGE_CODER,later,5", "FASTLZ,kick,2147483647", "ZLIB,kick-later,-1", "ZSTD,kick-now,77",
    })
    void checksAllPackets(CompressionMode mode, String end, int data) {
        run(mode, end, data, "--burst=200");
    }

    @ParameterizedTest
    @CsvSource({"NONE,now,12", "NONE,later,-2147483648", "NONE,kick,0", "NONE,quit,0"})
    void parts(CompressionMode mode, String end, int data) {
        run(mode, end, data, "--sizes=1,2000", "--flags=1");
    }

    private void run(CompressionMode mode, String end, int data, String... more) {
        ours.createHostBound("127.0.0.1", 0, 4, Packets.CHANNELS, 0, 0);
        ours.compress(mode);
        String[] arguments = new String[more.length + 6];
        System.arraycopy(more, 0, arguments, 6, more.length);
        arguments[0] = "--port=" + ours.getLocalPort();
        arguments[1] = "--compress=" + Godot.name(mode);
        arguments[2] = "--channels=7";
        arguments[3] = "--data=4000000000";
        arguments[4] = "--end=" + end;
        arguments[5] = "--end-data=" + data;
        godot = new Godot("client.gd", arguments);
        serve(end, data);
        Map<String, String> done = godot.await("done");
        assertEquals("true", done.get("ok"));
        assertEquals(0, godot.exitStatus());
    }

    /** Echoes and obeys until Godot has gone. */
    private void serve(String end, int data) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            ENetEvent event = ours.service(100);
            ENetPacketPeer peer = event.peer();
            switch (event.type()) {
                case CONNECT -> {
                    assertEquals(4_000_000_000L, event.data());
                    assertEquals(Packets.CHANNELS, peer.getChannels());
                    assertEquals("127.0.0.1", peer.getRemoteAddress());
                    peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
                }
                case RECEIVE -> answer(peer, event.channel());
                case DISCONNECT -> {
                    boolean byGodot = end.equals("disconnect") || end.equals("now") || end.equals("later");
                    assertEquals(byGodot ? Integer.toUnsignedLong(data) : 0, event.data());
                    return;
                }
                case ERROR -> fail("socket error");
                case NONE -> {
                    /* After peerDisconnectNow no event comes here. */
                    if (kickedNow) {
                        return;
                    }
                    if (!godot.isRunning()) {
                        godot.await("done"); // or what it said instead
                        fail("Godot went without a disconnect");
                    }
                }
            }
        }
        fail("Godot did not come and go");
    }

    private void answer(ENetPacketPeer peer, int channel) {
        int flags = peer.getPacketFlags();
        byte[] packet = peer.getPacket();
        Matcher order = ORDER.matcher(new String(packet, StandardCharsets.ISO_8859_1));
        if (!order.matches()) {
            assertEquals(ENetError.OK, peer.send(channel, packet, flags));
            return;
        }
        int data = order.group(2) != null ? Integer.parseInt(order.group(2)) : 0;
        switch (order.group(1)) {
            case "kick" -> peer.peerDisconnect(data);
            case "kick-now" -> {
                peer.peerDisconnectNow(data);
                kickedNow = true;
            }
            default -> peer.peerDisconnectLater(data);
        }
    }
}
