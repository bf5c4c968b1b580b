package io.github.enet4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.support.Patience;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** examples/RelayServer.java as docs/server.md names it: it compiles, relays, and ends when it is told to. */
@EnabledOnOs(OS.LINUX)
class ExampleTest {
    private static final String LISTENING = "listening on port ";

    @Test
    void theExampleRelays() throws Exception {
        Process jvm = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                "../../examples/RelayServer.java", "0").redirectErrorStream(true).start();
        try (ENetConnection first = new ENetConnection(); ENetConnection second = new ENetConnection()) {
            // Its loops may tick, and say so, before it says where it listens.
            String line = jvm.inputReader().lines()
                    .filter(each -> each.startsWith(LISTENING)).findFirst().orElseThrow();
            first.createHost();
            second.createHost();
            ENetPacketPeer speaker = connect(first, line);
            ENetPacketPeer hearer = connect(second, line);
            Patience.until("a relayed packet", () -> {
                speaker.putPacket(new byte[] {7}); // again and again: one of them may not be connected yet
                first.service(5);
                second.service(5);
                return hearer.getAvailablePacketCount() > 0;
            });
            assertEquals(7, hearer.getPacket()[0]);
            jvm.destroy();
            Patience.until("the goodbye", () -> {
                first.service(5);
                second.service(5);
                return !speaker.isActive() && !hearer.isActive();
            });
            assertEquals(DisconnectReason.REMOTE, hearer.getDisconnectReason());
            assertTrue(jvm.waitFor(30, TimeUnit.SECONDS));
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static ENetPacketPeer connect(ENetConnection connection, String line) {
        return connection.connectToHost("127.0.0.1", Integer.parseInt(line.substring(LISTENING.length())));
    }
}
