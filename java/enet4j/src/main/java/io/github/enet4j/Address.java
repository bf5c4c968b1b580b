package io.github.enet4j;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv6 address as two big-endian halves, an IPv4 address as ::ffff:a.b.c.d. Text is read and written as Godot does
 * it (its {@code IPAddress}).
 */
record Address(long high, long low) {
    static final Address WILDCARD = new Address(0, 0);

    private static final int GROUPS = 8;
    private static final int LONGEST_V4 = 15;
    private static final int LONGEST_V6 = 39;

    /** The address that the text stands for without a look-up, or null. */
    static Address parse(String text) {
        if (text.indexOf(':') >= 0) {
            int scope = text.indexOf('%');
            return scope < 0
                    ? parseV6(text) : LinkLocal.parse(parseV6(text.substring(0, scope)), text.substring(scope + 1));
        }
        long v4 = text.length() <= LONGEST_V4 ? parseV4(text, 0) : -1;
        return v4 >= 0 ? ofV4(v4) : null;
    }

    /** Where a host may be bound: no name, and no interface of a link-local address. */
    static Address toBind(String text) {
        Address address = text.equals("*") ? WILDCARD : parse(text);
        Arguments.check(address != null && text.indexOf('%') < 0, "not an IP address: '" + text + "'");
        return address;
    }

    /** The text for {@link #toBind} that means the same as an address of the JDK's. */
    static String textToBind(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString();
        }
        return address.getAddress().isAnyLocalAddress() ? "*" : address.getAddress().getHostAddress();
    }

    /** That of the JDK's; an unresolved one is looked up. */
    static Address resolve(InetSocketAddress address) {
        return address.isUnresolved() ? resolve(address.getHostString()) : of(address.getAddress());
    }

    /** An address or a host name, which may take a while. */
    static Address resolve(String text) {
        Address literal = parse(text);
        if (literal != null) {
            return literal;
        }
        /* An empty name would give the loopback address, and a name with these can only be a literal gone wrong. */
        if (text.isEmpty() || text.indexOf(':') >= 0 || text.indexOf('[') >= 0 || text.indexOf('\0') >= 0) {
            throw new ENetException(ENetError.CANT_RESOLVE, "not an address nor a host name: '" + text + "'");
        }
        try {
            return of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new ENetException(ENetError.CANT_RESOLVE, "can't resolve '" + text + "'", e);
        }
    }

    static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return ofV4(bigEndian(bytes, 0, 4));
        }
        Address of = new Address(bigEndian(bytes, 0, 8), bigEndian(bytes, 8, 8));
        return LinkLocal.withScope(of, ((Inet6Address) address).getScopeId());
    }

    private static long bigEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private static Address ofV4(long bits) {
        return new Address(0, 0xffff_0000_0000L | bits);
    }

    /** Four decimal fields from a position to the end, as 32 bits, or -1. */
    private static long parseV4(String text, int from) {
        long bits = 0;
        int field = -1;
        int fields = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                field = (field < 0 ? 0 : field * 10) + (c - '0');
                if (field > 255) {
                    return -1;
                }
            } else if (c == '.' && field >= 0 && fields < 4) {
                bits = bits << 8 | field;
                field = -1;
                fields++;
            } else {
                return -1;
            }
        }
        return fields == 4 && field >= 0 ? bits << 8 | field : -1;
    }

    /** Groups of up to four hex digits, one "::", and after a group ffff a dotted IPv4 address as the last two. */
    private static Address parseV6(String text) {
        if (text.length() > LONGEST_V6) {
            return null;
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (count == GROUPS) {
                return null;
            }
            int end = text.indexOf(':', at);
            if (end < 0) {
                end = text.length();
            }
            if (text.indexOf('.', at) >= 0 && end == text.length()) {
                long v4 = parseV4(text, at);
                if (v4 < 0 || count == 0 || count > GROUPS - 2 || groups[count - 1] != 0xffff) {
                    return null;
                }
                groups[count++] = (int) (v4 >> 16);
                groups[count++] = (int) (v4 & 0xffff);
                at = end;
                break;
            }
            int group = parseGroup(text, at, end);
            if (group < 0) {
                return null;
            }
            groups[count++] = group;
            at = end;
            if (at == text.length()) {
                break;
            }
            at++;
            if (at == text.length()) {
                return null; // a single ':' at the end
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return null;
        }
        Address address = fill(groups, count, gap);
        /* What is not zero there would be taken for an interface; nobody has such an address (RFC 4291, 2.5.6). */
        return LinkLocal.scope(address.high()) == 0 ? address : null;
    }

    private static int parseGroup(String text, int from, int to) {
        if (from == to || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Spreads the groups around the gap, which is -1 when there is none. */
    private static Address fill(int[] groups, int count, int gap) {
        int head = gap < 0 ? count : gap;
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int from = i < head ? i : i - (GROUPS - count);
            int group = i < head || from >= head ? groups[from] : 0;
            if (i < GROUPS / 2) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new Address(high, low);
    }

    static InetSocketAddress toSocketAddress(long high, long low, int port) {
        return new InetSocketAddress(new Address(high, low).toInetAddress(), port);
    }

    InetAddress toInetAddress() {
        try {
            byte[] bytes = ByteBuffer.allocate(16).putLong(LinkLocal.withoutScope(high)).putLong(low).array();
            int scope = LinkLocal.scope(high);
            return scope != 0 ? Inet6Address.getByAddress(null, bytes, scope) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }

    /** Dotted for IPv4, else eight groups without leading zeros or compression, and the interface if there is one. */
    static String format(long high, long low) {
        StringBuilder text = new StringBuilder(LONGEST_V6);
        if (high == 0 && low >>> 32 == 0xffff) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                text.append(low >> shift & 0xff).append(shift > 0 ? "." : "");
            }
            return text.toString();
        }
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? LinkLocal.withoutScope(high) : low;
            text.append(Long.toHexString(half >>> 48 - i % 4 * 16 & 0xffff)).append(i < GROUPS - 1 ? ":" : "");
        }
        if (LinkLocal.scope(high) != 0) {
            text.append('%').append(Integer.toUnsignedString(LinkLocal.scope(high)));
        }
        return text.toString();
    }
}
