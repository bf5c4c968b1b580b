package io.github.enet4j.agones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.support.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that lives with a sidecar. */
class AttachedServerTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final FakeSidecar sidecar = new FakeSidecar();
    private final AgonesSdk sdk = new AgonesSdk(sidecar.port(), Duration.ofSeconds(1));
    private final ENetServer server =
            ENetServer.builder(loop -> new ENetListener() { }).bind("127.0.0.1", 0).start();

    @AfterEach
    void end() {
        server.close();
        sdk.close();
        sidecar.close();
    }

    private int reports() {
        return sidecar.count("POST /health");
    }

    @Test
    void readyWellAndShutDown() {
        Patience.get(sdk.attach(server, INTERVAL));
        assertEquals("Ready", sidecar.state());
        Patience.until("reports", () -> reports() > 3);
        assertTrue(Patience.get(server.drain(Duration.ofSeconds(5))));
        Patience.until("the last word", () -> sidecar.state().equals("Shutdown"));
        Patience.sleep(100);
        int before = reports();
        Patience.sleep(300);
        assertEquals(before, reports());
        assertEquals(1, sidecar.count("POST /shutdown"));
    }

    /** A listener that hangs keeps its loop from looking around; nobody is told then that all is well. */
    @Test
    void noReportsWhileALoopHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        Patience.get(sdk.attach(server, INTERVAL));
        server.loops().get(0).execute(() -> await(hanging));
        Patience.until("the trouble", () -> !server.health().healthy());
        Patience.sleep(200); // for a report that was on its way
        int before = reports();
        Patience.sleep(400);
        assertEquals(before, reports());
        hanging.countDown();
        Patience.until("reports again", () -> reports() > before);
    }

    @Test
    void theServerLivesWithoutIt() {
        sidecar.stop();
        CompletableFuture<Void> ready = sdk.attach(server, INTERVAL);
        Patience.sleep(1500); // longer than the patience of a call
        assertFalse(ready.isDone());
        assertTrue(server.health().healthy());
        sidecar.start();
        Patience.get(ready);
        Patience.until("reports", () -> reports() > 0);
        sidecar.stop();
        sidecar.start();
        int before = reports();
        Patience.until("reports after an absence", () -> reports() > before);
    }

    @Test
    void aRefusalIsTold() {
        sidecar.answerAll(500, "no");
        assertEquals(500, Failures.of(sdk.attach(server, INTERVAL)).status());
        assertTrue(server.health().healthy());
    }

    /** A server that has ended before its sidecar came does not call itself ready. */
    @Test
    void theLastWordIsTheLast() {
        sidecar.stop();
        CompletableFuture<Void> ready = sdk.attach(server, INTERVAL);
        server.close();
        Failures.of(ready);
        sidecar.start();
        Patience.sleep(300);
        assertEquals(0, sidecar.count("POST /ready"));
    }

    /** A whole JVM, since that is what ends. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsSignalIsToldAtOnce() throws Exception {
        Process jvm = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                AttachedProgram.class.getName(), Integer.toString(sidecar.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("ready", jvm.inputReader().readLine());
            jvm.destroy();
            assertTrue(jvm.waitFor(30, TimeUnit.SECONDS));
            assertEquals("Shutdown", sidecar.state());
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void aHealthCheckThatThrowsIsNoHealth() {
        CountDownLatch asked = new CountDownLatch(3);
        sdk.reportHealth(() -> {
            asked.countDown();
            throw new IllegalStateException("on purpose");
        }, INTERVAL);
        await(asked);
        assertEquals(0, reports());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
