package io.github.enet4j;

import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** Between pings of its own ENet lets that many ms pass, the default is 500. */
    @ParameterizedTest
    @ValueSource(ints = {20, 0, -1})
    void pingInterval(int interval) {
        try (Loopback net = Loopback.connected()) {
            net.noPings();
            net.settle();
            net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
            net.atClient.pingInterval(interval);
            long start = System.nanoTime();
            if (interval == -1) {
                while (System.nanoTime() - start < 700_000_000L) {
                    net.pump();
                    net.pumpOne(net.server, 1);
                }
                assertEquals(0, net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS));
                return;
            }
            int pings = interval == 0 ? 1 : 5;
            int[] sent = new int[1];
            net.until("pings", () -> {
                sent[0] += (int) net.client.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
                return sent[0] >= pings;
            });
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            // ENet counts whole milliseconds, so an interval may be almost one shorter.
            assertTrue(took >= (interval == 0 ? 400 : 4 * (interval - 1)), "it took " + took + " ms");
        }
    }
}
