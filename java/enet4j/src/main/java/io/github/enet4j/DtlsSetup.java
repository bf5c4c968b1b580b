package io.github.enet4j;

import static io.github.enet4j.Arguments.check;
import static io.github.enet4j.Arguments.checkArgument;

import java.security.cert.X509Certificate;
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

    static void renew(ENetConnection connection, TLSOptions options) {
        connection.requireHost();
        check(options.isServer(), "these are a client's options");
        setUp(connection, host -> ifServer(options.renewServer(host)));
        X509Certificate certificate = options.getOwnCertificate().get(0);
        Notice.CERTIFICATE_REPLACED.tell("Port " + connection.getLocalPort() + ": new DTLS certificate for "
                + certificate.getSubjectX500Principal() + ", valid until " + certificate.getNotAfter().toInstant());
    }

    static void limit(ENetConnection connection, int perSecond, int perAddress) {
        checkArgument("perSecond", perSecond, 0, Integer.MAX_VALUE);
        checkArgument("perAddress", perAddress, 0, Integer.MAX_VALUE);
        setUp(connection, host -> ifServer(DtlsNative.limit(host, perSecond, perAddress)));
    }

    private static int ifServer(int status) {
        if (status == DtlsNative.FAILED) {
            throw new ENetException(ENetError.UNCONFIGURED, "dtlsServerSetup comes first");
        }
        return status;
    }

    private static void setUp(ENetConnection connection, LongToIntFunction setUp) {
        KeyLog.open();
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
                case DtlsNative.BAD_KEY_USAGE ->
                    "the certificate is not for a server: its key usage lacks digitalSignature";
                case DtlsNative.BAD_EXTENDED_KEY_USAGE ->
                    "the certificate is not for a server: its extended key usage lacks serverAuth";
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
