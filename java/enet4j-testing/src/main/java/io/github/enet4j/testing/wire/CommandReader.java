package io.github.enet4j.testing.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the commands of one block, what follows a datagram's header, until the end or until something is no command.
 */
final class CommandReader {
    private static final int MAX_COMMANDS = 32;

    final List<WireCommand> commands = new ArrayList<>();

    /** Where in the block each command ends. */
    final List<Integer> ends = new ArrayList<>();

    /** What stopped the reading, null if nothing did. */
    String problem;

    /** Whether all is as ENet would send it, so that it is hardly anything else. */
    boolean usual = true;

    private final ByteBuffer block;

    CommandReader(byte[] bytes) {
        block = ByteBuffer.wrap(bytes);
        while (block.hasRemaining() && problem == null && !isPadding()) {
            if (commands.size() == MAX_COMMANDS) {
                problem = "more than " + MAX_COMMANDS + " commands";
                return;
            }
            readCommand();
        }
        usual &= problem == null && !commands.isEmpty();
    }

    /** FastLZ fills short blocks up with zeros, and a command of the number 0 ends a datagram. */
    private boolean isPadding() {
        for (int i = block.position(); i < block.limit(); i++) {
            if (block.get(i) != 0) {
                return false;
            }
        }
        return !commands.isEmpty();
    }

    private void readCommand() {
        int start = block.position();
        int first = block.get(start) & 0xFF;
        CommandType type = CommandType.of(first & 0x0F);
        if (type == null) {
            problem = "no command has the number " + (first & 0x0F) + " (at byte " + start + ")";
        } else if (block.remaining() < type.size()) {
            problem = type + " is cut off (at byte " + start + ")";
        } else {
            block.get();
            int channel = block.get() & 0xFF;
            WireCommand.Header header = new WireCommand.Header(type, first & 0xF0, channel, u16());
            WireCommand command = readBody(header);
            if (command == null) {
                problem = "the data of " + type + " is cut off (at byte " + start + ")";
                return;
            }
            usual &= isUsual(header);
            commands.add(command);
            ends.add(block.position());
        }
    }

    private static boolean isUsual(WireCommand.Header header) {
        boolean forConnection = switch (header.type()) {
            case CONNECT, VERIFY_CONNECT, DISCONNECT, PING, BANDWIDTH_LIMIT, THROTTLE_CONFIGURE -> true;
            default -> false;
        };
        boolean either = header.type() == CommandType.ACKNOWLEDGE;
        return header.type().isUsual(header.flags())
                && (either || forConnection == (header.channel() == WireCommand.CONNECTION));
    }

    private WireCommand readBody(WireCommand.Header header) {
        return switch (header.type()) {
            case ACKNOWLEDGE -> new WireCommand.Acknowledge(header, u16(), u16());
            case CONNECT, VERIFY_CONNECT -> new WireCommand.Connect(header, u16(), u8(), u8(), u32(), u32(), u32(),
                    u32(), u32(), u32(), u32(), u32(), block.getInt(),
                    header.type() == CommandType.CONNECT ? u32() : 0);
            case DISCONNECT -> new WireCommand.Disconnect(header, u32());
            case PING -> new WireCommand.Ping(header);
            case SEND_RELIABLE -> send(header, 0);
            case SEND_UNRELIABLE, SEND_UNSEQUENCED -> send(header, u16());
            case SEND_FRAGMENT, SEND_UNRELIABLE_FRAGMENT -> fragment(header);
            case BANDWIDTH_LIMIT -> new WireCommand.BandwidthLimit(header, u32(), u32());
            case THROTTLE_CONFIGURE -> new WireCommand.ThrottleConfigure(header, u32(), u32(), u32());
        };
    }

    private WireCommand send(WireCommand.Header header, int number) {
        byte[] data = data(u16());
        return data == null ? null : new WireCommand.Send(header, number, data);
    }

    private WireCommand fragment(WireCommand.Header header) {
        int start = u16();
        int length = u16();
        long count = u32();
        long number = u32();
        long total = u32();
        long offset = u32();
        byte[] data = data(length);
        return data == null ? null
                : new WireCommand.Fragment(header, start, count, number, total, offset, data);
    }

    private byte[] data(int length) {
        if (length > block.remaining()) {
            return null;
        }
        byte[] data = new byte[length];
        block.get(data);
        return data;
    }

    private int u8() {
        return block.get() & 0xFF;
    }

    private int u16() {
        return block.getShort() & 0xFFFF;
    }

    private long u32() {
        return block.getInt() & 0xFFFFFFFFL;
    }
}
