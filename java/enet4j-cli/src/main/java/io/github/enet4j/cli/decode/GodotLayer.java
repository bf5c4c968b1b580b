package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.Direction;
import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what the packets of Godot's SceneMultiplayer mean; it learns the paths that the peers have given numbers to. */
final class GodotLayer {
    private static final int COMMAND = 0x07;
    private static final int NODE_SIZE_SHIFT = 4;
    private static final int LONG_METHOD = 0x40;
    private static final int BYTES_ONLY = 0x80;
    private static final int DELTA = 0x10;
    private static final int CHECKSUM_END = 34;
    private static final int CUSTOM_SPAWN = 0xFF;
    private static final long IN_PACKET = 0x80000000L;
    private static final int MAX_SHOWN = 32;
    private static final int MAX_PATHS = 65536;

    private final MethodNames methods;
    private final Map<Direction, Map<Long, String>> paths = new HashMap<>();

    GodotLayer(MethodNames methods) {
        this.methods = methods;
    }

    /** What the packet says. */
    String describe(Direction direction, byte[] packet) {
        try {
            return describe(direction, ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN), 0);
        } catch (BufferUnderflowException e) {
            return "cut off: " + Payload.show(packet, MAX_SHOWN);
        }
    }

    private String describe(Direction direction, ByteBuffer packet, int depth) {
        if (!packet.hasRemaining()) {
            return "empty";
        }
        int start = packet.position();
        int first = packet.get() & 0xFF;
        return switch (first & COMMAND) {
            case 0 -> rpc(direction, packet, start, first);
            case 1 -> simplifyPath(direction, packet, start);
            case 2 -> {
                boolean matched = packet.get() != 0;
                yield "CONFIRM_PATH " + path(other(direction), packet.getInt() & 0xFFFFFFFFL)
                        + (matched ? "" : ", RPC tables differ");
            }
            case 3 -> "RAW " + Payload.show(rest(packet), MAX_SHOWN);
            case 4 -> spawn(direction, packet);
            case 5 -> "DESPAWN node #" + (packet.getInt() & 0xFFFFFFFFL);
            case 6 -> sync(direction, packet, (first & DELTA) != 0);
            default -> system(direction, packet, depth);
        };
    }

    private String system(Direction direction, ByteBuffer packet, int depth) {
        int command = packet.get() & 0xFF;
        return switch (command) {
            case 0 -> packet.hasRemaining() ? "AUTH " + Payload.show(rest(packet), MAX_SHOWN) : "AUTH done";
            case 1 -> "ADD_PEER " + packet.getInt();
            case 2 -> "DEL_PEER " + packet.getInt();
            case 3 -> "RELAY " + (direction == Direction.TO_SERVER ? "to " : "from ") + target(packet.getInt()) + ": "
                    + (depth > 0 ? "RELAY in a RELAY" : describe(direction, packet, depth + 1));
            default -> "SYS " + command + "?";
        };
    }

    private static String target(int id) {
        return id == 0 ? "all" : id < 0 ? "all but " + -(long) id : Integer.toString(id);
    }

    private String rpc(Direction direction, ByteBuffer packet, int start, int first) {
        int size = first >> NODE_SIZE_SHIFT & 3;
        long node = size == 0 ? packet.get() & 0xFF : size == 1 ? packet.getShort() & 0xFFFF
                : packet.getInt() & 0xFFFFFFFFL;
        int method = (first & LONG_METHOD) != 0 ? packet.getShort() & 0xFFFF : packet.get() & 0xFF;
        String path;
        if (size == 2 && node >= IN_PACKET) {
            int at = (int) (start + (node & ~IN_PACKET));
            if (at < packet.position() || at > packet.limit()) {
                return "RPC with a path outside of the packet";
            }
            path = string(packet.duplicate().position(at));
            packet.limit(at);
        } else {
            path = path(direction, node);
        }
        String arguments = arguments(packet, (first & BYTES_ONLY) != 0);
        return "RPC " + path + "." + methods.name(path, method) + "(" + arguments + ")";
    }

    private static String arguments(ByteBuffer packet, boolean bytesOnly) {
        if (bytesOnly) {
            return packet.hasRemaining() ? GodotText.of(rest(packet)) : "";
        }
        int count = packet.get() & 0xFF;
        return values(packet, count);
    }

    /** So many values, fewer where they end or can't be read. */
    private static String values(ByteBuffer packet, int count) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < count && (packet.hasRemaining() || count < Integer.MAX_VALUE); i++) {
            try {
                shown.add(GodotText.of(Variants.decodeCompact(packet)));
            } catch (VariantException | BufferUnderflowException e) {
                shown.add("? " + Payload.show(rest(packet), MAX_SHOWN));
                break;
            }
        }
        return String.join(", ", shown);
    }

    private String simplifyPath(Direction direction, ByteBuffer packet, int start) {
        packet.position(checked(packet, start + CHECKSUM_END));
        long id = packet.getInt() & 0xFFFFFFFFL;
        String path = string(packet);
        Map<Long, String> known = paths.computeIfAbsent(direction, d -> new HashMap<>());
        if (known.size() < MAX_PATHS) {
            known.put(id, path);
        }
        return "SIMPLIFY_PATH " + path + " = " + id;
    }

    private String path(Direction direction, long id) {
        String known = paths.getOrDefault(direction, Map.of()).get(id);
        return known != null ? known : "node " + id;
    }

    private static Direction other(Direction direction) {
        return direction == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
    }

    private String spawn(Direction direction, ByteBuffer packet) {
        int scene = packet.get() & 0xFF;
        String spawner = path(direction, packet.getInt() & 0xFFFFFFFFL);
        long node = packet.getInt() & 0xFFFFFFFFL;
        long synchronizers = packet.getInt() & 0xFFFFFFFFL;
        int nameLength = packet.getInt();
        packet.position(checked(packet, packet.position() + 4 * synchronizers));
        int nameEnd = checked(packet, packet.position() + (long) nameLength);
        String name = string(packet.duplicate().limit(nameEnd));
        packet.position(nameEnd);
        String text = "SPAWN " + name + " = node #" + node + " by " + spawner;
        if (scene == CUSTOM_SPAWN) {
            int length = packet.getInt();
            int end = checked(packet, packet.position() + (long) length);
            text += ", custom: " + values(packet.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(end), 1);
            packet.position(end);
        } else {
            text += ", scene " + scene;
        }
        return text + (packet.hasRemaining() ? ", state " + values(packet, Integer.MAX_VALUE) : "");
    }

    private String sync(Direction direction, ByteBuffer packet, boolean delta) {
        StringBuilder text = new StringBuilder(delta ? "DELTA" : "SYNC at " + (packet.getShort() & 0xFFFF));
        while (packet.remaining() > (delta ? 16 : 8)) {
            long id = packet.getInt() & 0xFFFFFFFFL;
            text.append(text.indexOf(" ") > 0 && text.indexOf("=") > 0 ? "; " : " ");
            text.append(id >= IN_PACKET ? path(direction, id & ~IN_PACKET) : "synchronizer #" + id);
            if (delta) {
                text.append(" mask ").append(Long.toHexString(packet.getLong()));
            }
            int end = checked(packet, (packet.getInt() & 0xFFFFFFFFL) + packet.position());
            text.append(" = ").append(values(
                    packet.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(end), Integer.MAX_VALUE));
            packet.position(end);
        }
        return text.toString();
    }

    /** A place inside of the packet. */
    private static int checked(ByteBuffer packet, long place) {
        if (place < packet.position() || place > packet.limit()) {
            throw new BufferUnderflowException();
        }
        return (int) place;
    }

    private static String string(ByteBuffer packet) {
        byte[] bytes = rest(packet);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    private static byte[] rest(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }
}
