package io.github.enet4j.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's own DTLS, as client or server of one session, in front of a plain ENet host: what comes out of the session
 * goes to that host in a datagram, and what comes from there into the session.
 */
final class JdkDtls implements AutoCloseable {
    private static final int SIZE = 20_000;

    private final DatagramSocket outside;
    private final DatagramSocket inside;
    private final SSLEngine engine;
    private InetSocketAddress partner;
    private InetSocketAddress host;
    private boolean closed;

    /** In front of a server at the port. Listens at {@link #port}. */
    static JdkDtls server(PrivateKey key, X509Certificate certificate, int hostPort) throws Exception {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("DTLSv1.2");
        context.init(keys.getKeyManagers(), null, null);
        JdkDtls it = new JdkDtls(context.createSSLEngine());
        it.host = new InetSocketAddress(InetAddress.getLoopbackAddress(), hostPort);
        it.engine.setUseClientMode(false);
        return it;
    }

    /** In front of a client, which has to connect to {@link #port}; connects to the port. */
    static JdkDtls client(X509Certificate trusted, int serverPort) throws Exception {
        KeyStore store = emptyStore();
        store.setCertificateEntry("server", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("DTLSv1.2");
        context.init(null, trust.getTrustManagers(), null);
        JdkDtls it = new JdkDtls(context.createSSLEngine("localhost", serverPort));
        it.partner = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        it.engine.setUseClientMode(true);
        return it;
    }

    private JdkDtls(SSLEngine engine) throws IOException {
        this.engine = engine;
        outside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        outside.setSoTimeout(1);
        inside.setSoTimeout(1);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Where the side without (a server) or with (a client) a plain ENet host listens. */
    int port() {
        return engine.getUseClientMode() ? inside.getLocalPort() : outside.getLocalPort();
    }

    String suite() {
        return engine.getSession().getCipherSuite();
    }

    /** Whether the other side has said goodbye. */
    boolean isClosed() {
        return closed;
    }

    /** Moves what there is. Always true, for use in conditions. */
    boolean pump() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[SIZE], SIZE);
            shakeHands();
            if (partner == null || take(outside, packet)) {
                if (partner == null && !take(outside, packet)) {
                    return true;
                }
                partner = (InetSocketAddress) packet.getSocketAddress();
                unwrap(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && take(inside, packet)) {
                host = (InetSocketAddress) packet.getSocketAddress();
                wrap(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void shakeHands() throws IOException {
        if (engine.getUseClientMode() && engine.getSession().getCipherSuite().contains("NULL")
                && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            engine.beginHandshake();
        }
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_UNWRAP_AGAIN -> unwrap(ByteBuffer.allocate(0));
                default -> {
                    return;
                }
            }
        }
    }

    private void unwrap(ByteBuffer in) throws IOException {
        do {
            ByteBuffer out = ByteBuffer.allocate(SIZE);
            SSLEngineResult result = engine.unwrap(in, out);
            closed |= result.getStatus() == SSLEngineResult.Status.CLOSED;
            if (out.position() > 0) {
                inside.send(new DatagramPacket(out.array(), out.position(), host));
            }
            if (closed) {
                return;
            }
            shakeHands();
        } while (in.hasRemaining());
    }

    private void wrap(ByteBuffer in) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(SIZE);
        engine.wrap(in, out);
        if (out.position() > 0) {
            outside.send(new DatagramPacket(Arrays.copyOf(out.array(), out.position()), out.position(), partner));
        }
    }

    private static boolean take(DatagramSocket socket, DatagramPacket packet) throws IOException {
        try {
            packet.setLength(SIZE);
            socket.receive(packet);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        outside.close();
        inside.close();
    }
}
