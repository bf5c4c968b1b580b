package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.RemoteNode;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.multiplayer.TransferMode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class LoadCommandTest {
    private static int serve(String... options) {
        List<String> arguments = new ArrayList<>(List.of("echo", "127.0.0.1:0", "--duration", "30", "--quiet"));
        arguments.addAll(List.of(options));
        return Integer.parseInt(Cli.start(arguments.toArray(String[]::new)).await("echo on 127.0.0.1:(\\d+)"));
    }

    private static Cli load(String target, String... options) {
        List<String> arguments = new ArrayList<>(List.of("load", target));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static JsonObject metrics(Cli load) {
        return JsonParser.parseString(load.output()).getAsJsonObject().getAsJsonObject("metrics");
    }

    @Test
    void packetsGoAndComeBack() {
        Cli load = load("127.0.0.1:" + serve(), "-n", "50", "--ramp", "0.5", "-d", "2", "-r", "10", "--json");
        assertEquals(0, load.status(), load::output);
        JsonObject metrics = metrics(load);
        assertEquals(50, metrics.get("connected").getAsInt());
        assertEquals(0, metrics.get("failed").getAsInt());
        double sent = metrics.get("sent").getAsDouble();
        assertTrue(sent > 50 * 10 * 1.5 && sent < 50 * 10 * 3, () -> "sent " + sent);
        assertTrue(metrics.get("received").getAsDouble() > 200, load::output);
        assertTrue(metrics.get("p50").getAsDouble() > 0);
        assertTrue(metrics.get("p50").getAsDouble() <= metrics.get("p99").getAsDouble());
    }

    /** Who waits for answers before sending on sees one slow packet in a pause; the schedule sees all that were due. */
    @Test
    void aStallIsNotOmitted() {
        Cli load = load("127.0.0.1:" + serve("--stall", "500/1"), "-n", "5", "--ramp", "0", "-d", "3", "-r", "100",
                "--json");
        JsonObject metrics = metrics(load);
        double p99 = metrics.get("p99").getAsDouble();
        assertTrue(p99 > 400, load::output);
        double p90 = metrics.get("p90").getAsDouble();
        assertTrue(p90 > 150, () -> "a third of all packets were due in a stall, but p90 is " + p90);
    }

    @Test
    void thresholdsDecideTheStatus() {
        String target = "127.0.0.1:" + serve();
        String[] brief = {"-n", "3", "--ramp", "0", "-d", "0.5"};
        Cli crossed = load(target, join(brief, "--fail-if", "p99>0.0001ms"));
        assertEquals(99, crossed.status(), crossed::output);
        assertTrue(crossed.output().contains("FAILED       p99>0.0001ms"), crossed::output);
        Cli kept = load(target, join(brief, "--fail-if", "p99>60s", "--fail-if", "connected<3"));
        assertEquals(0, kept.status(), kept::output);
    }

    private static String[] join(String[] first, String... rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    @Test
    void reportIsOnePage(@TempDir Path folder)
            throws IOException, ParserConfigurationException, SAXException {
        Path report = folder.resolve("report.html");
        Cli load = load("127.0.0.1:" + serve(), "-n", "5", "--ramp", "0", "-d", "1.5", "--report", report.toString());
        assertEquals(0, load.status(), load::output);
        String html = Files.readString(report);
        assertTrue(html.contains("<h1>Load test of 127.0.0.1:"));
        assertTrue(html.contains("Nothing: every client connected and stayed"));
        assertTrue(!html.contains("http") && !html.contains("<script") && !html.contains("NaN"), html);
        for (int at = html.indexOf("<svg"); at >= 0; at = html.indexOf("<svg", at + 1)) {
            String svg = html.substring(at, html.indexOf("</svg>", at) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
        assertEquals(5, html.split("<svg").length - 1);
    }

    @Test
    void receiveOnly() {
        Cli load = load("127.0.0.1:" + serve(), "-n", "3", "-d", "0.3", "--ramp", "0", "--receive-only", "--json");
        assertEquals(0, load.status(), load::output);
        assertEquals(0, metrics(load).get("sent").getAsInt());
        assertTrue(metrics(load).get("p99").isJsonNull());
    }

    @Test
    void godotCalls(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), """
                node: Main
                methods: [echo, reply]
                calls: [{method: echo, arguments: [$number, $due], rate: 20}]
                answer: reply
                """);
        AtomicBoolean over = new AtomicBoolean();
        try (ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
                SceneMultiplayer multiplayer = new SceneMultiplayer()) {
            peer.createServer(0);
            RemoteNode main = multiplayer.node("Main");
            main.rpcConfig("echo", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            main.rpcConfig("reply", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
            main.onRpc("echo", (sender, arguments) -> main.rpcId(sender, "reply", arguments));
            multiplayer.setMultiplayerPeer(peer);
            Thread server = new Thread(() -> {
                while (!over.get()) {
                    multiplayer.poll(10);
                }
            });
            server.start();
            Cli load = load("127.0.0.1:" + peer.getHost().getLocalPort(), "-n", "5", "--ramp", "0", "-d", "1.5",
                    "--json", "--scenario", file.toString());
            over.set(true);
            server.join();
            assertEquals(0, load.status(), load::output);
            assertEquals(5, metrics(load).get("connected").getAsInt(), load::output);
            assertTrue(metrics(load).get("sent").getAsDouble() > 60, load::output);
            assertTrue(metrics(load).get("received").getAsDouble() > 20, load::output);
        }
    }

    @Test
    void nobodyIsThere() {
        Cli load = load("127.0.0.1:9", "-n", "2", "--ramp", "0", "-d", "1", "--connect-timeout", "0.3");
        assertEquals(1, load.status(), load::output);
        assertTrue(load.output().contains("2  not connected: no answer"), load::output);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8.8.8.8:7777, not an address of a private", "1, [2001:db8::1]:7777, --i-own-this-server",
        "2, 127.0.0.1:7777 --fail-if p99, not understood", "2, 127.0.0.1:7777 --fail-if p98>1, there is no",
        "2, 127.0.0.1:7777 -n 0, --clients",
        "2, 127.0.0.1:7777 --mtu 5, mtu", "2, 127.0.0.1:7777 --channel 255, --channel",
        "2, 127.0.0.1:7777 --mode fast, --mode", "2, 127.0.0.1:7777 --fail-if p99>1.2.3, not a number"})
    void mistakesAreTold(int status, String arguments, String message) {
        Cli cli = Cli.run(("load " + arguments).split(" "));
        assertEquals(status, cli.status(), cli::output);
        assertTrue(cli.output().contains(message), cli::output);
    }
}
