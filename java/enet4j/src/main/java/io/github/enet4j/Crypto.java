package io.github.enet4j;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys and certificates for {@link TLSOptions}: reading the files that Godot takes, and making self-signed certificates
 * for first steps and for servers whose clients are given the certificate. After Godot's classes Crypto, CryptoKey and
 * X509Certificate.
 *
 * @see TLSOptions
 * @since 0.1.0
 */
public final class Crypto {
    private static final int SMALLEST_RSA = 1024;
    private static final int LARGEST_RSA = 8192;
    private static final int SELF_SIGNED_PATH_LENGTH = 0;
    private static final Pattern DATE = Pattern.compile("[0-9]{14}");
    private static final int READ_RSA_NUMBERS = 8;

    private Crypto() {
    }

    /**
     * Makes an RSA key, as Godot's {@code generate_rsa}. Peers accept no less than 2048 bits. An EC key makes for
     * faster handshakes: {@code KeyPairGenerator.getInstance("EC")} with 256 bits.
     *
     * @param bits its size, 1024 to 8192; it takes seconds at the upper end
     * @return the key
     * @throws IllegalArgumentException for another size
     */
    public static KeyPair generateRsa(int bits) {
        if (bits < SMALLEST_RSA || bits > LARGEST_RSA) {
            throw new IllegalArgumentException("bits must be " + SMALLEST_RSA + " to " + LARGEST_RSA + ", not " + bits);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without RSA", e);
        }
    }

    /**
     * Makes a self-signed certificate, valid from 2014 to 2034, as Godot's {@code generate_self_signed_certificate}
     * with its default dates.
     *
     * @param key    an RSA key of 2048 bits or more, or an EC key (secp256r1, secp384r1, secp521r1)
     * @param issuer subject and issuer, as "CN=myserver,O=myorganisation,C=IT"; clients look for the host name in CN
     * @return the certificate
     * @throws ENetException with FAILED if it can't be made of this key and name
     */
    public static X509Certificate generateSelfSignedCertificate(PrivateKey key, String issuer) {
        return generateSelfSignedCertificate(key, issuer, "20140101000000", "20340101000000");
    }

    /**
     * Makes a self-signed certificate, as Godot's {@code generate_self_signed_certificate}: X.509 version 3, signed
     * with SHA-256, an authority of path length 0, with a random serial number and without alternative names.
     *
     * @param key       an RSA key of 2048 bits or more, or an EC key (secp256r1, secp384r1, secp521r1)
     * @param issuer    subject and issuer, as "CN=myserver,O=myorganisation,C=IT"; clients look for the host name in CN
     * @param notBefore from when it is valid, UTC, YYYYMMDDhhmmss
     * @param notAfter  until when it is valid, likewise
     * @return the certificate
     * @throws ENetException with FAILED if it can't be made of this key and name, INVALID_PARAMETER for other dates
     */
    public static X509Certificate generateSelfSignedCertificate(
            PrivateKey key, String issuer, String notBefore, String notAfter) {
        return certificate(key, key, issuer, issuer, notBefore, notAfter, SELF_SIGNED_PATH_LENGTH);
    }

    /** Any certificate; a path length of -1 makes it that of no authority. */
    static X509Certificate certificate(
            PrivateKey subjectKey, PrivateKey issuerKey, String subject, String issuer, String notBefore,
            String notAfter, int pathLength) {
        for (String date : List.of(notBefore, notAfter)) {
            if (!DATE.matcher(date).matches()) {
                throw new ENetException(ENetError.INVALID_PARAMETER, "not a date as YYYYMMDDhhmmss: '" + date + "'");
            }
        }
        byte[] subjectDer = encoded(subjectKey);
        byte[] issuerDer = encoded(issuerKey);
        try {
            byte[][] texts =
                    Stream.of(subject, issuer, notBefore, notAfter).map(Crypto::zeroEnded).toArray(byte[][]::new);
            NativeLoader.load();
            byte[] der = DtlsNative.writeCertificate(subjectDer, issuerDer, texts, pathLength);
            if (der == null) {
                throw new ENetException(
                        ENetError.FAILED, "no certificate can be made of this key for '" + subject + "'");
            }
            return readCertificates(List.of(der)).get(0);
        } catch (CertificateException e) {
            throw new ENetException(ENetError.FAILED, "the certificate can't be read by this JDK", e);
        } finally {
            Arrays.fill(subjectDer, (byte) 0);
            Arrays.fill(issuerDer, (byte) 0);
        }
    }

    /**
     * Reads a private key: PEM or DER in the forms PKCS#8, PKCS#1 ("RSA PRIVATE KEY") and SEC1 ("EC PRIVATE KEY"). In
     * PEM it may stand among certificates and other blocks and text, in any order: the first one that is not encrypted
     * counts.
     *
     * @param file the file
     * @return the key
     * @throws ENetException with INVALID_PARAMETER if the file can't be read, FAILED if there is no RSA or EC key in
     *     it, or an encrypted one (Godot's codes)
     */
    public static PrivateKey loadKey(Path file) {
        byte[] content = read(file);
        byte[] der = null;
        try {
            der = Pem.privateKeyDer(content);
            return readKey(der);
        } catch (GeneralSecurityException e) {
            throw new ENetException(
                    ENetError.FAILED, "no private key can be read from " + file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(content, (byte) 0);
            if (der != null) {
                Arrays.fill(der, (byte) 0);
            }
        }
    }

    /**
     * Reads certificates: PEM, any number of them, among keys and other blocks and text, or DER.
     *
     * @param file the file
     * @return the certificates in the order of the file, at least one
     * @throws ENetException with INVALID_PARAMETER if the file can't be read, FAILED if there is something else in it
     *     (Godot's codes)
     */
    public static List<X509Certificate> loadCertificates(Path file) {
        try {
            return readCertificates(Pem.certificateDers(read(file)));
        } catch (GeneralSecurityException e) {
            throw new ENetException(
                    ENetError.FAILED, "no certificates can be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A certificate in PEM, for a file that Godot loads as X509Certificate.
     *
     * @param certificate the certificate
     * @return the text
     */
    public static String toPem(X509Certificate certificate) {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new ENetException(ENetError.FAILED, "the certificate has no encoded form", e);
        }
    }

    /**
     * A private key in PEM (PKCS#8, not encrypted: keep the file from others), which Godot loads as CryptoKey.
     *
     * @param key the key
     * @return the text
     * @throws ENetException with INVALID_PARAMETER if the key does not give away what it consists of
     */
    public static String toPem(PrivateKey key) {
        byte[] der = encoded(key);
        try {
            return Pem.write("PRIVATE KEY", der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** PKCS#8; for the caller to wipe. */
    static byte[] encoded(PrivateKey key) {
        byte[] der = key.getEncoded();
        if (der == null) {
            throw new ENetException(ENetError.INVALID_PARAMETER,
                    "a key that does not leave its provider can't be used: " + key.getAlgorithm());
        }
        return der;
    }

    static byte[] zeroEnded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static byte[] read(Path file) {
        try {
            if (file.getFileSystem() != FileSystems.getDefault()) {
                return Files.readAllBytes(file);
            }
            // NIO would leave a copy behind, in a direct buffer that the thread keeps.
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new ENetException(ENetError.INVALID_PARAMETER, "can't read " + file + ": " + e, e);
        }
    }

    private static List<X509Certificate> readCertificates(List<byte[]> ders) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : ders) {
            factory.generateCertificates(new ByteArrayInputStream(der)).stream().map(X509Certificate.class::cast)
                    .forEach(certificates::add);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is none in it");
        }
        return List.copyOf(certificates);
    }

    /** Mbed TLS reads more forms than the JDK; the JDK makes a key of the numbers. */
    private static PrivateKey readKey(byte[] der) throws GeneralSecurityException {
        NativeLoader.load();
        byte[][] parts = DtlsNative.readKey(der);
        if (parts == null) {
            throw new GeneralSecurityException(
                    "neither an RSA key nor an EC key (secp256r1, secp384r1, secp521r1) in PKCS#8, PKCS#1 or SEC1");
        }
        BigInteger[] n = Arrays.stream(parts).map(part -> new BigInteger(1, part)).toArray(BigInteger[]::new);
        Arrays.stream(parts, 1, parts.length).forEach(part -> Arrays.fill(part, (byte) 0));
        if (parts.length == READ_RSA_NUMBERS) {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]));
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec(new String(parts[0], StandardCharsets.US_ASCII)));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(n[1], curve.getParameterSpec(ECParameterSpec.class)));
    }
}
