package io.github.enet4j;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key with the certificates for it, the own one first, and the names of both. */
record Identity(PrivateKey key, List<X509Certificate> chain, String name) {
    private static final String BEFORE = "20200101000000";
    private static final String AFTER = "20991231235959";
    private static final Map<String, PrivateKey> KEYS = new ConcurrentHashMap<>();

    /** One key of each name in all tests; the name begins with its kind: rsa2048, secp256r1... */
    static PrivateKey key(String name) {
        return KEYS.computeIfAbsent(name, n -> {
            String kind = n.split("-")[0];
            try {
                if (kind.startsWith("rsa")) {
                    return Crypto.generateRsa(Integer.parseInt(kind.substring(3))).getPrivate();
                }
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(kind));
                return generator.generateKeyPair().getPrivate();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static Identity selfSigned(String keyName, String name) {
        return selfSigned(keyName, name, BEFORE, AFTER);
    }

    static Identity selfSigned(String keyName, String name, String before, String after) {
        PrivateKey key = key(keyName);
        return new Identity(
                key, List.of(Crypto.generateSelfSignedCertificate(key, "CN=" + name, before, after)), "CN=" + name);
    }

    /** A self-signed authority above others. */
    static Identity authority(String keyName, String name) {
        PrivateKey key = key(keyName);
        String subject = "CN=" + name + ",O=enet4j";
        return new Identity(key, List.of(Crypto.certificate(key, key, subject, subject, BEFORE, AFTER, 3)), subject);
    }

    /** One that this authority signs; a path length of -1 makes it a server's. */
    Identity issue(String keyName, String name, int pathLength) {
        return issue(keyName, name, pathLength, BEFORE, AFTER);
    }

    Identity issue(String keyName, String commonName, int pathLength, String before, String after) {
        String subject = "CN=" + commonName;
        X509Certificate own =
                Crypto.certificate(key(keyName), key, subject, name, before, after, pathLength);
        List<X509Certificate> all = new ArrayList<>(List.of(own));
        all.addAll(chain);
        return new Identity(key(keyName), List.copyOf(all), subject);
    }

    /** Without the last certificate, which who trusts it has already. */
    Identity withoutRoot() {
        return first(chain.size() - 1);
    }

    Identity first(int count) {
        return new Identity(key, chain.subList(0, count), name);
    }

    X509Certificate root() {
        return chain.get(chain.size() - 1);
    }

    TLSOptions server() {
        return TLSOptions.server(key, chain);
    }

    /** A client's that trusts this one's root. */
    TLSOptions client() {
        return TLSOptions.client(List.of(root()));
    }
}
