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
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    /** Why a frame holds no datagram. */
    enum Nothing { NOT_UDP, CUT, FRAGMENT, LINK_TYPE }

    boolean isCut() {
        return data.length < length;
    }

    /** The datagram of a frame, or why there is none. */
    static Object of(Frame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
        int start = ipStart(frame.linkType(), bytes);
        if (start < 0) {
            return start == -1 ? Nothing.NOT_UDP : start == -2 ? Nothing.CUT : Nothing.LINK_TYPE;
        }
        if (start >= bytes.limit()) {
            return Nothing.CUT;
        }
        return switch (bytes.get(start) >> 4 & 0x0F) {
            case 4 -> ofIpv4(frame, bytes, start);
            case 6 -> ofIpv6(frame, bytes, start);
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

    private static Object ofIpv4(Frame frame, ByteBuffer bytes, int start) {
        int headerLength = (bytes.get(start) & 0x0F) * 4;
        if (headerLength < IPV4_HEADER || start + headerLength > bytes.limit()) {
            return Nothing.CUT;
        }
        if (bytes.get(start + 9) != UDP) {
            return Nothing.NOT_UDP;
        }
        if ((bytes.getShort(start + 6) & 0x3FFF) != 0) {
            return Nothing.FRAGMENT;
        }
        return ofUdp(frame, bytes, start + headerLength, start + 12, 4);
    }

    private static Object ofIpv6(Frame frame, ByteBuffer bytes, int start) {
        int at = start + IPV6_HEADER;
        if (at > bytes.limit()) {
            return Nothing.CUT;
        }
        int next = bytes.get(start + 6) & 0xFF;
        /* Hop-by-hop, routing and destination options say their own length. */
        while (next == 0 || next == 43 || next == 60) {
            if (at + 8 > bytes.limit()) {
                return Nothing.CUT;
            }
            next = bytes.get(at) & 0xFF;
            at += 8 + (bytes.get(at + 1) & 0xFF) * 8;
        }
        return next == 44 ? Nothing.FRAGMENT : next != UDP ? Nothing.NOT_UDP : ofUdp(frame, bytes, at, start + 8, 16);
    }

    private static Object ofUdp(Frame frame, ByteBuffer bytes, int start, int addresses, int size) {
        if (start + UDP_HEADER > bytes.limit()) {
            return Nothing.CUT;
        }
        int length = (bytes.getShort(start + 4) & 0xFFFF) - UDP_HEADER;
        if (length < 0) {
            return Nothing.CUT;
        }
        int end = Math.min(bytes.limit(), start + UDP_HEADER + length);
        return new Udp(frame.time(), address(bytes, addresses, size, start),
                address(bytes, addresses + size, size, start + 2),
                Arrays.copyOfRange(bytes.array(), start + UDP_HEADER, end), length);
    }

    private static InetSocketAddress address(ByteBuffer bytes, int at, int size, int port) {
        try {
            byte[] address = Arrays.copyOfRange(bytes.array(), at, at + size);
            return new InetSocketAddress(InetAddress.getByAddress(address), bytes.getShort(port) & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for sizes that no address has
        }
    }
}
