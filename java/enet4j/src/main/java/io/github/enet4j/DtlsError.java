package io.github.enet4j;

/**
 * Why the DTLS session under a connection has failed or ended.
 *
 * @param kind what it was, for a program to act on
 * @param code Mbed TLS's number for it, negative
 * @param text what it was, for people
 * @see ENetPacketPeer#getDtlsError()
 * @since 0.1.0
 */
public record DtlsError(Kind kind, int code, String text) {
    /**
     * What can go wrong with a session.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** There is no chain from the server's certificate to one that the client trusts. */
        UNTRUSTED_CERTIFICATE,
        /** The server's certificate is for another host name. */
        HOSTNAME_MISMATCH,
        /** A certificate of the server's chain has expired, or is not valid yet. */
        EXPIRED_CERTIFICATE,
        /** A certificate has a weak key or signature, or was not made for this use. */
        UNACCEPTABLE_CERTIFICATE,
        /** The other side gave up and said so; the text names its alert. */
        ALERT_RECEIVED,
        /** The other side did not answer, or does not speak DTLS. */
        TIMEOUT,
        /** The other side closed the session, or began another one from the same address. */
        CLOSED,
        /** Anything else. */
        PROTOCOL
    }

    private static final Kind[] KINDS = Kind.values();

    /** From native/dtls/failure.h's numbers; null for kind 0. */
    static DtlsError of(int kind, int code, int detail) {
        return kind == 0 ? null : new DtlsError(KINDS[kind - 1], code, DtlsNative.failureText(kind, code, detail));
    }
}
