package io.github.enet4j;

/**
 * The native methods for DTLS, bound by native/jni/jni_dtls.c. The caller holds the connection's lock where a host is
 * given. Texts are UTF-8 with a zero at the end. Whoever has no connection calls {@link NativeLoader#load()} first:
 * loading asks for this class, whose initialization therefore must not ask for the library.
 */
final class DtlsNative {
    /* Answers of useClient, useServer and renew; native/dtls/context.h has the same. */
    static final int FAILED = -1;
    static final int OK = 0;
    static final int NO_MEMORY = 1;
    static final int BAD_CERTIFICATE = 2;
    static final int BAD_KEY = 3;
    static final int BAD_HOSTNAME = 4;
    static final int BAD_KEY_USAGE = 5;
    static final int BAD_EXTENDED_KEY_USAGE = 6;

    /* Verifications. */
    static final int VERIFY_NONE = 0;
    static final int VERIFY_CHAIN = 1;
    static final int VERIFY_CHAIN_AND_NAME = 2;

    /** How many numbers {@link #count} gives. */
    static final int COUNTERS = 11 + 1 + DtlsError.Kind.values().length;

    static final int HANDSHAKE_FIELDS = 7;
    static final int HANDSHAKES_KEPT = 64;

    private DtlsNative() {
    }

    /** Certificates in DER. With lenient, those that can't be read are passed over. */
    static native int useClient(long host, int verification, byte[][] trusted, boolean lenient, byte[] hostname);

    /** Certificates in DER, the server's own first, and its key in PKCS#8, PKCS#1 or SEC1. */
    static native int useServer(long host, byte[][] chain, byte[] key);

    /** As useServer, on a host that is one already. */
    static native int renew(long host, byte[][] chain, byte[] key);

    /** Handshakes per second, of all and of one address; 0 for no limit. FAILED if the host is no DTLS server. */
    static native int limit(long host, int perSecond, int perAddress);

    /** Writes the keys of sessions that begin from now on to a file; once. 0, or the system's error number. */
    static native int logKeys(byte[] path);

    /** Whether the host speaks DTLS. */
    static native boolean isUsed(long host);

    /** Does nothing on a host without DTLS. */
    static native void refuse(long host, boolean refused);

    /** Of a host with DTLS; in the order of native/dtls/dtls.h. */
    static native void count(long host, long[] counters);

    /**
     * Of a host with DTLS, the last handshakes that have ended, at most {@link #HANDSHAKES_KEPT}. For each: two longs
     * of the address, port, kind of failure (0: none), its code and detail, and how long it took, ms.
     */
    static native void handshakes(long host, long[] fields, int count);

    static native String failureText(int kind, int code, int detail);

    /**
     * Reads an unencrypted private key in PKCS#8, PKCS#1 or SEC1. Of an RSA key n, e, d, p, q, dp, dq and qp; of an EC
     * key the name of the curve and d; null if it can't be read.
     */
    static native byte[][] readKey(byte[] der);

    /**
     * Makes a certificate in DER. Texts are the subject, the issuer, and from when until when it is valid
     * (YYYYMMDDhhmmss). A path length of 0 or more makes it an authority. Null if anything is wrong.
     */
    static native byte[] writeCertificate(byte[] subjectKey, byte[] issuerKey, byte[][] texts, int pathLength);
}
