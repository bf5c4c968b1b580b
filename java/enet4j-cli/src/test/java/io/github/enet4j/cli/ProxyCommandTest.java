package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCommandTest {
    private static final String FULL_DISK = "/dev/full";

    @Test
    void isChangedWhileItRuns(@TempDir Path folder) throws IOException {
        Path pcap = folder.resolve("delivered.pcap");
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket client = new DatagramSocket()) {
            Cli proxy = Cli.start("proxy", "127.0.0.1:0", "127.0.0.1:" + server.getLocalPort(), "--preset", "lte",
                    "--up", "latency=1 jitter=0", "--control", "0", "--seed", "5", "--pcap", pcap.toString());
            int port = Integer.parseInt(proxy.await("proxy +127.0.0.1:(\\d+) ->"));
            try (Socket control = new Socket("127.0.0.1", Integer.parseInt(proxy.await("control port (\\d+)")));
                    BufferedReader in = new BufferedReader(new InputStreamReader(control.getInputStream()));
                    PrintWriter out = new PrintWriter(control.getOutputStream(), true)) {
                assertTrue(ask(in, out, "show").startsWith("up: latency=1ms loss=0.5% burst=2 rate=8000000bit"));
                assertEquals("ok up: none; down: none", ask(in, out, "none"));
                assertEquals("ok up: none; down: loss=3%", ask(in, out, "down loss=3%"));
                assertTrue(ask(in, out, "loss=3").startsWith("error: loss is 3"));
                assertTrue(ask(in, out, "fly").startsWith("error: "));
                assertTrue(ask(in, out, "").startsWith("error: there is nothing to do"));
                assertTrue(ask(in, out, "up drop-acks on").contains("up: none, drops acknowledgements; down: loss=3%"));
                assertTrue(ask(in, out, "up drop-acks maybe").startsWith("error: "));
                assertTrue(ask(in, out, "drop-reliable zero").startsWith("error: "));
                assertTrue(ask(in, out, "drop-reliable 2").startsWith("ok"));

                client.send(new DatagramPacket("hello".getBytes(), 5, InetAddress.getLoopbackAddress(), port));
                DatagramPacket received = new DatagramPacket(new byte[10], 10);
                server.setSoTimeout(10_000);
                do {
                    server.receive(received); // whoever had this port before may still be sent something
                } while (received.getLength() != 5);
                assertEquals("ok", ask(in, out, "quit"));
            }
            assertEquals(0, proxy.join(), proxy::output);
            assertTrue(proxy.output().contains("up   received 1 (5 bytes), delivered 1"), proxy::output);
            assertEquals(24 + 16 + 20 + 8 + 5, Files.size(pcap));
        }
    }

    /** As a page in a browser could send it; and a line without end. */
    @Test
    void browsersChangeNothing() throws IOException {
        Cli proxy = Cli.start("proxy", "127.0.0.1:0", "127.0.0.1:9", "--control", "0", "--every", "0");
        int port = Integer.parseInt(proxy.await("control port (\\d+)"));
        String page = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\nlatency=500\nquit\n";
        for (String sent : new String[] {page, "x".repeat(100_000)}) {
            try (Socket control = new Socket("127.0.0.1", port)) {
                control.setSoTimeout(20_000);
                control.getOutputStream().write(sent.getBytes());
                assertEquals(-1, control.getInputStream().read());
            } catch (SocketException e) {
                // Closed with unread bytes in it, which resets the connection.
            }
        }
        try (Socket control = new Socket("127.0.0.1", port);
                BufferedReader in = new BufferedReader(new InputStreamReader(control.getInputStream()));
                PrintWriter out = new PrintWriter(control.getOutputStream(), true)) {
            assertEquals("up: none; down: none", ask(in, out, "show"));
            assertEquals("ok", ask(in, out, "quit"));
        }
        assertEquals(0, proxy.join(), proxy::output);
    }

    /** A recording that ends early is told at once, with what went through till then. */
    @Test
    @EnabledIf("hasFullDisk")
    void theDiskIsFull() throws IOException {
        Cli proxy = Cli.start("proxy", "127.0.0.1:0", "127.0.0.1:9", "--every", "0", "--pcap", FULL_DISK);
        int port = Integer.parseInt(proxy.await("proxy +127.0.0.1:(\\d+) ->"));
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket("hello".getBytes(), 5, InetAddress.getLoopbackAddress(), port));
        }
        assertEquals(1, proxy.join(), proxy::output);
        assertTrue(proxy.output().contains("up   received 1 (5 bytes)"), proxy::output);
        assertTrue(proxy.output().contains("enet4j: the proxy failed: the capture can't be written"), proxy::output);
        assertTrue(!proxy.output().contains("\tat "), proxy::output);
    }

    static boolean hasFullDisk() {
        return Files.exists(Path.of(FULL_DISK));
    }

    private static String ask(BufferedReader in, PrintWriter out, String line) throws IOException {
        out.println(line);
        return in.readLine();
    }

    @ParameterizedTest
    @CsvSource({
        "2, proxy", "2, proxy 1 nowhere", "2, proxy ::1:5 localhost:1", "2, proxy 0 localhost:1 --up speed=3",
        "1, proxy 0 nowhere.invalid:1", "2, proxy 0 localhost:1 --preset warp", "2, proxy 0 localhost:0",
        "1, proxy 198.51.100.1:1 localhost:1", "2, proxy 0 localhost:1 --drop-reliable sideways:1",
        "2, proxy 0 localhost:1 --drop-acks often", "2, proxy 0 localhost:1 --duration -1",
        "2, proxy 0 localhost:1 --every NaN", "2, proxy 0 localhost:1 --control 70000", "2, pong",
        "2, echo 0 --stall -5", "2, echo 0 --stall /",
        "1, proxy 0 [fe80::1]:7777", "1, proxy 0 [fe80::1%nosuch]:7777",
        "2, echo 0 --stall 5/0", "2, echo 0 --peers 0", "2, echo 0 --duration -1"})
    void mistakesAreTold(int status, String arguments) {
        Cli cli = Cli.run(arguments.split(" "));
        assertEquals(status, cli.status(), cli::output);
        assertTrue(!cli.output().isBlank() && !cli.output().contains("\tat "), cli::output);
    }

    @Test
    void filesThatAreNotThereAreTold() {
        Cli load = Cli.run("load", "127.0.0.1:9", "--scenario", "no-such.yaml");
        assertEquals(1, load.status());
        assertEquals("enet4j: no-such.yaml: no such file or folder", load.output().strip());
    }

    @Test
    void helpIsComplete() {
        assertEquals(0, Cli.run("--help").status());
        assertTrue(Cli.run("--help").output().contains("proxy"));
        Main.commandLine().getSubcommands().keySet().forEach(name -> {
            Cli help = Cli.run(name, "--help");
            assertEquals(0, help.status());
            assertTrue(!help.output().contains("WARN"), help::output);
        });
        assertTrue(Cli.run("generate-completion").output().contains("complete"));
    }
}
