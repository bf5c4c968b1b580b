package io.github.enet4j.benchmarks.micro;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One datagram over loopback in one thread, sent and received, by compression mode: the difference to NONE is what
 * compressing it once and decompressing it once costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CompressionBenchmark {
    private static final int SIZE = 1200;

    /** How datagrams are compressed. */
    @Param({"NONE", "RANGE_CODER", "FASTLZ", "ZLIB", "ZSTD"})
    public CompressionMode mode;

    private final ByteBuffer packet = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer received = ByteBuffer.allocateDirect(SIZE);
    private ENetConnection server;
    private ENetConnection client;
    private ENetPacketPeer peer;

    /** Two hosts, connected, and a packet like a game's: numbers that differ little from one another. */
    @Setup
    public void open() {
        server = new ENetConnection();
        server.createHostBound("127.0.0.1", 0, 1, 1, 0, 0);
        client = new ENetConnection();
        client.createHost(1, 1, 0, 0);
        server.compress(mode);
        client.compress(mode);
        peer = client.connectToHost("127.0.0.1", server.getLocalPort());
        boolean connected = false;
        while (!connected) {
            server.service();
            connected = client.service(1).type() == EventType.CONNECT;
        }
        for (int i = 0; packet.remaining() >= 12; i++) {
            packet.putInt(i).putFloat(100 + i * 0.25f).putInt(i % 7);
        }
    }

    /** Gives the native hosts back. */
    @TearDown
    public void close() {
        client.close();
        server.close();
    }

    /**
     * There; the acknowledgement comes back with a later one.
     *
     * @return the size of what has come
     */
    @Benchmark
    public int there() {
        packet.clear();
        peer.send(0, packet, ENetPacketPeer.FLAG_RELIABLE);
        while (true) {
            client.service();
            ENetEvent event = server.service();
            if (event.type() == EventType.RECEIVE) {
                received.clear();
                return event.peer().getPacket(received);
            }
        }
    }
}
