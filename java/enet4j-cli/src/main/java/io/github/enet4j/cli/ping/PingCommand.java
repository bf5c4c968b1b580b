package io.github.enet4j.cli.ping;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.enet4j.DisconnectReason;
import io.github.enet4j.PeerStatistic;
import io.github.enet4j.cli.Arguments;
import io.github.enet4j.cli.ClientOptions;
import io.github.enet4j.cli.HostOptions;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.Main;
import io.github.enet4j.cli.Stop;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enet4j ping}. */
@Command(
        name = "ping",
        description = "Connects to a server and measures round trips; when it does not connect, finds out why.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "  enet4j ping play.example.org:7777",
            "  enet4j ping 192.0.2.7:7777 --compress zlib --trust cert.pem --dtls-name play.example.org --count 100"})
public final class PingCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST:PORT", converter = HostPort.Converter.class)
    private HostPort target;

    @Mixin
    private ClientOptions options;

    @Option(names = {"-c", "--count"}, paramLabel = "N", defaultValue = "4",
            description = "how many pings; 0: until interrupted. Default: ${DEFAULT-VALUE}")
    private int count;

    @Option(names = {"-i", "--interval"}, paramLabel = "SECONDS", defaultValue = "1",
            description = "from one ping to the next. Default: ${DEFAULT-VALUE}")
    private double interval;

    @Option(names = {"-w", "--timeout"}, paramLabel = "SECONDS", defaultValue = "5",
            description = "how long to wait for the connection, and for an answer. Default: ${DEFAULT-VALUE}")
    private double timeout;

    @Option(names = "--no-diagnosis", description = "do not ask further when it does not connect")
    private boolean noDiagnosis;

    @Option(names = "--json", description = "a JSON object per line")
    private boolean json;

    private PrintWriter out;
    private final Histogram times = new Histogram(MICROS_PER_HOUR, 3);
    private int sent;
    private int unanswered;
    private int sentAgain;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        Arguments.require(count >= 0, "--count must be 0 or more, not " + count);
        Arguments.requireSeconds("--interval", interval);
        Arguments.requireSomeSeconds("--timeout", timeout);
        InetSocketAddress address = target.remote(options.six());
        String ip = address.getAddress().getHostAddress();
        say("PING " + target + " (" + HostPort.show(address) + "), " + (options.usesDtls() ? "DTLS" : "plain")
                + ", compression " + HostOptions.name(options.host().compression()));
        long start = System.nanoTime();
        try (Stop stop = new Stop(0);
                PingSession session = new PingSession(
                        options.open(target), ip, address.getPort(), options.channels(), options.data())) {
            boolean connected = session.awaitConnected(start + (long) (timeout * 1e9));
            double elapsed = (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (!connected) {
                return explain(address, session, elapsed);
            }
            tell("connected", Map.of("handshakeMillis", elapsed, "channels", session.peer().getChannels()),
                    String.format(Locale.ROOT, "connected in %.1f ms, %d channels", elapsed,
                            session.peer().getChannels()));
            run(session, stop);
            return summarize(session);
        }
    }

    private int explain(InetSocketAddress address, PingSession session, double elapsed) {
        String what = session.hasEnded() ? session.reason() + (session.dtlsError() == null ? ""
                : ": " + session.dtlsError().text()) : "no answer";
        say(String.format(Locale.ROOT, "not connected after %.0f ms: %s", elapsed, what));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("connected", false);
        facts.put("reason", what);
        if (!noDiagnosis) {
            say("asking in other ways ...");
            Diagnosis.Finding finding = new Diagnosis(target, address, options, session).find();
            finding.tried().forEach(each -> say("  " + each));
            say("why: " + finding.text());
            if (finding.advice() != null) {
                say("     " + finding.advice());
            }
            facts.put("diagnosis", finding);
        }
        if (json) {
            out.println(GSON.toJson(facts));
        }
        out.flush();
        return Main.FAILED;
    }

    private void run(PingSession session, Stop stop) {
        long next = System.nanoTime();
        for (int i = 1; (count == 0 || i <= count) && !session.hasEnded() && !stop.isWanted(); i++) {
            PingSession.Reply reply = session.ping(System.nanoTime() + (long) (timeout * 1e9));
            if (session.hasEnded()) {
                return;
            }
            sent++;
            double millis = reply.nanos() / NANOS_PER_MILLI;
            if (reply.nanos() < 0) {
                unanswered++;
                tell("ping", Map.of("number", i, "answered", false), "ping " + i + ": no answer");
            } else {
                times.recordValue(Math.min(MICROS_PER_HOUR, reply.nanos() / 1000));
                sentAgain += reply.sentAgain() ? 1 : 0;
                tell("ping", Map.of("number", i, "millis", millis, "sentAgain", reply.sentAgain()),
                        String.format(Locale.ROOT, "ping %d: %.3f ms   mean %.3f, deviation %.3f%s", i, millis,
                                times.getMean() / 1e3, times.getStdDeviation() / 1e3,
                                reply.sentAgain() ? "   sent again: it or its answer was lost" : ""));
            }
            next += (long) (interval * 1e9);
            while (!stop.isWanted() && !session.hasEnded() && System.nanoTime() - next < 0 && i != count) {
                session.idle(Math.min(next, System.nanoTime() + 100_000_000L));
            }
        }
    }

    private int summarize(PingSession session) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sent", sent);
        facts.put("unanswered", unanswered);
        facts.put("sentAgain", sentAgain);
        StringBuilder text = new StringBuilder(sent + " pings, " + unanswered + " unanswered, " + sentAgain
                + " sent again");
        if (times.getTotalCount() > 0) {
            facts.put("minMillis", times.getMinValue() / 1e3);
            facts.put("meanMillis", times.getMean() / 1e3);
            facts.put("medianMillis", times.getValueAtPercentile(50) / 1e3);
            facts.put("p99Millis", times.getValueAtPercentile(99) / 1e3);
            facts.put("maxMillis", times.getMaxValue() / 1e3);
            facts.put("deviationMillis", times.getStdDeviation() / 1e3);
            text.append(String.format(Locale.ROOT, "%nround trip ms: least %.3f, mean %.3f, median %.3f, 99%% %.3f, "
                    + "most %.3f, deviation %.3f", times.getMinValue() / 1e3, times.getMean() / 1e3,
                    times.getValueAtPercentile(50) / 1e3, times.getValueAtPercentile(99) / 1e3,
                    times.getMaxValue() / 1e3, times.getStdDeviation() / 1e3));
        }
        boolean ended = session.hasEnded();
        if (ended) {
            facts.put("ended", session.reason().toString());
            text.append("\nthe connection ended: ").append(session.reason());
            text.append(", data ").append(session.endData());
            if (session.reason() == DisconnectReason.REMOTE && !options.isGodotClient()) {
                text.append("\nA server of Godot's high-level multiplayer ends what comes without --godot-id.");
            }
        } else {
            double loss = session.peer().getStatistic(PeerStatistic.PACKET_LOSS) / 65536;
            facts.put("enetLoss", loss);
        }
        tell("summary", facts, text.toString());
        return ended || unanswered > 0 ? Main.FAILED : 0;
    }

    private void tell(String event, Map<String, ?> facts, String text) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("event", event);
            all.putAll(facts);
            out.println(GSON.toJson(all));
        } else {
            out.println(text);
        }
        out.flush();
    }

    private void say(String line) {
        if (!json) {
            out.println(line);
            out.flush();
        }
    }
}
