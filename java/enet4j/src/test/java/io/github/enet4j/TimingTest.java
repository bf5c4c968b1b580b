package io.github.enet4j;

import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ping, pingInterval, setTimeout. Times are only ever checked to be long enough. */
@ExtendWith(NoLeaks.class)
class TimingTest {
    private static final int PING = 8;
    private static final int SENT_TIME = 0x80;
    private static final int COMMAND_MASK = 0x0f;
    private static final int PING_COMMAND = 5;

    @ParameterizedTest
    @CsvSource({
        "2, 1, 3", "1, 3, 2", "5, 4, 3", "1, 0, 0", "0, 1, 0", "0, 0, -1", "-1, -2, 0", "2147483647, 0, 2147483647"
    })
    void timeoutsMustRise(int timeout, int least, int most) {
        try (Loopback net = Loopback.connected()) {
            assertError(ENetError.INVALID_PARAMETER, () -> net.atClient.setTimeout(timeout, least, most));
        }
    }

    /** Numbers that are taken. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 1", "-3, -2, -1", "-1, 0, 0", "0, 0, 5", "2147483647, 2147483647, 2147483647"})
    void timeoutsMayBeEqual(int timeout, int least, int most) {
        try (Loopback net = Loopback.connected()) {
            net.atClient.setTimeout(timeout, least, most);
        }
    }

    /** Factor, minimum and maximum, and at least how many ms it takes. */
    @ParameterizedTest
    @CsvSource({"1, 300, 100000, 300", "100, 1000, 1000, 1000", "4, 4, 100000, 4", "0, 600, 600, 600"})
    void silentPeerIsGivenUp(int timeout, int least, int most, int expected) {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.noPings();
            int[] attempts = new int[1];
            net.server.intercept(datagram -> {
                attempts[0]++;
                return true;
            });
            net.atClient.setTimeout(timeout, least, most);
            long start = System.nanoTime();
            net.atClient.ping();
            assertEquals(0, net.await(net.client, EventType.DISCONNECT).data());
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(took >= expected - 2, "it took " + took + " ms");
            if (timeout == 4) {
                assertTrue(attempts[0] >= 3, "2^(attempts - 1) reaches 4 at the third: " + attempts[0]);
            }
        }
    }

    /** With the defaults (a minimum of 5 s) nobody is given up so soon; 0 stands for them. */
    @Test
    void zeroMeansTheDefault() {
        try (Loopback net = Loopback.connected()) {
            net.settle();
            net.server.intercept(datagram -> true);
            net.atClient.setTimeout(1, 1, 1);
            net.atClient.setTimeout(0, 0, 0);
            long start = System.nanoTime();
            net.atClient.ping();
            while (System.nanoTime() - start < 1_500_000_000L) {
                assertEquals(EventType.NONE, net.client.service(100).type());
            }
        }
    }

    @Test
    void pingSendsOne() {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA);
            net.atClient.ping();
            net.client.flush();
            assertEquals(PING, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            net.client.flush();
            assertEquals(0, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA));
            net.settle();
            net.atClient.peerDisconnectLater(0);
            net.client.flush();
            net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA);
            net.atClient.ping();
            net.client.flush();
            assertEquals(0, net.client.popStatistic(HostStatistic.TOTAL_SENT_DATA), "only when connected");
        }
    }

    /**
     * Between pings of its own ENet lets that many ms pass, the default is 500. Each ping has a number: what is sent
     * again, which a machine under load makes ENet do, has an old one.
     */
    @ParameterizedTest
    @ValueSource(ints = {20, 0, -1})
    void pingInterval(int interval) {
        try (Loopback net = Loopback.connected()) {
            Set<Integer> pings = new HashSet<>();
            net.noPings();
            net.settle();
            long start = System.nanoTime();
            net.server.intercept(datagram -> {
                ByteBuffer data = datagram.data();
                int command = (data.get(0) & SENT_TIME) != 0 ? 4 : 2;
                if ((data.get(command) & COMMAND_MASK) == PING_COMMAND) {
                    pings.add((int) data.getShort(command + 2));
                }
                return false;
            });
            net.atClient.ping(); // whose acknowledgement the interval begins with
            net.until("its ping", () -> pings.size() == 1);
            net.settle();
            net.atClient.pingInterval(interval);
            if (interval == -1) {
                while (System.nanoTime() - start < 700_000_000L) {
                    net.pump();
                    net.pumpOne(net.server, 1);
                }
                assertEquals(1, pings.size());
                return;
            }
            int expected = interval == 0 ? 1 : 5;
            net.until("pings", () -> pings.size() > expected);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            // ENet counts whole milliseconds, so an interval may be almost one shorter.
            int least = interval == 0 ? 499 : expected * (interval - 1);
            assertTrue(took >= least, "it took " + took + " ms, not " + least);
        }
    }
}
