package io.github.enet4j.benchmarks.micro;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.PeerState;
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

/** What a call into the native library costs: the smallest there is, a service call that finds nothing, a copy. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallBenchmark {
    /** Bytes of a packet. */
    @Param({"64", "1200"})
    public int size;

    private ENetConnection connection;
    private ENetPacketPeer unanswered;
    private ByteBuffer buffer;
    private byte[] array;

    /** A connection to a port where nobody is. */
    @Setup
    public void open() {
        connection = new ENetConnection();
        connection.createHost(1, 1, 0, 0);
        unanswered = connection.connectToHost("127.0.0.1", 9);
        buffer = ByteBuffer.allocateDirect(size);
        array = new byte[size];
    }

    /** Gives the native host back. */
    @TearDown
    public void close() {
        connection.close();
    }

    /**
     * The lock, and a JNI call that reads one field.
     *
     * @return CONNECTING
     */
    @Benchmark
    public PeerState readOneField() {
        return unanswered.getState();
    }

    /**
     * A whole service call: two walks over the peers, one system call.
     *
     * @return NONE
     */
    @Benchmark
    public Object serviceNothing() {
        return connection.service().type();
    }

    /**
     * A packet from a direct buffer into native memory, refused there and freed: the peer is not connected.
     *
     * @return FAILED
     */
    @Benchmark
    public Object copyBuffer() {
        buffer.clear();
        return unanswered.send(0, buffer, 0);
    }

    /**
     * The same from an array.
     *
     * @return FAILED
     */
    @Benchmark
    public Object copyArray() {
        return unanswered.send(0, array, 0);
    }
}
