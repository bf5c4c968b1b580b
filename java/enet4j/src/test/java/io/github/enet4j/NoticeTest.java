package io.github.enet4j;

import static io.github.enet4j.Loopback.LOCALHOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the core tells people by the System.Logger, which is java.util.logging's here. */
class NoticeTest {
    private static final Logger LOGGER = Logger.getLogger("io.github.enet4j");

    /** Other tests may have brought about the same within the last minute. */
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void leave() {
        LOGGER.removeHandler(handler);
    }

    private void assertTold(Notice notice, Level level, String part) {
        LogRecord one = records.stream().filter(record -> record.getMessage().contains(part)).findFirst()
                .orElseThrow(() -> new AssertionError(notice + " is not in " + records));
        assertEquals(level, one.getLevel());
    }

    @Test
    void onceAMinute() {
        Notice notice = Notice.UNSENT;
        long now = System.nanoTime() + Notice.INTERVAL_NANOS; // whatever has been told before
        assertEquals("a", notice.due("a", now).substring(0, 1));
        assertNull(notice.due("b", now + 1));
        assertNull(notice.due("c", now + Notice.INTERVAL_NANOS - 1));
        assertEquals("d (and 2 more of this kind before)", notice.due("d", now + Notice.INTERVAL_NANOS));
        assertEquals("e", notice.due("e", now + 2 * Notice.INTERVAL_NANOS));
        notice.forget();
    }

    @Test
    void datagramsThatTheSystemRefuses() {
        Notice.UNSENT.forget();
        try (Loopback net = Loopback.connected()) {
            net.server.connectToHost("::1", 9); // no way there from an IPv4 address
            net.until("the notice", () -> !records.isEmpty());
            assertTold(Notice.UNSENT, Level.WARNING, "Port " + net.port() + ": the system would not send 1 datagram: ");
            net.settle();
            assertEquals(1, records.size());
        }
    }

    @Test
    void theGateClosesAndOpens() {
        Notice.GATE_CLOSED.forget();
        Notice.GATE_OPEN.forget();
        try (ENetConnection server = new ENetConnection(); ENetConnection client = new ENetConnection()) {
            server.createHostBound(LOCALHOST, 0, 1, 0, 0, 0);
            client.createHost();
            while (server.getGateCounters().connects() < 2) {
                client.connectToHost(LOCALHOST, server.getLocalPort());
                client.flush();
                server.service(1);
            }
            server.connectGate(ConnectGate.OFF);
            server.service();
            assertTold(Notice.GATE_CLOSED, Level.WARNING, ": many want to connect at once");
            assertTold(Notice.GATE_OPEN, Level.INFO, ": clients need not prove their address any more");
        }
    }

    @Test
    void aNewCertificate() {
        Notice.CERTIFICATE_REPLACED.forget();
        Identity identity = Identity.selfSigned("secp256r1", "new.example.org");
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(identity.server());
            assertEquals(List.of(), records);
            net.server.renewCertificate(identity.server());
            assertTold(Notice.CERTIFICATE_REPLACED, Level.INFO, "new.example.org, valid until 2099-12-31T23:59:59Z");
        }
    }

    /** A logger that fails loses no event. */
    @Test
    void loggingThatFails() {
        Notice.UNSENT.forget();
        Handler bad = new Handler() {
            @Override
            public void publish(LogRecord record) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        LOGGER.addHandler(bad);
        try (Loopback net = Loopback.connected()) {
            net.server.connectToHost("::1", 9);
            net.atClient.putPacket(new byte[] {1});
            assertEquals(1, net.receive(net.atServer).length);
            assertEquals(1, records.size());
        } finally {
            LOGGER.removeHandler(bad);
        }
    }

    /** In a JVM of its own: by default nothing, with DEBUG where it is from. */
    @Test
    void whereTheLibraryIsFrom(@TempDir Path folder) throws Exception {
        LoaderJvm jvm = new LoaderJvm(folder);
        assertEquals(LoaderJvm.LOADED, jvm.run());
        Path settings = folder.resolve("logging.properties");
        Files.writeString(settings, """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                io.github.enet4j.level = ALL
                """);
        String said = jvm.run("-Djava.util.logging.config.file=" + settings);
        assertTrue(said.contains(": native library loaded from " + jvm.cached()), said);
    }
}
