package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Direct buffers whose memory is gone: the JVM survives touching it, native code does not. With a mapped file that was
 * cut short the JVM throws an InternalError, sooner or later, so that the calls are made in a JVM of their own.
 */
class VanishedMemoryTest {
    private static final int SIZE = 200_000;

    @TempDir
    Path folder;

    @Test
    void isNoEndOfTheJvm() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("error"), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), VanishedMemoryTest.class.getName(),
                folder.resolve("mapped").toString())
                .redirectErrorStream(true).start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), output);
            assertTrue(output.endsWith("alive"), output);
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws Exception {
        MappedByteBuffer gone;
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            gone = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            channel.truncate(0);
        }
        Loopback net = Loopback.connected();
        for (int size : new int[] {1000, 100_000}) {
            net.atClient.send(0, Loopback.pattern(size), ENetPacketPeer.FLAG_RELIABLE);
        }
        net.until("the packets", () -> net.atServer.getAvailablePacketCount() == 2);
        int survived = 0;
        for (int size : new int[] {1, 1000, SIZE}) {
            survived += survives(() -> net.atClient.send(0, gone.limit(size), ENetPacketPeer.FLAG_RELIABLE));
            survived += survives(() -> net.server.broadcast(0, gone.limit(size), ENetPacketPeer.FLAG_RELIABLE));
        }
        survived += survives(() -> net.client.socketSend("127.0.0.1", net.port(), gone.position(0).limit(100)));
        survived += survives(() -> net.atServer.getPacket(gone.clear()));
        survived += survives(() -> net.atServer.getPacket(gone.clear()));
        System.out.print(survived == 9 ? "alive" : "only " + survived);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** In a thread of its own, since the error may come when the call is over. */
    private static int survives(Runnable call) throws InterruptedException {
        Thread thread = new Thread(call);
        thread.setUncaughtExceptionHandler((t, e) -> { });
        thread.start();
        thread.join(10_000);
        return thread.isAlive() ? 0 : 1;
    }
}
