package io.github.enet4j.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadLoopTest {
    private static final long PERIOD_NANOS = 1_000_000;
    private static final int DUE = 50;

    /** Has something to send each millisecond, but not the processor for longer than the test. */
    private static final class Starved implements LoadClient {
        private final ENetConnection host = new ENetConnection();
        private final long end;
        private long due;
        private int sent;

        Starved(long start, long end) {
            due = start;
            this.end = end;
        }

        @Override
        public ENetConnection open() {
            host.createHost();
            while (System.nanoTime() - end < 2 * DUE * PERIOD_NANOS) {
                Thread.onSpinWait();
            }
            return host;
        }

        @Override
        public void receive() {
        }

        @Override
        public long next() {
            return due;
        }

        @Override
        public void send(long until) {
            assertTrue(until - end <= 0, "sends what is due after the end");
            due += PERIOD_NANOS;
            sent++;
        }

        @Override
        public void expire(long now) {
        }

        @Override
        public void close() {
            host.close();
        }
    }

    /** So that what comes back can be waited for: the end is not over before all has been sent. */
    @Test
    void whatWasDueIsSentHoweverLate() {
        long start = System.nanoTime();
        long end = start + DUE * PERIOD_NANOS - 1;
        Starved client = new Starved(start, end);
        LoadLoop[] loop = new LoadLoop[1];
        loop[0] = new LoadLoop(List.of(new LoadLoop.Start(start, client)), () -> end, () -> loop[0].hasSentAll());
        loop[0].run();
        assertEquals(DUE, client.sent);
    }
}
