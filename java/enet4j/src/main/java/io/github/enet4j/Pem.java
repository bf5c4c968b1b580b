package io.github.enet4j;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The text form of keys and certificates: base64 between two lines that name it (RFC 7468), with anything around. Read
 * as bytes, which can be wiped, and not as a String.
 */
final class Pem {
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    private static final byte[] ENCRYPTED = ascii("ENCRYPTED");
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final byte[] content;

    /** A block's name, and where its text is; the end is -1 where the line that ends it is missing. */
    private record Block(String label, int start, int end) {
    }

    private Pem(byte[] content) {
        this.content = content;
    }

    static String write(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + ENCODER.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The first private key in PEM that is not encrypted, or a copy of what is not PEM; for the caller to wipe. */
    static byte[] privateKeyDer(byte[] content) throws GeneralSecurityException {
        Pem pem = new Pem(content);
        List<Block> blocks = pem.blocks();
        boolean encrypted = false;
        for (Block block : blocks) {
            if (!block.label.endsWith("PRIVATE KEY")) {
                continue;
            }
            if (!block.label.startsWith("ENCRYPTED") && pem.find(ENCRYPTED, block.start, block.end) < 0) {
                return pem.decode(block);
            }
            encrypted = true;
        }
        if (encrypted) {
            throw new GeneralSecurityException("the key is encrypted, which Godot can't read either; "
                    + "'openssl pkey -in KEY -out NEW' decrypts it");
        }
        if (!blocks.isEmpty()) {
            throw new GeneralSecurityException("no private key in it");
        }
        return content.clone();
    }

    /** Each certificate in PEM, in the order of the file, also packed in PKCS#7; or what is not PEM at all. */
    static List<byte[]> certificateDers(byte[] content) throws GeneralSecurityException {
        Pem pem = new Pem(content);
        List<Block> blocks = pem.blocks();
        List<byte[]> ders = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.endsWith("CERTIFICATE")) { // also X509 ones, and TRUSTED ones, which something follows
                ders.add(firstElement(pem.decode(block)));
            } else if (block.label.equals("PKCS7")) {
                ders.add(pem.decode(block));
            }
        }
        return blocks.isEmpty() ? List.of(content) : ders;
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while ((at = find(BEGIN, at, content.length)) >= 0) {
            int label = at + BEGIN.length;
            int start = find(DASHES, label, content.length);
            String name = start < 0 ? "" : new String(content, label, start - label, StandardCharsets.ISO_8859_1);
            at = label;
            if (start < 0 || name.contains("\n")) {
                continue; // somebody's prose
            }
            start += DASHES.length;
            byte[] last = ascii("-----END " + name + "-----");
            int end = find(last, start, content.length);
            int next = find(BEGIN, start, content.length);
            boolean whole = end >= 0 && (next < 0 || end < next);
            blocks.add(new Block(name, start, whole ? end : -1));
            at = whole ? end + last.length : start;
        }
        return blocks;
    }

    private byte[] decode(Block block) throws GeneralSecurityException {
        if (block.end < 0) {
            throw new GeneralSecurityException("the line that ends '" + block.label + "' is missing");
        }
        byte[] text = Arrays.copyOfRange(content, afterHeaders(block), block.end);
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not base64", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** DER without what comes behind its end, which the length at its beginning tells (X.690, 8.1.3). */
    private static byte[] firstElement(byte[] der) {
        int octets = der.length < 2 || der[1] >= 0 ? 0 : der[1] & 0x7f;
        int length = octets == 0 && der.length >= 2 ? der[1] : 0;
        for (int i = 2; i < Math.min(2 + octets, der.length); i++) {
            length = length << Byte.SIZE | der[i] & 0xff;
        }
        int end = 2 + octets + length;
        return end > 0 && end < der.length ? Arrays.copyOf(der, end) : der;
    }

    /** A block may begin with lines that have a colon in them, and an empty one after them. */
    private int afterHeaders(Block block) {
        int start = block.start;
        for (int i = block.start; i < block.end; i++) {
            if (content[i] == ':') {
                int line = find(new byte[] {'\n'}, i, block.end);
                start = line < 0 ? block.end : line;
            }
        }
        return start;
    }

    /** Where these bytes are, from one place to before another; -1 for nowhere. */
    private int find(byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (Arrays.equals(content, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
