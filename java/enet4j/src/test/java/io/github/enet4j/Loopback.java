package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/**
 * Hosts on the loopback interface, serviced in turn until what a test waits for has happened; their events are kept
 * until the test takes them. Nothing here depends on how fast the machine is.
 */
final class Loopback implements AutoCloseable {
    static final String LOCALHOST = "127.0.0.1";

    /** So slow no machine is. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** One event, with what ENetEvent says only until the next. */
    record Seen(ENetConnection at, EventType type, ENetPacketPeer peer, long data, int channel) {
    }

    final ENetConnection server = new ENetConnection();
    final ENetConnection client = new ENetConnection();

    /** The two ends of the connection, once there is one. */
    ENetPacketPeer atClient;

    ENetPacketPeer atServer;

    private final List<ENetConnection> hosts = new ArrayList<>(List.of(server, client));
    private final List<Seen> seen = new ArrayList<>();

    private Loopback() {
    }

    /** A server bound to 127.0.0.1 and a client, not connected. */
    static Loopback hosts() {
        Loopback net = new Loopback();
        net.server.createHostBound(LOCALHOST, 0);
        net.client.createHost();
        return net;
    }

    /** The same connected, with 255 channels. */
    static Loopback connected() {
        return connected(0);
    }

    static Loopback connected(int channels) {
        Loopback net = hosts();
        net.connect(channels);
        return net;
    }

    /**
     * Connects the client to the server and takes the events of that. However slow the machine is at times, the
     * throttle will not drop unreliable packets.
     */
    void connect(int channels) {
        atClient = client.connectToHost(LOCALHOST, port(), channels, 0);
        atServer = await(server, EventType.CONNECT).peer();
        assertEquals(atClient, await(client, EventType.CONNECT).peer());
        atClient.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
        until("the throttle", () -> atServer.getStatistic(PeerStatistic.PACKET_THROTTLE_DECELERATION) == 0);
        /* What was sent twice on the way would undo what a test sets next. */
        settle();
    }

    /** One more client, serviced and closed along with the others. */
    ENetConnection newClient() {
        ENetConnection host = new ENetConnection();
        host.createHost();
        return add(host);
    }

    ENetConnection add(ENetConnection host) {
        hosts.add(host);
        return host;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Services every host until it has nothing more. Whether there were events. */
    boolean pump() {
        int before = seen.size();
        for (ENetConnection host : hosts) {
            while (pumpOne(host, 0)) {
                continue;
            }
        }
        return seen.size() > before;
    }

    /** One service call of one host. Whether there was an event. */
    boolean pumpOne(ENetConnection host, int timeout) {
        ENetEvent event = host.service(timeout);
        if (event.type() == EventType.NONE) {
            return false;
        }
        seen.add(new Seen(host, event.type(), event.peer(), event.data(), event.channel()));
        return true;
    }

    /** Services all until the condition holds. */
    void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (!pump() && !condition.getAsBoolean()) {
                pumpOne(hosts.get(0), 1);
            }
            if (System.nanoTime() - end > 0) {
                Assertions.fail("waited in vain for " + what + "; seen and not taken: " + seen);
            }
        }
    }

    /** Services all until there is an event of that type at the host, and takes it. */
    Seen await(ENetConnection at, EventType type) {
        until(type + " at the " + (at == server ? "server" : "client"), () -> find(at, type) != null);
        Seen found = find(at, type);
        seen.remove(found);
        return found;
    }

    private Seen find(ENetConnection at, EventType type) {
        for (Seen one : seen) {
            if (one.at == at && one.type == type) {
                return one;
            }
        }
        return null;
    }

    /** Services all until a packet is at the peer; takes its event and returns it. */
    byte[] receive(ENetPacketPeer peer) {
        until("a packet at " + peer, () -> peer.getAvailablePacketCount() > 0);
        for (Iterator<Seen> i = seen.iterator(); i.hasNext();) {
            Seen one = i.next();
            if (one.type == EventType.RECEIVE && one.peer == peer) {
                i.remove();
                break;
            }
        }
        return peer.getPacket();
    }

    /** Some rounds, in which everything that is under way on the loopback interface arrives. */
    void settle() {
        for (int quiet = 0; quiet < 4;) {
            boolean some = pump();
            some |= pumpOne(server, 1);
            quiet = some ? 0 : quiet + 1;
        }
    }

    /** So that no ping of ENet's own gets in between. */
    void noPings() {
        atClient.pingInterval(-1);
        atServer.pingInterval(-1);
    }

    /** The events seen and not taken. */
    List<Seen> seen() {
        return seen;
    }

    void assertNothingSeen() {
        assertEquals(List.of(), seen);
    }

    @Override
    public void close() {
        hosts.forEach(ENetConnection::close);
    }

    /** A packet whose bytes tell where they belong. */
    static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) * 7 + size);
        }
        return bytes;
    }

    /** Asserts that a call throws an ENetException with that code. */
    static void assertError(ENetError error, org.junit.jupiter.api.function.Executable call) {
        ENetException e = Assertions.assertThrows(ENetException.class, call);
        assertEquals(error, e.error(), e.getMessage());
        Assertions.assertTrue(e.getMessage().contains(error.name()), e.getMessage());
    }
}
