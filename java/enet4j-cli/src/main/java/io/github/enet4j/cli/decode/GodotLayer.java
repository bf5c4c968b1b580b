package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.decode.GodotNodes.Synchronizer;
import io.github.enet4j.multiplayer.ReplicationMode;
import io.github.enet4j.testing.Direction;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;

/** Says what the packets of Godot's SceneMultiplayer mean that one connection carries. */
final class GodotLayer {
    private static final int COMMAND = 0x07;
    private static final int NODE_SIZE_SHIFT = 4;
    private static final int LONG_METHOD = 0x40;
    private static final int BYTES_ONLY = 0x80;
    private static final int DELTA = 0x10;
    private static final int CHECKSUM = 33;
    private static final int CUSTOM_SPAWN = 0xFF;
    private static final int SYNC_HEADER = 8;
    private static final int DELTA_HEADER = 16;
    private static final long IN_PACKET = 0x80000000L;
    private static final int MAX_SHOWN = 32;

    /** Whose packet it is, and whose numbers it confirms: the peers' at both ends, or theirs that it is relayed for. */
    private record Ends(Direction direction, int from, int to) {
        static Ends of(Direction direction) {
            return direction == Direction.TO_SERVER ? new Ends(direction, GodotNodes.CLIENT, GodotNodes.SERVER)
                    : new Ends(direction, GodotNodes.SERVER, GodotNodes.CLIENT);
        }

        Ends relayedFor(int other) {
            return direction == Direction.TO_SERVER ? new Ends(direction, from, other) : new Ends(direction, other, to);
        }
    }

    private final GodotNodes nodes;

    GodotLayer(GodotNodes nodes) {
        this.nodes = nodes;
    }

    /** What the packet says. */
    String describe(Direction direction, byte[] packet) {
        try {
            return describe(Ends.of(direction), new GodotPacket(packet), false);
        } catch (BufferUnderflowException e) {
            return "cut off: " + Payload.show(packet, MAX_SHOWN);
        }
    }

    private String describe(Ends ends, GodotPacket packet, boolean relayed) {
        if (packet.remaining() == 0) {
            return "empty";
        }
        int first = packet.unsigned8();
        return switch (first & COMMAND) {
            case 0 -> rpc(ends.from, packet, first);
            case 1 -> simplifyPath(ends.from, packet);
            case 2 -> {
                boolean matched = packet.unsigned8() != 0;
                yield "CONFIRM_PATH " + nodes.path(ends.to, packet.unsigned32())
                        + (matched ? "" : ", RPC tables differ");
            }
            case 3 -> "RAW " + packet.shown();
            case 4 -> spawn(ends.from, packet);
            case 5 -> "DESPAWN " + nodes.spawned(ends.from, packet.unsigned32());
            case 6 -> (first & DELTA) != 0 ? delta(ends.from, packet) : sync(ends.from, packet);
            default -> system(ends, packet, relayed);
        };
    }

    private String system(Ends ends, GodotPacket packet, boolean relayed) {
        int command = packet.unsigned8();
        return switch (command) {
            case 0 -> packet.remaining() > 0 ? "AUTH " + packet.shown() : "AUTH done";
            case 1 -> "ADD_PEER " + packet.signed32();
            case 2 -> "DEL_PEER " + packet.signed32();
            case 3 -> relay(ends, packet, relayed);
            default -> "SYS " + command + "?";
        };
    }

    private String relay(Ends ends, GodotPacket packet, boolean relayed) {
        int other = packet.signed32();
        String whose = other == 0 ? "all" : other < 0 ? "all but " + -(long) other : Integer.toString(other);
        return "RELAY " + (ends.direction == Direction.TO_SERVER ? "to " : "from ") + whose + ": " + (relayed
                ? "RELAY in a RELAY" : describe(ends.relayedFor(other), packet.part(packet.remaining()), true));
    }

    private String rpc(int from, GodotPacket packet, int first) {
        int size = first >> NODE_SIZE_SHIFT & 3;
        long node = size == 0 ? packet.unsigned8() : size == 1 ? packet.unsigned16() : packet.unsigned32();
        int method = (first & LONG_METHOD) != 0 ? packet.unsigned16() : packet.unsigned8();
        GodotPacket arguments = packet;
        String path;
        if (size == 2 && node >= IN_PACKET) {
            long length = (node & ~IN_PACKET) - packet.position();
            if (length < 0 || length > packet.remaining()) {
                return "RPC with a path outside of the packet";
            }
            arguments = packet.part(length);
            path = packet.text();
        } else {
            path = nodes.path(from, node);
        }
        String shown = (first & BYTES_ONLY) == 0 ? String.join(", ", arguments.values(arguments.unsigned8()))
                : arguments.remaining() > 0 ? GodotText.of(arguments.rest()) : "";
        return "RPC " + path + "." + nodes.method(path, method) + "(" + shown + ")";
    }

    private String simplifyPath(int from, GodotPacket packet) {
        String checksum = packet.part(CHECKSUM).text();
        long number = packet.unsigned32();
        String path = packet.text();
        nodes.name(from, number, path, checksum);
        return "SIMPLIFY_PATH " + path + " = " + number;
    }

    /* ---- Replication ---- */

    private String spawn(int from, GodotPacket packet) {
        int number = packet.unsigned8();
        String spawner = nodes.path(from, packet.unsigned32());
        long node = packet.unsigned32();
        long synchronizers = packet.unsigned32();
        long nameLength = packet.unsigned32();
        GodotPacket ids = packet.part(4 * synchronizers);
        String name = packet.part(nameLength).text();
        String path = nodes.spawnPath(spawner, name);
        String scene = number == CUSTOM_SPAWN ? null : nodes.scene(spawner, number);
        String what = number != CUSTOM_SPAWN ? scene != null ? scene : "scene " + number
                : "custom: " + String.join(", ", packet.part(packet.unsigned32()).values(1));
        List<String> values = packet.values(Integer.MAX_VALUE);
        List<Long> numbers = new ArrayList<>();
        while (ids.remaining() > 0) {
            numbers.add(ids.unsigned32());
        }
        List<String> names = nodes.spawn(from, node, path, scene, numbers, values.size()).stream()
                .flatMap(each -> each.namesOnSpawn().stream()).toList();
        return "SPAWN " + path + " = node #" + node + " by " + spawner + ", " + what
                + (values.isEmpty() ? "" : ", state" + named(names, values));
    }

    private String sync(int from, GodotPacket packet) {
        String head = "SYNC at " + packet.unsigned16() + " ";
        List<String> all = new ArrayList<>();
        while (packet.remaining() > SYNC_HEADER) {
            Synchronizer synchronizer = synchronizer(from, packet.unsigned32());
            List<String> values = packet.part(packet.unsigned32()).values(Integer.MAX_VALUE);
            all.add(synchronizer.path() + named(synchronizer.names(ReplicationMode.ALWAYS), values));
        }
        return (head + String.join("; ", all)).strip();
    }

    private String delta(int from, GodotPacket packet) {
        List<String> all = new ArrayList<>();
        while (packet.remaining() > DELTA_HEADER) {
            Synchronizer synchronizer = synchronizer(from, packet.unsigned32());
            long mask = packet.signed64();
            List<String> values = packet.part(packet.unsigned32()).values(Integer.MAX_VALUE);
            List<String> onChange = synchronizer.names(ReplicationMode.ON_CHANGE);
            List<String> names = new ArrayList<>();
            for (int i = 0; i < onChange.size(); i++) {
                if ((mask >>> i & 1) != 0) {
                    names.add(onChange.get(i));
                }
            }
            all.add(synchronizer.path() + (names.isEmpty() ? " mask " + Long.toHexString(mask) : "")
                    + named(names, values));
        }
        return ("DELTA " + String.join("; ", all)).strip();
    }

    private Synchronizer synchronizer(int from, long id) {
        return id >= IN_PACKET ? nodes.namedSynchronizer(from, id & ~IN_PACKET) : nodes.spawnedSynchronizer(from, id);
    }

    /** The values, with their names if there are as many. */
    private static String named(List<String> names, List<String> values) {
        if (names.size() != values.size()) {
            return " = " + String.join(", ", values);
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            shown.add(names.get(i) + " = " + values.get(i));
        }
        return ": " + String.join(", ", shown);
    }
}
