package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * DTLS 1.2 as the JDK has it, on a datagram channel: what a Java program gets without any library. Only records, so
 * nothing is reliable; loopback loses nothing of what is measured here.
 */
final class SslEngineEndpoint implements Endpoint {
    private static final int DATAGRAM = 1392;

    /** The other side of one association. */
    private static final class Peer {
        final SocketAddress address;
        final SSLEngine engine;
        int number = -1;

        Peer(SocketAddress address, SSLEngine engine) {
            this.address = address;
            this.engine = engine;
        }
    }

    private final boolean isServer;
    private final SSLContext context;
    private DatagramChannel channel;
    private Selector selector;
    private final Map<SocketAddress, Peer> byAddress = new HashMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer empty = ByteBuffer.allocate(0);
    private ByteBuffer payload;

    private SslEngineEndpoint(boolean isServer, int port) {
        this.isServer = isServer;
        try {
            context = isServer ? serverContext() : clientContext();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        open(port);
    }

    private void open(int port) {
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 256 * 1024);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 256 * 1024);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SslEngineEndpoint server() {
        return new SslEngineEndpoint(true, 0);
    }

    static SslEngineEndpoint client() {
        return new SslEngineEndpoint(false, 0);
    }

    private static SSLContext serverContext() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestCertificate.shared().store(), TestCertificate.PASSWORD);
        SSLContext context = SSLContext.getInstance("DTLSv1.2");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext clientContext() throws GeneralSecurityException {
        X509TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("DTLSv1.2");
        context.init(null, new TrustManager[] {anybody}, null);
        return context;
    }

    private Peer newPeer(SocketAddress address) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(!isServer);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setMaximumPacketSize(DATAGRAM);
        engine.setSSLParameters(parameters);
        Peer peer = new Peer(address, engine);
        byAddress.put(address, peer);
        return peer;
    }

    @Override
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void connect(int port) {
        if (!peers.isEmpty()) {
            /* The JDK can't tell a new association from one that has not ended yet, but by the port. */
            close();
            open(0);
        }
        try {
            Peer peer = newPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            peer.engine.beginHandshake();
            proceed(peer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void service(int millis, Handler handler) {
        try {
            if (!receive(handler) && millis > 0) {
                selector.select(key -> {
                }, millis);
                receive(handler);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is there. Whether anything was. */
    private boolean receive(Handler handler) throws IOException {
        boolean some = false;
        while (true) {
            in.clear();
            SocketAddress from = channel.receive(in);
            if (from == null) {
                return some;
            }
            some = true;
            in.flip();
            Peer peer = byAddress.get(from);
            if (peer == null) {
                if (!isServer) {
                    continue;
                }
                peer = newPeer(from);
                peer.engine.beginHandshake();
            }
            take(peer, handler);
        }
    }

    private void take(Peer peer, Handler handler) throws IOException {
        while (in.hasRemaining()) {
            plain.clear();
            SSLEngineResult result;
            try {
                result = peer.engine.unwrap(in, plain);
            } catch (SSLException e) {
                byAddress.remove(peer.address); /* something late of an earlier association */
                return;
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                byAddress.remove(peer.address);
                return;
            }
            if (result.bytesProduced() > 0) {
                handler.received(peer.number, result.bytesProduced());
            }
            if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                proceed(peer, handler);
            }
            if (result.bytesConsumed() == 0) {
                return;
            }
        }
    }

    /** As far as the handshake goes without hearing from the other side. */
    private void proceed(Peer peer, Handler handler) throws IOException {
        HandshakeStatus status = peer.engine.getHandshakeStatus();
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    peer.engine.getDelegatedTask().run();
                    status = peer.engine.getHandshakeStatus();
                }
                case NEED_WRAP -> status = wrap(peer, empty);
                case NEED_UNWRAP_AGAIN -> {
                    plain.clear();
                    status = peer.engine.unwrap(empty, plain).getHandshakeStatus();
                }
                default -> {
                    if (peer.number < 0 && handler != null && status != HandshakeStatus.NEED_UNWRAP) {
                        peer.number = peers.size();
                        peers.add(peer);
                        handler.connected(peer.number);
                    }
                    return;
                }
            }
        }
    }

    private HandshakeStatus wrap(Peer peer, ByteBuffer content) throws IOException {
        out.clear();
        SSLEngineResult result = peer.engine.wrap(content, out);
        out.flip();
        if (out.hasRemaining()) {
            channel.send(out, peer.address);
        }
        return result.getHandshakeStatus();
    }

    @Override
    public void flush() {
        /* It sends at once. */
    }

    @Override
    public void payload(int size) {
        payload = ByteBuffer.allocateDirect(size);
    }

    @Override
    public void send(int peer, boolean reliable) {
        if (reliable) {
            throw new UnsupportedOperationException("records are not reliable");
        }
        try {
            payload.clear();
            wrap(peers.get(peer), payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void broadcast(boolean reliable) {
        for (int i = 0; i < peers.size(); i++) {
            send(i, reliable);
        }
    }

    @Override
    public void disconnect(int number) {
        Peer peer = peers.get(number);
        try {
            peer.engine.closeOutbound();
            wrap(peer, empty);
            byAddress.remove(peer.address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
