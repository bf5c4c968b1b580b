package io.github.enet4j.micrometer;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The latest sample of one connection, taken by one thread and read by others. */
final class ConnectionSampler {
    private final ENetConnection connection;

    /** One for each registry. */
    private final List<Sample.PeerSink> sinks = new CopyOnWriteArrayList<>();

    private volatile Sample latest = Sample.NONE;

    ConnectionSampler(ENetConnection connection) {
        this.connection = connection;
    }

    void add(Sample.PeerSink sink) {
        sinks.add(sink);
    }

    Sample latest() {
        return latest;
    }

    /** Whether there is DTLS on the connection already. */
    boolean hasDtls() {
        try {
            return connection.getDtlsCounters() != null;
        } catch (ENetException | IllegalStateException e) { // no host yet, or none any more
            return false;
        }
    }

    String port() {
        return Integer.toString(connection.getLocalPort());
    }

    void sample() {
        try {
            latest = Sample.of(connection, this::record);
        } catch (ENetException | IllegalStateException e) {
            latest = latest.ended();
        }
    }

    private void record(long roundTripMillis, double loss) {
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).peer(roundTripMillis, loss);
        }
    }
}
