package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two loops that receive and answer never wait for one another, as the Flight Recorder sees it. */
@EnabledOnOs(OS.LINUX)
class NoSharedLockTest {
    private static final int WARM_UP = 5_000;
    private static final int PACKETS = 30_000;

    /** Sends back whatever comes, on both sides. */
    private static ENetListener echo(LongAdder packets) {
        return new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                packets.increment();
                peer.send(event.channel(), event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
            }
        };
    }

    @Test
    void loopsDoNotWaitForEachOther(@TempDir Path folder) throws Exception {
        LongAdder packets = new LongAdder();
        try (ENetServer server = ENetServer.builder(loop -> echo(packets)).bind("127.0.0.1", 0).threads(2)
                .maxPeers(200).start();
                ENetClients clients = ENetClients.builder(loop -> echo(new LongAdder())).sockets(16, 8).start();
                Recording recording = new Recording()) {
            for (ENetPacketPeer peer : Bots.connect(clients, server.getLocalPort(), 32)) {
                peer.putPacket(new byte[100]);
                peer.putPacket(new byte[100]);
            }
            Patience.until("all at work", () -> packets.sum() > WARM_UP);
            assertTrue(server.loops().stream().allMatch(loop -> !loop.connections().get(0).getPeers().isEmpty()));
            recording.enable("jdk.JavaMonitorEnter").withoutThreshold();
            recording.enable("jdk.ThreadPark").withoutThreshold();
            recording.start();
            long before = packets.sum();
            Patience.until("packets", () -> packets.sum() - before > PACKETS);
            recording.stop();
            Path file = folder.resolve("locks.jfr");
            recording.dump(file);
            List<RecordedEvent> waits = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getThread() != null && event.getThread().getJavaName() != null
                            && event.getThread().getJavaName().startsWith("enet4j-server-")).toList();
            assertEquals(List.of(), waits);
        }
    }
}
