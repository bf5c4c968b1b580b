package io.github.enet4j.cli.decode;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two addresses that talk DTLS: follows their handshakes as far as they can be read, and opens what follows. */
final class DtlsConversation {
    private static final int HEADER = 13;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int LEAST_TYPE = 20;
    private static final int MOST_TYPE = 25;
    private static final int MESSAGE_HEADER = 12;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM = 32;

    private final KeyLog log;
    private InetSocketAddress client;
    private byte[] clientRandom;
    private byte[] serverRandom;
    private int suiteNumber;
    private String suite;
    private String problem;
    private long unopened;

    /** The session's keys, and those of the one before it, whose last records may still be on their way. */
    private DtlsKeys keys;

    private DtlsKeys before;

    DtlsConversation(KeyLog log) {
        this.log = log;
    }

    /** Whether a datagram consists of records of DTLS 1.0 to 1.2, or begins with one that is cut off. */
    static boolean isDtls(byte[] data) {
        return data.length >= HEADER && data[0] >= LEAST_TYPE && data[0] <= MOST_TYPE && data[1] == (byte) 0xFE
                && (data[2] == (byte) 0xFD || data[2] == (byte) 0xFF);
    }

    /** What the program's records of a datagram hold. */
    List<byte[]> open(Udp udp) {
        List<byte[]> opened = new ArrayList<>();
        ByteBuffer data = ByteBuffer.wrap(udp.data());
        while (data.remaining() >= HEADER) {
            byte[] header = new byte[HEADER];
            data.get(header);
            int length = (header[11] & 0xFF) << 8 | header[12] & 0xFF;
            int epoch = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
            if (length > data.remaining()) {
                unopened++;
                break;
            }
            byte[] body = new byte[length];
            data.get(body);
            if (header[0] == HANDSHAKE && epoch == 0) {
                followHandshake(udp, body);
            } else if (header[0] == APPLICATION_DATA && epoch > 0) {
                byte[] plain = open(udp.from().equals(client), header, body);
                if (plain == null) {
                    unopened++;
                } else {
                    opened.add(plain);
                }
            }
        }
        return opened;
    }

    private byte[] open(boolean fromClient, byte[] header, byte[] body) {
        if (keys == null) {
            derive();
        }
        byte[] plain = keys == null ? null : keys.open(fromClient, header, body);
        return plain != null || before == null ? plain : before.open(fromClient, header, body);
    }

    /** Looks into what is not encrypted of a handshake: the random numbers of both sides, and the suite. */
    private void followHandshake(Udp udp, byte[] body) {
        int at = 0;
        while (at + MESSAGE_HEADER <= body.length) {
            int type = body[at];
            int length = int24(body, at + 9);
            int start = at + MESSAGE_HEADER;
            boolean whole = int24(body, at + 1) == length && int24(body, at + 6) == 0;
            if (start + length > body.length) {
                return;
            }
            if (whole && length > 2 + RANDOM) {
                byte[] random = Arrays.copyOfRange(body, start + 2, start + 2 + RANDOM);
                if (type == CLIENT_HELLO) {
                    client = udp.from();
                    clientRandom = random;
                } else if (type == SERVER_HELLO && !Arrays.equals(random, serverRandom)) {
                    serverHello(body, start, length, random);
                }
            }
            at = start + length;
        }
    }

    private void serverHello(byte[] body, int start, int length, byte[] random) {
        int idLength = body[start + 2 + RANDOM] & 0xFF;
        int at = start + 3 + RANDOM + idLength;
        if (at + 2 > start + length) {
            return;
        }
        int number = (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
        serverRandom = random;
        suiteNumber = number;
        suite = DtlsKeys.suite(number);
        if (suite == null) {
            problem = String.format("DTLS suite 0x%04X is not one that can be opened", number);
        }
        before = keys;
        keys = null;
    }

    private void derive() {
        if (log == null || suite == null || clientRandom == null) {
            return;
        }
        byte[] master = log.secret(clientRandom);
        if (master == null) {
            problem = "the key log does not have the keys of all DTLS sessions";
            return;
        }
        try {
            keys = DtlsKeys.derive(suiteNumber, master, clientRandom, serverRandom);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has these
        }
    }

    private static int int24(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF;
    }

    /** The session's suite. */
    String suite() {
        return suite;
    }

    /** How many records of the program stayed closed. */
    long unopened() {
        return unopened;
    }

    /** Why, if there is more to say; else null. */
    String problem() {
        return problem;
    }
}
