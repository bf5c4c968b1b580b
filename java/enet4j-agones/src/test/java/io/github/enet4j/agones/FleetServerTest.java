package io.github.enet4j.agones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The server of examples/fleet, when the Fleet wants it no more: the label "retiring", which fleet.yaml gives. */
class FleetServerTest {
    private static final String LISTENING = "listening on port ";
    private static final String COUNTER = "PATCH /v1beta1/counters/players ";

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRetiringServerOffersNoPlacesAndEndsWithItsLastPlayer() throws Exception {
        try (FakeSidecar sidecar = new FakeSidecar(); ENetConnection client = new ENetConnection()) {
            Process jvm = start(sidecar.port());
            try {
                // Its loops may have something to say before.
                String line = jvm.inputReader().lines()
                        .filter(each -> each.startsWith(LISTENING)).findFirst().orElseThrow();
                client.createHost();
                ENetPacketPeer player = client.connectToHost(
                        "127.0.0.1", Integer.parseInt(line.substring(LISTENING.length()).split(",")[0]));
                Patience.until("one player", () -> {
                    client.service();
                    return sidecar.count(COUNTER + "{\"count\":\"1\"}") > 0;
                });
                assertEquals("Ready", sidecar.state());
                assertEquals(1, sidecar.count(COUNTER + "{\"capacity\":\"10\"}"));
                sidecar.label("retiring", "true");
                Patience.until("no free places", () -> {
                    client.service();
                    return sidecar.count(COUNTER + "{\"capacity\":\"1\"}") > 0;
                });
                assertTrue(player.isActive() && jvm.isAlive(), "a player is never sent away");
                player.peerDisconnectNow(0);
                assertTrue(jvm.waitFor(Patience.SECONDS, TimeUnit.SECONDS), "it ends by itself");
                assertEquals(0, jvm.exitValue());
                assertEquals("Shutdown", sidecar.state());
            } finally {
                jvm.destroyForcibly();
            }
        }
    }

    private static Process start(int sidecarPort) throws Exception {
        ProcessBuilder server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), "fleet.FleetServer").redirectErrorStream(true);
        server.environment().put("PORT", "0");
        server.environment().put("HEALTH_PORT", "0");
        server.environment().put("PLAYERS", "10");
        server.environment().put("AGONES_SDK_HTTP_PORT", Integer.toString(sidecarPort));
        return server.start();
    }
}
