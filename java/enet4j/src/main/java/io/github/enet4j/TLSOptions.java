package io.github.enet4j;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How {@link ENetConnection#dtlsServerSetup} and {@link ENetConnection#dtlsClientSetup} set up DTLS: a server's key and
 * certificate, or what a client demands of the server's. Immutable. Named and behaving like Godot's class of the same
 * name; <a href="https://github.com/enet4j/enet4j/blob/main/docs/dtls.md#which-options">which to choose</a>.
 *
 * <pre>{@code
 * host.dtlsServerSetup(TLSOptions.server(Path.of("key.pem"), Path.of("certificate.pem")));
 * client.dtlsClientSetup(
 *         "play.example.org", TLSOptions.client(Crypto.loadCertificates(Path.of("certificate.pem"))));
 * }</pre>
 *
 * @see ENetConnection#dtlsServerSetup
 * @see ENetConnection#dtlsClientSetup(String, TLSOptions)
 * @see Crypto
 * @since 0.1.0
 */
public final class TLSOptions {
    private enum Kind { CLIENT, UNSAFE_CLIENT, SERVER }

    private final Kind kind;
    private final List<X509Certificate> certificates; /* a server's own, or a client's trusted ones */
    private final String commonNameOverride;
    private final PrivateKey key;

    private TLSOptions(
            Kind kind, Collection<X509Certificate> certificates, String commonNameOverride, PrivateKey key) {
        this.kind = kind;
        this.certificates = List.copyOf(certificates);
        this.commonNameOverride = Objects.requireNonNull(commonNameOverride);
        this.key = key;
    }

    /**
     * A client that trusts whom the JVM trusts by default, and checks the server's name.
     *
     * @return the options
     */
    public static TLSOptions client() {
        return new TLSOptions(Kind.CLIENT, List.of(), "", null);
    }

    /**
     * A client that trusts only these, and checks the server's name.
     *
     * @param trustedChain authorities, or the server's own certificate if it is self-signed; at least one
     * @return the options
     * @throws IllegalArgumentException if the collection is empty
     */
    public static TLSOptions client(Collection<X509Certificate> trustedChain) {
        return client(trustedChain, "");
    }

    /**
     * A client that trusts only these, and checks a name of its own choice.
     *
     * @param trustedChain       authorities, or the server's own certificate if it is self-signed; at least one
     * @param commonNameOverride the name that the server's certificate must have, instead of that given to
     *     {@link ENetConnection#dtlsClientSetup}; also the one that is sent to the server. "" for none
     * @return the options
     * @throws IllegalArgumentException if the collection is empty
     */
    public static TLSOptions client(Collection<X509Certificate> trustedChain, String commonNameOverride) {
        return new TLSOptions(Kind.CLIENT, checked(trustedChain), commonNameOverride, null);
    }

    /**
     * A client that takes any server for the right one: encrypted, but with whoever answers. For tests only.
     *
     * @return the options
     */
    public static TLSOptions clientUnsafe() {
        return new TLSOptions(Kind.UNSAFE_CLIENT, List.of(), "", null);
    }

    /**
     * A client that demands a certificate from one of these, whatever name is in it.
     *
     * @param trustedChain authorities, or the server's own certificate if it is self-signed; at least one
     * @return the options
     * @throws IllegalArgumentException if the collection is empty
     */
    public static TLSOptions clientUnsafe(Collection<X509Certificate> trustedChain) {
        return new TLSOptions(Kind.UNSAFE_CLIENT, checked(trustedChain), "", null);
    }

    /**
     * A server.
     *
     * @param key   its private key, RSA or EC (secp256r1, secp384r1, secp521r1)
     * @param chain its certificate, then the intermediate ones up to one that the clients trust; all are sent
     * @return the options
     * @throws IllegalArgumentException if the chain is empty
     */
    public static TLSOptions server(PrivateKey key, List<X509Certificate> chain) {
        return new TLSOptions(Kind.SERVER, checked(chain), "", Objects.requireNonNull(key, "key"));
    }

    /**
     * A server, with key and certificates from files.
     *
     * @param keyPem         its private key, as {@link Crypto#loadKey}
     * @param certificatePem its certificate, then the intermediate ones, as {@link Crypto#loadCertificates}
     * @return the options
     * @throws ENetException as those
     */
    public static TLSOptions server(Path keyPem, Path certificatePem) {
        return server(Crypto.loadKey(keyPem), Crypto.loadCertificates(certificatePem));
    }

    private static Collection<X509Certificate> checked(Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificates");
        }
        return certificates;
    }

    /**
     * Whether these are a server's options.
     *
     * @return true after {@code server}
     */
    public boolean isServer() {
        return kind == Kind.SERVER;
    }

    /**
     * Whether these are the options of a client that does not check the server's name.
     *
     * @return true after {@code clientUnsafe}
     */
    public boolean isUnsafeClient() {
        return kind == Kind.UNSAFE_CLIENT;
    }

    /**
     * The name that a client checks instead of the one it was given.
     *
     * @return the name, "" for none
     */
    public String getCommonNameOverride() {
        return commonNameOverride;
    }

    /**
     * Whom a client trusts.
     *
     * @return the certificates, empty when it is whom the JVM trusts, or everybody (unsafe), and for a server
     */
    public List<X509Certificate> getTrustedCaChain() {
        return isServer() ? List.of() : certificates;
    }

    /**
     * A server's key.
     *
     * @return the key, null for a client
     */
    public @Nullable PrivateKey getPrivateKey() {
        return key;
    }

    /**
     * A server's certificate and the intermediate ones after it.
     *
     * @return the certificates, empty for a client
     */
    public List<X509Certificate> getOwnCertificate() {
        return isServer() ? certificates : List.of();
    }

    /* ---- For the connection ---- */

    /** Sets a server's host up. An answer of {@link DtlsNative}. */
    int useServer(long host) {
        return withKey(der -> DtlsNative.useServer(host, encoded(certificates), der));
    }

    /** Gives a server's host another key and certificate. An answer of {@link DtlsNative}. */
    int renewServer(long host) {
        return withKey(der -> DtlsNative.renew(host, encoded(certificates), der));
    }

    private int withKey(ToIntFunction<byte[]> use) {
        byte[] der = Crypto.encoded(key);
        try {
            return use.applyAsInt(der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Sets a client's host up, with what {@link #trusted} gave. An answer of {@link DtlsNative}. */
    int useClient(long host, String hostname, byte[][] trusted) {
        int verification = kind == Kind.CLIENT ? DtlsNative.VERIFY_CHAIN_AND_NAME
                : certificates.isEmpty() ? DtlsNative.VERIFY_NONE
                : DtlsNative.VERIFY_CHAIN;
        String name = commonNameOverride.isEmpty() ? hostname : commonNameOverride;
        return DtlsNative.useClient(host, verification, trusted, certificates.isEmpty(), Crypto.zeroEnded(name));
    }

    /** Whom a client trusts, in DER. Reads the JVM's trust store if it has to, which takes a moment. */
    byte[][] trusted() {
        return encoded(kind == Kind.CLIENT && certificates.isEmpty() ? trustedByDefault() : certificates);
    }

    private static List<X509Certificate> trustedByDefault() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new ENetException(ENetError.INVALID_PARAMETER, "this JVM's trust store can't be read", e);
        }
    }

    private static byte[][] encoded(List<X509Certificate> certificates) {
        byte[][] ders = new byte[certificates.size()][];
        try {
            for (int i = 0; i < ders.length; i++) {
                ders[i] = certificates.get(i).getEncoded();
            }
        } catch (CertificateEncodingException e) {
            throw new ENetException(ENetError.INVALID_PARAMETER, "a certificate has no encoded form", e);
        }
        return ders;
    }
}
