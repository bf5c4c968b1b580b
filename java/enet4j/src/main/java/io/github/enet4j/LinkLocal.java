package io.github.enet4j;

import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Link-local IPv6 addresses (fe80::/10), which mean something only together with an interface of this machine. Its
 * number, which RFC 4007 calls the scope, stands in the lower half of {@link Address#high()}, where the address itself
 * has zeros; native/net/address.h does the same.
 */
final class LinkLocal {
    private static final int PREFIX_LENGTH = 10;
    private static final long PREFIX = 0xfe80 >> 16 - PREFIX_LENGTH;

    private LinkLocal() {
    }

    static boolean is(long high) {
        return high >>> 64 - PREFIX_LENGTH == PREFIX;
    }

    /** The number of the interface, 0 for none; of other addresses too. */
    static int scope(long high) {
        return is(high) ? (int) high : 0;
    }

    /** The upper half as it is on the wire. */
    static long withoutScope(long high) {
        return is(high) ? high & ~0xffff_ffffL : high;
    }

    static Address withScope(Address address, int scope) {
        return is(address.high())
                ? new Address(withoutScope(address.high()) | Integer.toUnsignedLong(scope), address.low()) : address;
    }

    /** The address with the interface of that name or number; null if there is none, or the address needs none. */
    static Address parse(Address address, String scope) {
        int number = address != null && is(address.high()) ? number(scope) : 0;
        return number > 0 ? withScope(address, number) : null;
    }

    private static int number(String scope) {
        try {
            NetworkInterface named = scope.isEmpty() ? null : NetworkInterface.getByName(scope);
            return named != null ? named.getIndex() : Integer.parseInt(scope);
        } catch (SocketException | NumberFormatException e) {
            return 0;
        }
    }
}
