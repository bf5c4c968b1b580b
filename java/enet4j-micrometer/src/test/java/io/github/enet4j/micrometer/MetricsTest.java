package io.github.enet4j.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.HostStatistic;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.server.ENetClients;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.support.Patience;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The meters have the numbers of connections and servers, and go on when those end. */
class MetricsTest {
    private static final String LOCALHOST = "127.0.0.1";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private PrometheusText scrape() {
        return new PrometheusText(registry.scrape());
    }

    /** Echoes, and blocks when it is asked to. */
    private static ENetListener echo() {
        return new ENetListener() {
            @Override
            public void received(ENetPacketPeer peer, ENetEvent event) {
                peer.send(event.channel(), event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
            }
        };
    }

    private static List<ENetPacketPeer> connect(ENetClients clients, int port, int count) throws Exception {
        List<CompletableFuture<ENetPacketPeer>> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(clients.connect(LOCALHOST, port, 2, 0));
        }
        List<ENetPacketPeer> peers = new ArrayList<>();
        for (CompletableFuture<ENetPacketPeer> attempt : attempts) {
            peers.add(Patience.get(attempt));
        }
        return peers;
    }

    @Test
    void aConnectionOfTheProgramsOwn() throws Exception {
        try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
            ENetConnectionMetrics metrics = new ENetConnectionMetrics(server, Tags.of("name", "lobby"));
            metrics.bindTo(registry);
            assertEquals(0, scrape().get("enet_host_bytes_received_total{name=\"lobby\"}"), "without a host");
            server.createHostBound(LOCALHOST, 0);
            client.createHost();
            ENetPacketPeer peer = client.connectToHost(LOCALHOST, server.getLocalPort());
            Patience.until("a packet", () -> {
                client.service();
                server.service();
                peer.putPacket(new byte[100]);
                return !server.getPeers().isEmpty() && server.getPeers().get(0).getUnreadData() > 0;
            });
            Patience.until("the sample", () -> scrape().sum("enet_host_peers") == 1);
            PrometheusText text = scrape();
            assertTrue(text.sum("enet_host_unread_bytes") >= 100);
            assertTrue(text.sum("enet_peer_round_trip_seconds_count") >= 1);
            assertFalse(text.names().contains("enet_dtls_sessions"), "without DTLS");
            double received = text.sum("enet_host_bytes_received_total");
            assertTrue(received >= 100 && received <= server.getTotal(HostStatistic.TOTAL_RECEIVED_DATA));
            assertTrue(server.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA) >= received, "it is the program's");
            server.destroy();
            Patience.until("the end", () -> scrape().sum("enet_host_peers") == 0);
            assertTrue(scrape().sum("enet_host_bytes_received_total") >= received, "a counter does not go back");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void allLoopsOfAServer() throws Exception {
        try (ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).threads(2).maxPeers(200)
                .tick(Duration.ofMillis(10)).start();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).sockets(20, 8).start()) {
            new ENetServerMetrics(server, Tags.of("region", "north")).bindTo(registry);
            List<ENetPacketPeer> peers = connect(clients, server.getLocalPort(), 40);
            peers.forEach(peer -> peer.putPacket(new byte[500]));
            Patience.until("the sample", () -> scrape().sum("enet_host_peers") == 40);
            PrometheusText text = scrape();
            assertTrue(text.get("enet_host_peers{loop=\"0\",region=\"north\"}") > 0, "each loop has some");
            assertTrue(text.get("enet_host_peers{loop=\"1\",region=\"north\"}") > 0, "each loop has some");
            assertTrue(text.sum("enet_peer_round_trip_seconds_count") >= 40);
            assertTrue(text.sum("enet_loop_lag_seconds_count") >= 2);
            assertTrue(text.sum("enet_loop_ticks_total") > 0);
            assertTrue(text.sum("enet_gate_connects_total") >= 40);
            Patience.get(server.drain(Duration.ofSeconds(5)));
            Patience.until("the end", () -> scrape().sum("enet_host_peers") == 0);
        }
    }

    /** Each port has meters of its own; ticks, lag and health are the loop's. */
    @Test
    void loopsWithSeveralPorts() throws Exception {
        try (ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).threads(2).separatePorts(3)
                .maxPeers(60).tick(Duration.ofMillis(10)).start();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).start()) {
            new ENetServerMetrics(server).bindTo(registry);
            List<ENetConnection> all = server.loops().stream().flatMap(loop -> loop.connections().stream()).toList();
            for (int i = 0; i < all.size(); i++) {
                connect(clients, all.get(i).getLocalPort(), i + 1);
            }
            Patience.until("all at the server", () -> all.stream().mapToInt(one -> one.getPeers().size()).sum() == 21);
            Patience.until("the sample", () -> scrape().sum("enet_host_peers") == 21);
            PrometheusText text = scrape();
            for (int i = 0; i < all.size(); i++) {
                assertEquals(i + 1, text.get("enet_host_peers{loop=\"" + i / 3 + "\",port=\""
                        + all.get(i).getLocalPort() + "\"}"));
            }
            assertTrue(text.get("enet_loop_ticks_total{loop=\"1\"}") > 0);
            assertEquals(2, server.health().loops().size());
            Patience.until("good health", () -> server.health().healthy());
        }
    }

    /** Meters of one name with other tags: none is left out. */
    @Test
    void aConnectionAndAServerInOneRegistry() throws Exception {
        try (ENetConnection lobby = new ENetConnection();
                ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).start();
                ENetServer rooms = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).separatePorts(2).start()) {
            lobby.createHost(1, 0, 0, 0);
            new ENetServerMetrics(server, Tags.of("name", "game")).bindTo(registry);
            new ENetConnectionMetrics(lobby, Tags.of("name", "lobby")).bindTo(registry);
            new ENetServerMetrics(rooms, Tags.of("name", "rooms")).bindTo(registry);
            assertEquals(4, registry.scrape().lines().filter(line -> line.startsWith("enet_host_peers{")).count());
        }
    }

    /** The thread that scrapes comes back, and sees that. */
    @Test
    void aLoopThatIsBlocked() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).start()) {
            new ENetServerMetrics(server).bindTo(registry);
            server.loops().get(0).execute(() -> {
                blocked.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            blocked.await();
            Patience.until("a quiet loop", () -> scrape().sum("enet_loop_quiet_seconds") > 1.5);
            assertEquals(0, scrape().sum("enet_loop_lag_seconds_count"), "nothing is measured yet");
            release.countDown();
            Patience.until("the lag", () -> scrape().sum("enet_loop_lag_seconds_max") > 0.5);
        } finally {
            release.countDown();
        }
    }

    /** A listener may scrape, too. */
    @Test
    void fromTheLoopItself() throws Exception {
        try (ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).start()) {
            new ENetServerMetrics(server).bindTo(registry);
            CompletableFuture<String> scraped = new CompletableFuture<>();
            server.loops().get(0).execute(() -> scraped.complete(registry.scrape()));
            PrometheusText text = new PrometheusText(Patience.get(scraped));
            assertEquals(1, text.sum("enet_loop_lag_seconds_count"));
        }
    }

    @Test
    void dtls() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        TLSOptions tls = TLSOptions.server(
                keys.getPrivate(), List.of(Crypto.generateSelfSignedCertificate(keys.getPrivate(), "CN=localhost")));
        try (ENetServer server = ENetServer.builder(loop -> echo()).bind(LOCALHOST, 0).dtls(tls).start();
                ENetClients clients = ENetClients.builder(loop -> new ENetListener() { }).sockets(2, 8)
                        .setup(connection -> connection.dtlsClientSetup("localhost", TLSOptions.clientUnsafe()))
                        .start()) {
            new ENetServerMetrics(server).bindTo(registry);
            connect(clients, server.getLocalPort(), 2);
            Patience.until("handshakes", () ->
                    scrape().get("enet_dtls_handshakes_total{loop=\"0\",result=\"done\"}") == 2);
            assertEquals(2, scrape().get("enet_dtls_sessions{loop=\"0\",state=\"all\"}"));
            assertEquals(0, scrape().sum("enet_dtls_handshakes_failed_total"));
        }
    }

    /** Registries hold what they read weakly; a binder that nobody keeps must not become garbage. */
    @Test
    void theRegistryKeepsWhatItNeeds() {
        try (ENetConnection connection = new ENetConnection()) {
            connection.createHost(1, 0, 0, 0);
            SimpleMeterRegistry simple = new SimpleMeterRegistry();
            new ENetConnectionMetrics(connection).bindTo(simple);
            System.gc();
            assertEquals(0, simple.get("enet.host.peers").gauge().value());
        }
    }
}
