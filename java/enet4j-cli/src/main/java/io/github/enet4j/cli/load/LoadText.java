package io.github.enet4j.cli.load;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A load test in text: while it runs, and when it is over. */
final class LoadText {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().serializeNulls().create();
    private static final int BAR = 40;

    private LoadText() {
    }

    static String title(LoadPlan plan) {
        String packets = plan.scenario() != null ? plan.scenario().toString()
                : plan.rate() > 0 ? String.format(Locale.ROOT, "%s packets/s of %d bytes each, channel %d",
                number(plan.rate()), plan.size(), plan.channel()) : "only listening";
        return String.format(Locale.ROOT, "enet4j load %s: %d clients within %.1f s, then %.1f s; %s", plan.target(),
                plan.clients(), plan.rampNanos() / 1e9, plan.runNanos() / 1e9, packets);
    }

    /** For a terminal. */
    static List<String> live(LoadPlan plan, LoadStats stats, LoadStats.Sample last) {
        List<String> lines = new ArrayList<>();
        double part = Math.min(1, last.seconds() / Math.max(1e-3, plan.totalSeconds()));
        int done = (int) (part * BAR);
        lines.add(String.format(Locale.ROOT, "[%s%s] %3.0f%%  %.0f s", "#".repeat(done), "-".repeat(BAR - done),
                part * 100, last.seconds()));
        lines.add(String.format(Locale.ROOT, "connected %d of %d   sent %.0f/s   received %.0f/s", last.connected(),
                plan.clients(), last.sent(), last.received()));
        lines.add("round trip ms, this second: " + trip(last));
        stats.problems().forEach((reason, count) -> lines.add("  " + reason + ": " + count));
        return lines;
    }

    private static String trip(LoadStats.Sample sample) {
        return Double.isNaN(sample.median()) ? "-" : String.format(Locale.ROOT, "median %.2f, 99%% %.2f, most %.2f",
                sample.median(), sample.p99(), sample.most());
    }

    /** Without a terminal: a line per interval. */
    static String line(LoadStats.Sample sample) {
        return String.format(Locale.ROOT, "%6.1f s  connected %d  sent %.0f/s  received %.0f/s  round trip ms: %s",
                sample.seconds(), sample.connected(), sample.sent(), sample.received(), trip(sample));
    }

    static List<String> summary(LoadResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "connected    %.0f of %.0f, %.0f failed, %.0f ended before the end",
                result.metric("connected"), result.metric("clients"), result.metric("failed"),
                result.metric("disconnects")));
        lines.add("connecting   " + percentiles(result, "connect-"));
        lines.add(String.format(Locale.ROOT, "sent         %.0f packets, %.0f/s", result.metric("sent"),
                result.metric("sent-rate")));
        double loss = result.metric("loss");
        String missing = Double.isNaN(loss) ? ""
                : String.format(Locale.ROOT, "; %.3f%% of what was sent did not come back", loss);
        lines.add(String.format(Locale.ROOT, "received     %.0f packets, %.0f/s%s", result.metric("received"),
                result.metric("received-rate"), missing));
        lines.add("round trip   " + percentiles(result, ""));
        double late = result.metric("late-p99");
        if (late > 10) {
            lines.add(String.format(Locale.ROOT, "             of which this program's own delay is up to %.1f ms "
                    + "(99%%): fewer clients or more machines make it less", late));
        }
        result.stats.problems().forEach((reason, count) -> lines.add("             " + count + "  " + reason));
        result.crossed.forEach(each -> lines.add("FAILED       " + each.text() + ": it is "
                + number(result.metric(each.metric()))));
        return lines;
    }

    private static String percentiles(LoadResult result, String prefix) {
        return Double.isNaN(result.metric(prefix + "p50")) ? "-" : String.format(Locale.ROOT,
                "ms: mean %.2f, median %.2f, 90%% %.2f, 99%% %.2f, 99.9%% %.2f, most %.2f",
                result.metric(prefix + "mean"), result.metric(prefix + "p50"), result.metric(prefix + "p90"),
                result.metric(prefix + "p99"), result.metric(prefix + "p99.9"), result.metric(prefix + "max"));
    }

    static String number(double value) {
        return Double.isNaN(value) ? "not measured"
                : String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }

    static String json(LoadResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", result.plan.target().toString());
        json.put("seconds", result.seconds);
        json.put("metrics", finite(result.metrics()));
        json.put("problems", result.stats.problems());
        json.put("crossed", result.crossed.stream().map(Threshold::text).toList());
        List<Map<String, Double>> samples = new ArrayList<>();
        for (LoadStats.Sample each : result.stats.samples()) {
            Map<String, Double> one = new LinkedHashMap<>();
            one.put("seconds", each.seconds());
            one.put("connected", (double) each.connected());
            one.put("sent", each.sent());
            one.put("received", each.received());
            one.put("ended", (double) each.ended());
            one.put("p50", each.median());
            one.put("p99", each.p99());
            one.put("max", each.most());
            samples.add(finite(one));
        }
        json.put("samples", samples);
        return GSON.toJson(json);
    }

    /** JSON has no NaN: what was not measured is null. */
    private static Map<String, Double> finite(Map<String, Double> values) {
        Map<String, Double> result = new LinkedHashMap<>(values);
        result.replaceAll((name, value) -> value.isNaN() ? null : value);
        return result;
    }
}
