package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A loop that receives and answers makes no garbage. */
class LoopAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int PACKETS = 50_000;

    /** Answers, and looks at what its thread has allocated between two packets. */
    private static final class Echo implements ENetListener {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        private int packets;
        private long before;
        volatile double perPacket = -1;

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            event.getPacket(buffer.clear());
            peer.send(event.channel(), buffer.flip(), ENetPacketPeer.FLAG_RELIABLE);
            packets++;
            if (packets == WARM_UP) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            } else if (packets == WARM_UP + PACKETS) {
                long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                perPacket = 1.0 * (after - before) / PACKETS;
            }
        }
    }

    /** Sends each packet that comes back once more. */
    private static final class Again implements ENetListener {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);

        @Override
        public void received(ENetPacketPeer peer, ENetEvent event) {
            event.getPacket(buffer.clear());
            peer.send(event.channel(), buffer.flip(), ENetPacketPeer.FLAG_RELIABLE);
        }
    }

    @Test
    void nonePerPacket() {
        Echo echo = new Echo();
        try (ENetServer server = ENetServer.builder(loop -> echo).bind("127.0.0.1", 0).start();
                ENetClients clients = ENetClients.builder(loop -> new Again()).sockets(1, 32).start()) {
            for (ENetPacketPeer peer : Bots.connect(clients, server.getLocalPort(), 20)) {
                for (int i = 0; i < 5; i++) {
                    peer.send(0, new byte[100], ENetPacketPeer.FLAG_RELIABLE);
                }
            }
            Patience.until("packets", () -> echo.perPacket >= 0);
            System.out.println("bytes per packet allocated: " + echo.perPacket);
            assertTrue(echo.perPacket < 1, echo.perPacket + " bytes per packet");
        }
    }
}
