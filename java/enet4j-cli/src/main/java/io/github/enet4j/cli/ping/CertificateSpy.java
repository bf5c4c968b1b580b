package io.github.enet4j.cli.ping;

import io.github.enet4j.testing.DatagramFilter;
import io.github.enet4j.testing.Direction;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** Reads the certificate that a DTLS server shows in the clear while it shakes hands. */
final class CertificateSpy implements DatagramFilter {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;
    private static final int HANDSHAKE = 22;
    private static final int CERTIFICATE = 11;
    private static final int MAX_CHAIN = 1 << 17;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private byte[] chain;
    private final BitSet known = new BitSet();
    private volatile X509Certificate certificate;
    private volatile boolean answered;

    @Override
    public byte[] filter(Direction direction, int client, byte[] datagram) {
        if (direction == Direction.TO_CLIENT) {
            answered |= isRecord(datagram);
            for (int at = 0; at + RECORD_HEADER <= datagram.length;) {
                int length = u16(datagram, at + 11);
                boolean clear = u16(datagram, at + 3) == 0;
                if (at + RECORD_HEADER + length > datagram.length) {
                    break;
                }
                if (datagram[at] == HANDSHAKE && clear) {
                    look(datagram, at + RECORD_HEADER, at + RECORD_HEADER + length);
                }
                at += RECORD_HEADER + length;
            }
        }
        return datagram;
    }

    /** RFC 6347, 4.1: a type from change_cipher_spec to heartbeat, and a version of DTLS, 1.0 or 1.2. */
    private static boolean isRecord(byte[] datagram) {
        if (datagram.length < RECORD_HEADER) {
            return false;
        }
        int version = u16(datagram, 1);
        return datagram[0] >= 20 && datagram[0] <= 24 && (version == 0xFEFF || version == 0xFEFD);
    }

    private void look(byte[] bytes, int start, int end) {
        for (int at = start; at + MESSAGE_HEADER <= end;) {
            int total = u24(bytes, at + 1);
            int offset = u24(bytes, at + 6);
            int length = u24(bytes, at + 9);
            int body = at + MESSAGE_HEADER;
            if (body + length > end || offset + length > total || total > MAX_CHAIN) {
                return;
            }
            if (bytes[at] == CERTIFICATE && certificate == null) {
                if (chain == null || chain.length != total) {
                    chain = new byte[total];
                    known.clear();
                }
                System.arraycopy(bytes, body, chain, offset, length);
                known.set(offset, offset + length);
                if (known.cardinality() == total) {
                    parse();
                }
            }
            at = body + length;
        }
    }

    private void parse() {
        int length = chain.length < 6 ? 0 : u24(chain, 3);
        if (length == 0 || 6 + length > chain.length) {
            return;
        }
        try {
            certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                    new ByteArrayInputStream(ByteBuffer.wrap(chain, 6, length).slice().array(), 6, length));
        } catch (CertificateException e) {
            // Then there is nothing to say of it.
        }
    }

    /** Whether a DTLS record came back, whatever is in it. */
    boolean answered() {
        return answered;
    }

    /** The server's own; null if it has shown none. */
    X509Certificate certificate() {
        return certificate;
    }

    /** What it is made out to. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS)) {
                    names.add(each.get(1).toString());
                }
            }
        } catch (CertificateParsingException e) {
            // Its common name, then.
        }
        return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static int u24(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 16 | u16(bytes, at + 1);
    }
}
