package io.github.enet4j.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Netty's QUIC on epoll with segmented sending, its event loop run by the measuring thread. Reliable packets are frames
 * on one stream per direction, the others are QUIC datagrams. Encrypted always: QUIC has no other way.
 */
final class QuicEndpoint implements Endpoint {
    private static final int LARGEST = 1 << 20;
    private static final int WINDOW = 16 << 20;
    private static final int DATAGRAM_QUEUE = 4096;
    private static final int UDP_PAYLOAD = 1392; /* ENet's default */
    private static final int SEGMENTS = 64;

    /** Small packets that are sent between two flushes are written to the stream as one: each write costs a call. */
    private static final int TOGETHER = 16 << 10;

    /** One connection: the channel, and the stream that this side sends on. */
    private static final class Peer {
        final QuicChannel channel;
        QuicStreamChannel stream;
        /** What is to be sent on it at the next flush. */
        ByteBuf frames;
        boolean channelDirty;

        Peer(QuicChannel channel) {
            this.channel = channel;
        }
    }

    private final boolean isServer;
    private final int port;
    private final List<Peer> peers = new ArrayList<>();
    private final Map<Channel, Integer> numbers = new HashMap<>();
    private ManualIoEventLoop loop;
    private Channel datagrams;
    private int connectTo;
    private Handler handler;
    private byte[] payload;

    private QuicEndpoint(boolean isServer, int port) {
        this.isServer = isServer;
        this.port = port;
    }

    static QuicEndpoint server() {
        TestCertificate.shared(); /* takes a second the first time, which is nobody's handshake */
        return new QuicEndpoint(true, freePort());
    }

    static QuicEndpoint client() {
        return new QuicEndpoint(false, 0);
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <B extends QuicCodecBuilder<B>> B tune(B builder) {
        return builder.maxIdleTimeout(30, TimeUnit.SECONDS)
                .initialMaxData(WINDOW)
                .initialMaxStreamDataUnidirectional(WINDOW)
                .initialMaxStreamsUnidirectional(8)
                .maxSendUdpPayloadSize(UDP_PAYLOAD)
                .maxRecvUdpPayloadSize(UDP_PAYLOAD)
                .datagram(DATAGRAM_QUEUE, DATAGRAM_QUEUE);
    }

    /** On the thread that services. */
    private void open() {
        loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        ChannelHandler codec;
        if (isServer) {
            QuicSslContext context = QuicSslContextBuilder.forServer(
                            TestCertificate.shared().key(), null, TestCertificate.shared().certificate())
                    .applicationProtocols("benchmark")
                    .build();
            codec = tune(new QuicServerCodecBuilder())
                    .sslContext(context)
                    .option(
                            QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                            EpollQuicUtils.newSegmentedAllocator(SEGMENTS))
                    .handler(connectionHandler())
                    .streamHandler(streamHandler())
                    .build();
        } else {
            QuicSslContext context = QuicSslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .applicationProtocols("benchmark")
                    .build();
            codec = tune(new QuicClientCodecBuilder()).sslContext(context).build();
        }
        datagrams = new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .handler(codec)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .channel();
        loop.runNow();
    }

    private ChannelHandler connectionHandler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                Peer peer = new Peer((QuicChannel) context.channel());
                peer.channel.createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                        .addListener(future -> {
                            peer.stream = (QuicStreamChannel) future.getNow();
                            numbers.put(peer.channel, peers.size());
                            peers.add(peer);
                            handler.connected(peers.size() - 1);
                        });
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof ByteBuf datagram) {
                    received(context.channel(), datagram);
                } else {
                    context.fireChannelRead(message); /* a new stream */
                }
            }

            @Override
            public boolean isSharable() {
                return true;
            }
        };
    }

    private ChannelHandler streamHandler() {
        return new ChannelInitializer<QuicStreamChannel>() {
            @Override
            protected void initChannel(QuicStreamChannel channel) {
                channel.pipeline()
                        .addLast(new LengthFieldBasedFrameDecoder(LARGEST, 0, 4, 0, 4))
                        .addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                received(context.channel().parent(), (ByteBuf) message);
                            }
                        });
            }
        };
    }

    private void received(Channel connection, ByteBuf message) {
        int size = message.readableBytes();
        message.release();
        handler.received(numbers.get(connection), size);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void connect(int to) {
        connectTo = to;
    }

    @Override
    public void service(int millis, Handler to) {
        handler = to;
        if (loop == null) {
            open();
        }
        if (connectTo != 0) {
            QuicChannel.newBootstrap(datagrams)
                    .handler(connectionHandler())
                    .streamHandler(streamHandler())
                    .option(
                            QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                            EpollQuicUtils.newSegmentedAllocator(SEGMENTS))
                    .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), connectTo))
                    .connect()
                    .addListener(future -> {
                        if (!future.isSuccess()) {
                            throw new IllegalStateException(future.cause());
                        }
                    });
            connectTo = 0;
        }
        flush();
        if (millis == 0) {
            loop.runNow();
        } else {
            loop.run(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Override
    public void flush() {
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            if (peer.frames != null) {
                peer.stream.writeAndFlush(peer.frames, peer.stream.voidPromise());
                peer.frames = null;
            }
            if (peer.channelDirty) {
                peer.channelDirty = false;
                peer.channel.flush();
            }
        }
    }

    @Override
    public void payload(int size) {
        payload = new byte[size];
    }

    @Override
    public void send(int number, boolean reliable) {
        Peer peer = peers.get(number);
        if (reliable) {
            int length = 4 + payload.length;
            if (peer.frames != null && peer.frames.writableBytes() < length) {
                peer.stream.write(peer.frames, peer.stream.voidPromise());
                peer.frames = null;
            }
            if (peer.frames == null) {
                peer.frames = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(length, TOGETHER));
            }
            peer.frames.writeInt(payload.length).writeBytes(payload);
        } else {
            ByteBuf datagram = PooledByteBufAllocator.DEFAULT.directBuffer(payload.length);
            datagram.writeBytes(payload);
            peer.channel.write(datagram, peer.channel.voidPromise());
            peer.channelDirty = true;
        }
    }

    @Override
    public void broadcast(boolean reliable) {
        for (int i = 0; i < peers.size(); i++) {
            send(i, reliable);
        }
    }

    @Override
    public void disconnect(int peer) {
        peers.get(peer).channel.close();
        loop.runNow();
    }

    @Override
    public void close() {
        if (loop == null) {
            return;
        }
        for (Peer peer : peers) {
            if (peer.frames != null) {
                peer.frames.release();
            }
            peer.channel.close();
        }
        loop.runNow();
        datagrams.close();
        loop.runNow();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (!loop.isTerminated()) {
            loop.run(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
