package io.github.enet4j.cli.decode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A UDP datagram of a capture.
 *
 * @param time   when it was seen, µs since 1970
 * @param from   who sent it
 * @param to     to whom
 * @param data   its contents
 * @param length how long those are; more than there is of the data when the capture cut it off
 */
record Udp(long time, InetSocketAddress from, InetSocketAddress to, byte[] data, int length) {
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int OPTIONS = 60;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    /** Why a frame holds no datagram. */
    enum Nothing { NOT_UDP, CUT, FRAGMENT, LINK_TYPE }

    boolean isCut() {
        return data.length < length;
    }

    /** The same with other contents. */
    Udp with(byte[] part) {
        return new Udp(time, from, to, part, part.length);
    }

    /** The datagram of a frame, or why there is none; the fragments are those of the frames before. */
    static Object of(Frame frame, IpFragments fragments) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
        int start = ipStart(frame.linkType(), bytes);
        if (start < 0) {
            return start == -1 ? Nothing.NOT_UDP : start == -2 ? Nothing.CUT : Nothing.LINK_TYPE;
        }
        if (start >= bytes.limit()) {
            return Nothing.CUT;
        }
        return switch (bytes.get(start) >> 4 & 0x0F) {
            case 4 -> ofIpv4(frame.time(), bytes, start, fragments);
            case 6 -> ofIpv6(frame.time(), bytes, start, fragments);
            default -> Nothing.NOT_UDP;
        };
    }

    /** Where IP begins; -1 for another protocol, -2 when cut off, -3 for a link type that is not known. */
    private static int ipStart(int linkType, ByteBuffer bytes) {
        return switch (linkType) {
            case 1 -> afterEthertype(bytes, 12); // Ethernet
            case 0, 108 -> 4; // BSD loopback; the address family's numbers differ, IP's version does not
            case 12, 14, 101, 228, 229 -> 0; // raw IP
            case 113 -> afterEthertype(bytes, 14); // Linux cooked
            case 276 -> bytes.limit() < 20 ? -2 : isIp(bytes.getShort(0)) ? 20 : -1; // Linux cooked, second version
            default -> -3;
        };
    }

    private static boolean isIp(short ethertype) {
        int value = ethertype & 0xFFFF;
        return value == ETHERTYPE_IPV4 || value == ETHERTYPE_IPV6;
    }

    /** Behind the type at that place, and behind the tags of virtual networks. */
    private static int afterEthertype(ByteBuffer bytes, int place) {
        int at = place;
        while (at + 2 <= bytes.limit()) {
            int type = bytes.getShort(at) & 0xFFFF;
            if (type == 0x8100 || type == 0x88A8 || type == 0x9100) {
                at += 4;
            } else {
                return isIp((short) type) ? at + 2 : -1;
            }
        }
        return -2;
    }

    private static Object ofIpv4(long time, ByteBuffer bytes, int start, IpFragments fragments) {
        int headerLength = (bytes.get(start) & 0x0F) * 4;
        if (headerLength < IPV4_HEADER || start + headerLength > bytes.limit()) {
            return Nothing.CUT;
        }
        if (bytes.get(start + 9) != UDP) {
            return Nothing.NOT_UDP;
        }
        int fragment = bytes.getShort(start + 6) & 0xFFFF;
        byte[] data = Arrays.copyOfRange(bytes.array(), start + headerLength, bytes.limit());
        if ((fragment & 0x3FFF) != 0) {
            int length = (bytes.getShort(start + 2) & 0xFFFF) - headerLength;
            if (length < 0 || length > data.length) {
                return Nothing.CUT;
            }
            ByteBuffer name = ByteBuffer.allocate(10).put(bytes.array(), start + 12, 8)
                    .putShort(bytes.getShort(start + 4)).flip();
            data = fragments.add(name, time, (fragment & 0x1FFF) * 8, (fragment & 0x2000) == 0,
                    Arrays.copyOf(data, length));
        }
        return data == null ? Nothing.FRAGMENT : ofUdp(time, bytes, start + 12, 4, data);
    }

    private static Object ofIpv6(long time, ByteBuffer bytes, int start, IpFragments fragments) {
        int at = start + IPV6_HEADER;
        if (at > bytes.limit()) {
            return Nothing.CUT;
        }
        int end = at + (bytes.getShort(start + 4) & 0xFFFF);
        int next = bytes.get(start + 6) & 0xFF;
        while (next == HOP_BY_HOP || next == ROUTING || next == OPTIONS || next == FRAGMENT) {
            if (at + 8 > bytes.limit()) {
                return Nothing.CUT;
            }
            int fragment = next == FRAGMENT ? bytes.getShort(at + 2) & 0xFFF9 : 0;
            int number = bytes.getInt(at + 4);
            int length = next == FRAGMENT ? 0 : bytes.get(at + 1) & 0xFF;
            next = bytes.get(at) & 0xFF;
            at += 8 + length * 8;
            if (fragment != 0) {
                if (end < at || end > bytes.limit()) {
                    return Nothing.CUT;
                }
                ByteBuffer name = ByteBuffer.allocate(37).put(bytes.array(), start + 8, 32).putInt(number)
                        .put((byte) next).flip();
                byte[] data = fragments.add(name, time, fragment & 0xFFF8, (fragment & 1) == 0,
                        Arrays.copyOfRange(bytes.array(), at, end));
                return data == null ? Nothing.FRAGMENT : next != UDP ? Nothing.NOT_UDP
                        : ofUdp(time, bytes, start + 8, 16, data);
            }
        }
        return next != UDP ? Nothing.NOT_UDP : at > bytes.limit() ? Nothing.CUT
                : ofUdp(time, bytes, start + 8, 16, Arrays.copyOfRange(bytes.array(), at, bytes.limit()));
    }

    /** From what IP carries, and the place and size of its addresses. */
    private static Object ofUdp(long time, ByteBuffer bytes, int addresses, int size, byte[] carried) {
        ByteBuffer udp = ByteBuffer.wrap(carried);
        int length = carried.length < UDP_HEADER ? -1 : (udp.getShort(4) & 0xFFFF) - UDP_HEADER;
        if (length < 0) {
            return Nothing.CUT;
        }
        return new Udp(time, address(bytes, addresses, size, udp.getShort(0)),
                address(bytes, addresses + size, size, udp.getShort(2)),
                Arrays.copyOfRange(carried, UDP_HEADER, Math.min(carried.length, UDP_HEADER + length)), length);
    }

    private static InetSocketAddress address(ByteBuffer bytes, int at, int size, short port) {
        try {
            byte[] address = Arrays.copyOfRange(bytes.array(), at, at + size);
            return new InetSocketAddress(InetAddress.getByAddress(address), port & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for sizes that no address has
        }
    }
}
