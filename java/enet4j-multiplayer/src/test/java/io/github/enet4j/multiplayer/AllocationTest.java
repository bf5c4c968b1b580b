package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.Players.Player;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are written, and packets that a server sends on, make no garbage there. */
class AllocationTest {
    private static final int WARM_UP = 10_000;
    private static final int PACKETS = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Players players = new Players();
    private final Player server = players.server();
    private final Player[] clients = new Player[4];
    private long allocated;

    @AfterEach
    void close() {
        players.close();
    }

    private void join() {
        for (int i = 0; i < clients.length; i++) {
            clients[i] = players.clientOf(server);
        }
        players.until("all", () -> server.knows(clients) && clients[0].knows(clients[1]));
    }

    private void measure(Runnable step) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        step.run();
        allocated += threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private void assertNone(String what, int packets) {
        double each = 1.0 * allocated / packets;
        System.out.println(what + ": " + each + " bytes of heap per packet");
        assertTrue(each < 4, what + ": " + each);
    }

    @Test
    void writtenCalls() {
        join();
        RemoteNode main = server.multiplayer.node("Main")
                .rpcConfig("state", RpcMode.ANY_PEER, TransferMode.UNRELIABLE, 0, false);
        int[] values = new int[150];
        RpcArguments arguments = writer -> {
            for (int value : values) {
                writer.putInt(value);
            }
        };
        Runnable call = () -> {
            if (main.writeRpc(0, "state", values.length, arguments) != ENetError.OK) {
                throw new AssertionError();
            }
        };
        for (int i = 0; i < WARM_UP + PACKETS; i++) {
            allocated = i == WARM_UP ? 0 : allocated;
            measure(call);
            for (Player client : clients) {
                client.multiplayer.poll();
                client.told.rejected.clear();
            }
            server.multiplayer.poll();
        }
        assertNone("a call of 150 numbers", PACKETS * clients.length);
    }

    @Test
    void relayedPackets() {
        join();
        server.multiplayer.setRelayLimit(0);
        byte[] bytes = new byte[100];
        Runnable poll = server.multiplayer::poll;
        for (int i = 0; i < WARM_UP + PACKETS; i++) {
            allocated = i == WARM_UP ? 0 : allocated;
            for (int j = 1; j < clients.length; j++) {
                clients[0].multiplayer.sendBytes(bytes, clients[j].id(), TransferMode.UNRELIABLE, 0);
            }
            measure(poll);
            for (Player client : clients) {
                client.multiplayer.poll();
                client.told.lines.clear();
            }
        }
        assertTrue(server.multiplayer.getCounters().relayed() > PACKETS);
        assertEquals(0, server.told.rejected.size());
        assertNone("a packet sent on", PACKETS * (clients.length - 1));
    }
}
