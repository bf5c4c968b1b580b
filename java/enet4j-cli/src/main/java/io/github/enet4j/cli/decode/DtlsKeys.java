package io.github.enet4j.cli.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens the records of one DTLS 1.2 session (RFC 5246 and 6347; 5288 for GCM, 7905 for ChaCha20-Poly1305). */
final class DtlsKeys {
    private static final int TAG_BITS = 128;
    private static final int GCM_EXPLICIT = 8;

    private final boolean chacha;
    private final byte[] clientKey;
    private final byte[] serverKey;
    private final byte[] clientIv;
    private final byte[] serverIv;

    private DtlsKeys(boolean chacha, byte[] block, int keyLength, int ivLength) {
        this.chacha = chacha;
        clientKey = Arrays.copyOfRange(block, 0, keyLength);
        serverKey = Arrays.copyOfRange(block, keyLength, 2 * keyLength);
        clientIv = Arrays.copyOfRange(block, 2 * keyLength, 2 * keyLength + ivLength);
        serverIv = Arrays.copyOfRange(block, 2 * keyLength + ivLength, 2 * (keyLength + ivLength));
    }

    /** What a suite is called; null for those that can't be opened here. */
    static String suite(int number) {
        return switch (number) {
            case 0xCCA8, 0xCCA9, 0xCCAA -> "CHACHA20-POLY1305";
            case 0xC02B, 0xC02F, 0x009C, 0x009E -> "AES-128-GCM";
            case 0xC02C, 0xC030, 0x009D, 0x009F -> "AES-256-GCM";
            default -> null;
        };
    }

    /** The keys of a session, by a suite that has a name. */
    static DtlsKeys derive(int suite, byte[] master, byte[] clientRandom, byte[] serverRandom)
            throws GeneralSecurityException {
        String name = suite(suite);
        boolean chacha = name.startsWith("CHACHA");
        int keyLength = name.equals("AES-128-GCM") ? 16 : 32;
        int ivLength = chacha ? 12 : 4;
        String hash = name.equals("AES-256-GCM") ? "HmacSHA384" : "HmacSHA256";
        byte[] seed = ByteBuffer.allocate(13 + 64).put("key expansion".getBytes(StandardCharsets.US_ASCII))
                .put(serverRandom).put(clientRandom).array();
        return new DtlsKeys(chacha, expand(hash, master, seed, 2 * (keyLength + ivLength)), keyLength, ivLength);
    }

    /** P_hash of RFC 5246, section 5. */
    private static byte[] expand(String hash, byte[] secret, byte[] seed, int length) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hash);
        mac.init(new SecretKeySpec(secret, hash));
        ByteBuffer result = ByteBuffer.allocate(length);
        for (byte[] a = mac.doFinal(seed); result.hasRemaining(); a = mac.doFinal(a)) {
            mac.update(a);
            byte[] part = mac.doFinal(seed);
            result.put(part, 0, Math.min(part.length, result.remaining()));
        }
        return result.array();
    }

    /** What is in a record, whose header and body these are; null if these are not its keys. */
    byte[] open(boolean fromClient, byte[] header, byte[] body) {
        byte[] key = fromClient ? clientKey : serverKey;
        byte[] iv = fromClient ? clientIv : serverIv;
        int explicit = chacha ? 0 : GCM_EXPLICIT;
        int length = body.length - explicit - TAG_BITS / 8;
        if (length < 0) {
            return null;
        }
        /* Epoch and number, type, version, length of the contents. */
        byte[] additional = ByteBuffer.allocate(13).put(header, 3, 8).put(header, 0, 3).putShort((short) length)
                .array();
        byte[] nonce = new byte[12];
        if (chacha) {
            System.arraycopy(header, 3, nonce, 4, 8);
            for (int i = 0; i < nonce.length; i++) {
                nonce[i] ^= iv[i];
            }
        } else {
            System.arraycopy(iv, 0, nonce, 0, iv.length);
            System.arraycopy(body, 0, nonce, iv.length, GCM_EXPLICIT);
        }
        try {
            Cipher cipher = Cipher.getInstance(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
            AlgorithmParameterSpec parameters =
                    chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG_BITS, nonce);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, chacha ? "ChaCha20" : "AES"), parameters);
            cipher.updateAAD(additional);
            return cipher.doFinal(body, explicit, body.length - explicit);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
