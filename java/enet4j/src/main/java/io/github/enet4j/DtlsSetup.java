package io.github.enet4j;

import static io.github.enet4j.Arguments.check;

import java.util.Objects;
import java.util.function.LongToIntFunction;

/** Has a host speak DTLS as {@link TLSOptions} say. */
final class DtlsSetup {
    private DtlsSetup() {
    }

    static void client(ENetConnection connection, String hostname, TLSOptions options) {
        Objects.requireNonNull(hostname, "hostname");
        connection.requireHost();
        check(!options.isServer(), "these are a server's options");
        check(hostname.indexOf(0) < 0 && options.getCommonNameOverride().indexOf(0) < 0, "a zero in the host name");
        byte[][] trusted = options.trusted();
        setUp(connection, host -> options.useClient(host, hostname, trusted));
    }

    static void server(ENetConnection connection, TLSOptions options) {
        connection.requireHost();
        check(options.isServer(), "these are a client's options");
        setUp(connection, options::useServer);
    }

    private static void setUp(ENetConnection connection, LongToIntFunction setUp) {
        connection.lock.lock();
        try {
            Host host = connection.requireHostOutsideIntercept();
            checkStatus(setUp.applyAsInt(host.address));
            host.wake();
        } finally {
            connection.lock.unlock();
        }
    }

    private static void checkStatus(int status) {
        switch (status) {
            case DtlsNative.OK -> { }
            case DtlsNative.FAILED -> throw new ENetException(ENetError.FAILED, "DTLS is set up already");
            case DtlsNative.NO_MEMORY -> throw new ENetException(ENetError.OUT_OF_MEMORY, "no memory for DTLS");
            default -> check(false, switch (status) {
                case DtlsNative.BAD_KEY -> "the key is none that can be used, or not the certificate's";
                case DtlsNative.BAD_HOSTNAME -> "the host name is empty or too long";
                default -> "no certificate, one that can't be used, or too many";
            });
        }
    }

    /** What DTLS has been doing on a host; null without DTLS. */
    static DtlsCounters counters(long host) {
        if (!DtlsNative.isUsed(host)) {
            return null;
        }
        long[] counters = new long[DtlsNative.COUNTERS];
        DtlsNative.count(host, counters);
        return DtlsCounters.of(counters);
    }
}
