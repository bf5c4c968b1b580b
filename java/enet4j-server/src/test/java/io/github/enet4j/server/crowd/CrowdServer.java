package io.github.enet4j.server.crowd;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.HostStatistic;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server that sends back what comes, in a process of its own: {@code CrowdServer THREADS PEERS}. It prints its port,
 * and for each line that it is sent a line for each loop ({@link LoopStats}).
 */
final class CrowdServer implements ENetListener {
    /** What clients give to connect: this, or the number of the loop that they want, from 1. */
    static final int ANY_LOOP = 0;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LAG_EVERY_MILLIS = 20;
    private static final int RARE_PING_MILLIS = 5000;

    private final ENetLoop loop;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
    private final List<Long> lags = new ArrayList<>();
    private long packetsIn;
    private long joined;
    private long left;
    private long lost;

    private CrowdServer(ENetLoop loop) {
        this.loop = loop;
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        if (data != ANY_LOOP && data != loop.index() + 1) {
            peer.peerDisconnect(0); // the system chooses the loop, so the client has to try from another socket
            return;
        }
        joined++;
        peer.pingInterval(RARE_PING_MILLIS); // who plays needs none
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        event.getPacket(buffer.clear());
        peer.send(event.channel(), buffer.flip(), ENetPacketPeer.FLAG_RELIABLE);
        packetsIn++;
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        if (reason == DisconnectReason.REMOTE) {
            left++;
        } else if (reason != DisconnectReason.LOCAL) {
            lost++;
        }
    }

    /** On the loop's thread, as all of this is the loop's own. */
    private LoopStats stats() {
        lags.sort(null);
        ENetConnection connection = loop.connections().get(0);
        LoopStats stats = new LoopStats(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadUserTime(), waits(),
                packetsIn, connection.getTotal(HostStatistic.TOTAL_RECEIVED_PACKETS),
                connection.getPeers().size(), joined, left, lost, lag(0.99), lag(1));
        lags.clear();
        return stats;
    }

    private long lag(double share) {
        return lags.isEmpty() ? 0 : lags.get((int) (share * (lags.size() - 1))) / 1000;
    }

    private static long waits() {
        try {
            String line = Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(each -> each.startsWith("voluntary_ctxt_switches:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sampleLag() {
        long begun = System.nanoTime();
        loop.execute(() -> lags.add(System.nanoTime() - begun));
    }

    public static void main(String[] arguments) throws Exception {
        List<CrowdServer> all = new ArrayList<>();
        ENetServer server = ENetServer.builder(loop -> {
            all.add(new CrowdServer(loop));
            return all.get(loop.index());
        }).bind("127.0.0.1", 0).threads(Integer.parseInt(arguments[0])).maxPeers(Integer.parseInt(arguments[1]))
                .start();
        System.out.println(server.getLocalPort());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        Executors.newSingleThreadScheduledExecutor().scheduleWithFixedDelay(
                () -> all.forEach(CrowdServer::sampleLag), 0, LAG_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        while (lines.readLine() != null) {
            for (CrowdServer one : all) {
                System.out.println(CompletableFuture.supplyAsync(one::stats, one.loop).join().toLine());
            }
        }
        System.exit(0); // whoever has started it has gone
    }
}
