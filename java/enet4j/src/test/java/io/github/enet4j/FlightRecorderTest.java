package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens is in the file of a Flight Recorder that was started while hosts were at work already. */
class FlightRecorderTest {
    private static final Identity IDENTITY = Identity.selfSigned("secp256r1", "localhost");

    @TempDir
    Path folder;

    private interface Scene {
        void play() throws Exception;
    }

    private List<RecordedEvent> record(String name, Scene scene) throws Exception {
        try (Loopback before = Loopback.connected(); Recording recording = new Recording()) {
            before.settle();
            recording.enable(name);
            recording.start();
            scene.play();
            recording.stop();
            return of(name, recording);
        }
    }

    private List<RecordedEvent> of(String name, Recording recording) throws IOException {
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name)).toList();
    }

    @Test
    void connects() throws Exception {
        List<RecordedEvent> events = record("enet4j.Connect", () -> {
            try (Loopback net = Loopback.hosts()) {
                net.client.connectToHost(LOCALHOST, net.port(), 3, -1);
                net.await(net.server, io.github.enet4j.EventType.CONNECT);
                net.await(net.client, io.github.enet4j.EventType.CONNECT);
            }
        });
        assertEquals(2, events.size());
        RecordedEvent atServer = events.stream().filter(event -> event.getLong("data") == 4294967295L)
                .findFirst().orElseThrow();
        assertEquals(LOCALHOST, atServer.getString("remoteAddress"));
        assertEquals(3, atServer.getInt("channels"));
        assertEquals(List.of("Java Application", "ENet"), atServer.getEventType().getCategoryNames());
    }

    /** With an event of ENet's, and without. */
    @Test
    void disconnects() throws Exception {
        List<RecordedEvent> events = record("enet4j.Disconnect", () -> {
            try (Loopback net = Loopback.connected()) {
                net.atClient.peerDisconnect(77);
                net.await(net.server, io.github.enet4j.EventType.DISCONNECT);
                net.await(net.client, io.github.enet4j.EventType.DISCONNECT);
            }
            try (Loopback net = Loopback.connected()) {
                net.atServer.reset();
                net.atClient.peerDisconnectNow(5);
            }
        });
        assertEquals(List.of("LOCAL 0", "LOCAL 5", "REMOTE 77", "RESET 0"), events.stream()
                .map(event -> event.getString("reason") + " " + event.getLong("data")).sorted().toList());
        assertTrue(events.get(0).getDuration("roundTripTime").toMillis() < 30_000);
        assertEquals(0, events.get(0).getFloat("packetLoss"));
    }

    @Test
    void sendsRefused() throws Exception {
        List<RecordedEvent> events = record("enet4j.SendRefused", () -> {
            try (Loopback net = Loopback.connected(2)) {
                net.client.maximumQueuedData(1000);
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[800], 1));
                assertEquals(ENetError.BUSY, net.atClient.send(1, new byte[300], 1));
                assertEquals(ENetError.INVALID_PARAMETER, net.atClient.send(9, new byte[1], 0));
            }
        });
        assertEquals(List.of("BUSY 1 300", "INVALID_PARAMETER 9 1"), events.stream().map(event ->
                event.getString("error") + " " + event.getInt("channel") + " " + event.getInt("size")).toList());
        assertTrue(events.get(0).getStackTrace().getFrames().stream()
                .anyMatch(frame -> frame.getMethod().getName().equals("send")));
    }

    @Test
    void pauses() throws Exception {
        int[] port = new int[1];
        List<RecordedEvent> events = record("enet4j.ServicePause", () -> {
            try (Loopback net = Loopback.connected()) {
                port[0] = net.port();
                net.server.service();
                Thread.sleep(150);
                net.server.service();
                net.server.service();
            }
        }).stream().filter(event -> event.getInt("localPort") == port[0]).toList();
        assertTrue(events.stream().anyMatch(event -> event.getDuration().toMillis() >= 149), events.toString());
        assertTrue(events.stream().allMatch(event -> event.getDuration().toMillis() >= 100), events.toString());
        assertEquals(1, events.get(events.size() - 1).getInt("peers"));
    }

    /** The time in a handler is the program's. */
    @Test
    void handlersArePauses() throws Exception {
        int[] port = new int[1];
        List<RecordedEvent> events = record("enet4j.ServicePause", () -> {
            try (Loopback net = Loopback.connected()) {
                port[0] = net.port();
                net.atClient.send(0, new byte[1], 1);
                net.client.flush();
                net.server.service(100_000, (peer, channel, flags, packet) -> LockSupport.parkNanos(200_000_000L));
            }
        });
        assertTrue(events.stream().anyMatch(event -> event.getInt("localPort") == port[0]), events.toString());
    }

    /** A connection that is quiet, and waited for together with others, has not been left alone. */
    @Test
    void aSelectorsWaitIsNoPause() throws Exception {
        int[] port = new int[1];
        List<RecordedEvent> events = record("enet4j.ServicePause", () -> {
            try (Loopback net = Loopback.connected(); ENetSelector selector = new ENetSelector()) {
                port[0] = net.port();
                net.atServer.pingInterval(60_000);
                net.atClient.pingInterval(60_000);
                net.settle();
                selector.add(net.server);
                for (long end = System.nanoTime() + 2_000_000_000L; System.nanoTime() < end; ) {
                    selector.select(2000).forEach(ENetConnection::service);
                }
                net.server.service();
            }
        });
        assertTrue(events.stream().noneMatch(event -> event.getInt("localPort") == port[0]
                && event.getDuration().toMillis() >= 1000), events.toString());
    }

    /** With as many half-open peers as there are free places. */
    @Test
    void theGate() throws Exception {
        List<RecordedEvent> events = record("enet4j.ConnectGate", () -> {
            try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
                server.createHostBound(LOCALHOST, 0, 1, 0, 0, 0);
                client.createHost();
                while (server.getGateCounters().connects() < 2) {
                    client.connectToHost(LOCALHOST, server.getLocalPort());
                    client.flush(); // and takes no answer, so that it stays half open
                    server.service(1);
                }
                server.connectGate(ConnectGate.OFF);
                server.service();
            }
        });
        assertEquals(List.of(true, false), events.stream().map(event -> event.getBoolean("closed")).toList());
        assertTrue(events.get(0).getLong("connects") >= 2);
    }

    @Test
    void handshakes() throws Exception {
        List<RecordedEvent> events = record("enet4j.DtlsHandshake", () -> {
            try (Loopback net = Loopback.hosts()) {
                net.server.dtlsServerSetup(IDENTITY.server());
                net.client.dtlsClientSetup("localhost", IDENTITY.client());
                net.connect(0);
                ENetConnection wary = net.newClient();
                wary.dtlsClientSetup("other.host", IDENTITY.client());
                wary.connectToHost(LOCALHOST, net.port());
                net.await(wary, io.github.enet4j.EventType.DISCONNECT);
            }
        });
        Stream<RecordedEvent> done = events.stream().filter(event -> event.getString("failure") == null);
        assertEquals(2, done.count(), events.toString());
        RecordedEvent failed = events.stream().filter(event -> "HOSTNAME_MISMATCH".equals(event.getString("failure")))
                .findFirst().orElseThrow();
        assertNotNull(failed.getString("failureText"));
        assertEquals(LOCALHOST, failed.getString("remoteAddress"));
    }

    /** Each has what tools show people: a label, a description, and one for each field. */
    @Test
    void allAreDescribed() throws Exception {
        Recording recording = new Recording();
        recording.start();
        try (recording; Loopback net = Loopback.connected()) {
            net.atClient.send(999, new byte[1], 0);
            List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .filter(type -> type.getName().startsWith("enet4j.")).toList();
            assertEquals(6, types.size(), types.toString());
            types.forEach(type -> {
                assertTrue(type.getLabel().startsWith("ENet "), type.getName());
                assertNotNull(type.getDescription(), type.getName());
                type.getFields().forEach(field -> assertNotNull(field.getLabel(), type + " " + field.getName()));
            });
            assertTrue(Event.class.getModule().isNamed());
        }
    }
}
