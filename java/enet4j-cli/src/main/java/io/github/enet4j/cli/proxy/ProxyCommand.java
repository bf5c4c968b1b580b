package io.github.enet4j.cli.proxy;

import io.github.enet4j.cli.Arguments;
import io.github.enet4j.cli.Failure;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.Screen;
import io.github.enet4j.cli.StandardOutput;
import io.github.enet4j.cli.Stop;
import io.github.enet4j.testing.NetworkProxy;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enet4j proxy}. */
@Command(
        name = "proxy",
        description = "Stands between clients and a server and does what a bad network does.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "SETTINGS, in one argument: latency=80 jitter=20 loss=2%% burst=3 duplicate=1%% reorder=1%%",
            "reorder-delay=10 rate=1mbit queue=64kb. Times are ms, a burst is datagrams lost in a row on average.",
            "PRESETS: fiber, dsl, wifi, bad-wifi, lte, 3g, edge, train, satellite, intercontinental.",
            "",
            "  enet4j proxy 7778 127.0.0.1:7777 --preset 3g",
            "  enet4j proxy 7778 127.0.0.1:7777 --down \"loss=5%% burst=3\" --control 9000",
            "  enet4j proxy 7778 127.0.0.1:7777 --pcap - | enet4j decode -"})
public final class ProxyCommand implements Callable<Integer> {
    private static final int REFRESH_MILLIS = 250;
    private static final int MAX_PORT = 65535;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "LISTEN", description = "where clients connect to: PORT or ADDRESS:PORT",
            converter = HostPort.Converter.class)
    private HostPort listen;

    @Parameters(paramLabel = "TARGET", description = "the server: HOST:PORT", converter = HostPort.Converter.class)
    private HostPort target;

    @Option(names = "--preset", paramLabel = "PRESET", description = "a kind of network; settings change it")
    private String preset;

    @Option(names = "--set", paramLabel = "SETTINGS", description = "conditions of both directions")
    private String both;

    @Option(names = "--up", paramLabel = "SETTINGS", description = "conditions from clients to the server")
    private String up;

    @Option(names = "--down", paramLabel = "SETTINGS", description = "conditions from the server to clients")
    private String down;

    @Option(names = "--drop-reliable", paramLabel = "[up|down:]N",
            description = "lose each client's N-th reliable packet, the first time that it is sent")
    private List<String> dropReliable = List.of();

    @Option(names = "--drop-acks", paramLabel = "up|down|both", description = "lose all acknowledgements")
    private String dropAcks;

    @Option(names = "--seed", paramLabel = "N", description = "losses of that run again; else another one each time")
    private Long seed;

    @Option(names = "--pcap", paramLabel = "FILE", description = "record what is delivered; - for standard output")
    private String pcap;

    @Option(names = "--control", paramLabel = "PORT",
            description = "take changes as lines on this TCP port of the loopback address (try \"help\")")
    private Integer controlPort;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "stop after so long")
    private double duration;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "5",
            description = "without a terminal: a line so often; 0 for none. Default: ${DEFAULT-VALUE}")
    private double every;

    @Override
    public Integer call() throws IOException {
        Arguments.requireSeconds("--duration", duration);
        Arguments.requireSeconds("--every", every);
        Arguments.require(controlPort == null || controlPort >= 0 && controlPort <= MAX_PORT,
                "--control must be 0 to " + MAX_PORT + ", not " + controlPort);
        long used = seed != null ? seed : ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        boolean piped = "-".equals(pcap);
        PrintWriter out = piped ? spec.commandLine().getErr() : spec.commandLine().getOut();
        try (Stop stop = new Stop(duration)) {
            NetworkProxy proxy = new NetworkProxy(listen.local(), target.remote(), used);
            Failure failure = null;
            try (proxy) {
                serve(proxy, stop, piped, out);
            } catch (IllegalStateException e) {
                failure = new Failure(e.getMessage());
            }
            /* Now that it is closed nothing is on its way any more that would count. */
            ProxyView.totals(proxy).forEach(out::println);
            out.flush();
            if (failure != null) {
                throw failure;
            }
        }
        return 0;
    }

    private void serve(NetworkProxy proxy, Stop stop, boolean piped, PrintWriter out) throws IOException {
        ProxyControl control = new ProxyControl(proxy, stop::now);
        configure(control);
        if (pcap != null) {
            OutputStream file = piped ? new StandardOutput() : new FileOutputStream(pcap);
            proxy.capture(file);
        }
        try (ControlPort port = controlPort == null ? null : new ControlPort(controlPort, control)) {
            out.println(ProxyView.title(proxy) + (port == null ? "" : "   control port " + port.port()));
            out.println(control.execute("show"));
            run(proxy, control, stop, piped, out);
        }
    }

    private void configure(ProxyControl control) {
        order(control, preset, "preset ");
        order(control, both, "");
        order(control, up, "up ");
        order(control, down, "down ");
        for (String which : dropReliable) {
            int colon = which.indexOf(':');
            String direction = colon < 0 ? "" : which.substring(0, colon) + " ";
            order(control, which.substring(colon + 1), direction + "drop-reliable ");
        }
        if (dropAcks != null) {
            order(control, "on", (dropAcks.equals("both") ? "" : dropAcks + " ") + "drop-acks ");
        }
    }

    private static void order(ProxyControl control, String argument, String before) {
        String answer = argument == null ? "" : control.execute(before + argument);
        if (answer.startsWith("error: ")) {
            throw new IllegalArgumentException(answer.substring("error: ".length()));
        }
    }

    private void run(NetworkProxy proxy, ProxyControl control, Stop stop, boolean piped, PrintWriter out) {
        out.flush();
        try (Screen screen = piped ? null : Screen.open()) {
            if (screen == null) {
                write(proxy, stop, out);
                return;
            }
            ProxyView view = new ProxyView(proxy, control);
            while (!stop.isWanted() && proxy.getFailure() == null) {
                screen.paint(view.lines());
                int key = screen.key(REFRESH_MILLIS);
                if (key == -2) {
                    stop.await(REFRESH_MILLIS);
                } else if (key >= 0) {
                    view.press(key);
                }
            }
        }
    }

    private void write(NetworkProxy proxy, Stop stop, PrintWriter out) {
        long pause = Math.max(1, Math.round(every * 1000));
        for (long waited = 0; proxy.getFailure() == null;) {
            long wait = every > 0 ? Math.min(REFRESH_MILLIS, pause - waited) : REFRESH_MILLIS;
            if (stop.await(wait)) {
                return;
            }
            waited += wait;
            if (every > 0 && waited >= pause) {
                waited = 0;
                ProxyView.totals(proxy).forEach(out::println);
                out.flush();
            }
        }
    }
}
