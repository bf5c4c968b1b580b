package io.github.enet4j.cli.decode;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads pcapng: sections in either byte order, interfaces with their own link types and clocks. */
final class PcapngReader extends CaptureReader {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;
    private static final int MAX_BLOCK = MAX_FRAME + (1 << 16);
    private static final int PACKET_FIELDS = 20;
    private static final BigInteger MICROS_PER_SECOND = BigInteger.valueOf(1_000_000);

    /** An interface: its link type, and how many units of its clock make a second, from when on. */
    private record Interface(int linkType, BigInteger unitsPerSecond, long offsetSeconds) {
        long micros(long units) {
            BigInteger value = new BigInteger(Long.toUnsignedString(units));
            return value.multiply(MICROS_PER_SECOND).divide(unitsPerSecond).longValue()
                    + offsetSeconds * MICROS_PER_SECOND.longValue();
        }
    }

    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;

    PcapngReader(InputStream in) {
        super(in);
    }

    @Override
    Frame read() throws IOException, DamagedException {
        for (byte[] start = bytesOrEnd(8); start != null; start = bytesOrEnd(8)) {
            int type = ByteBuffer.wrap(start).order(order).getInt();
            byte[] body;
            if (type == SECTION) {
                byte[] magic = bytes(4);
                order = ByteBuffer.wrap(magic).getInt() == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN
                        : ByteOrder.LITTLE_ENDIAN;
                if (wrap(magic).getInt() != BYTE_ORDER_MAGIC) {
                    throw new DamagedException("the capture is damaged: a section of no byte order");
                }
                interfaces.clear();
                body(wrap(start).getInt(4), 4);
                continue;
            }
            body = body(wrap(start).getInt(4), 0);
            Frame frame = switch (type) {
                case INTERFACE -> addInterface(wrap(body));
                case PACKET, OLD_PACKET -> packet(wrap(body), type == OLD_PACKET);
                case SIMPLE_PACKET -> simplePacket(wrap(body));
                default -> null;
            };
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    private ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    /** What is between a block's head, of which some is read already, and the length that is repeated at its end. */
    private byte[] body(int length, int read) throws IOException, DamagedException {
        if (length < 12 + read || length > MAX_BLOCK || length % 4 != 0) {
            throw new DamagedException("the capture is damaged: a block of " + (length & 0xFFFFFFFFL) + " bytes");
        }
        byte[] body = bytes(length - 8 - read);
        return Arrays.copyOf(body, body.length - 4);
    }

    private Frame addInterface(ByteBuffer body) throws DamagedException {
        if (body.remaining() < 8) {
            throw new DamagedException("the capture is damaged: an interface that is cut off");
        }
        int linkType = body.getShort() & 0xFFFF;
        body.position(8);
        BigInteger unitsPerSecond = MICROS_PER_SECOND;
        long offset = 0;
        while (body.remaining() >= 4) {
            int option = body.getShort() & 0xFFFF;
            int length = body.getShort() & 0xFFFF;
            if (option == 0 || length > body.remaining()) {
                break;
            }
            int start = body.position();
            if (option == OPTION_RESOLUTION && length >= 1) {
                int exponent = body.get(start);
                unitsPerSecond = BigInteger.valueOf(exponent < 0 ? 2 : 10).pow(exponent & 0x7F);
            } else if (option == OPTION_OFFSET && length >= 8) {
                offset = body.getLong(start);
            }
            body.position(Math.min(body.limit(), start + (length + 3) / 4 * 4));
        }
        interfaces.add(new Interface(linkType, unitsPerSecond, offset));
        return null;
    }

    private Frame packet(ByteBuffer body, boolean old) throws DamagedException {
        if (body.remaining() < PACKET_FIELDS) {
            throw new DamagedException("the capture is damaged: a packet that is cut off");
        }
        int number = old ? body.getShort(0) & 0xFFFF : body.getInt(0);
        if (number < 0 || number >= interfaces.size()) {
            throw new DamagedException("the capture is damaged: a packet of an interface that it does not have");
        }
        Interface from = interfaces.get(number);
        long units = (body.getInt(4) & 0xFFFFFFFFL) << 32 | body.getInt(8) & 0xFFFFFFFFL;
        return frame(from, from.micros(units), body, PACKET_FIELDS, body.getInt(12), body.getInt(16) & 0xFFFFFFFFL);
    }

    private Frame simplePacket(ByteBuffer body) throws DamagedException {
        if (body.remaining() < 4 || interfaces.isEmpty()) {
            throw new DamagedException("the capture is damaged: a packet of an interface that it does not have");
        }
        long length = body.getInt(0) & 0xFFFFFFFFL;
        int kept = (int) Math.min(length, body.remaining() - 4);
        return frame(interfaces.get(0), 0, body, 4, kept, length);
    }

    private static Frame frame(Interface from, long time, ByteBuffer body, int start, int kept, long length)
            throws DamagedException {
        if (kept < 0 || kept > body.limit() - start) {
            throw new DamagedException("the capture is damaged: a packet that is larger than its block");
        }
        return new Frame(time, from.linkType, Arrays.copyOfRange(body.array(), start, start + kept), length);
    }
}
