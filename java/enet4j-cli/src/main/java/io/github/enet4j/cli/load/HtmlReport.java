package io.github.enet4j.cli.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** A load test as a page that explains itself: one file, nothing loaded from elsewhere. */
final class HtmlReport {
    private static final String BLUE = "#2563eb";
    private static final String ORANGE = "#ea580c";
    private static final String RED = "#dc2626";
    private static final String GREEN = "#16a34a";
    private static final double[] PERCENTILES = {
        0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999};

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; background: #f8fafc; margin: 0 auto;
                max-width: 940px; padding: 24px; }
            h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 28px 0 4px; }
            p { margin: 4px 0 8px; } .note, figcaption { color: #64748b; font-size: 13px; }
            .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0; }
            .tile { background: white; border: 1px solid #e2e8f0; border-radius: 8px; padding: 10px 16px;
                min-width: 130px; }
            .tile b { display: block; font-size: 22px; } .tile span { color: #64748b; font-size: 13px; }
            .verdict { padding: 10px 16px; border-radius: 8px; background: #dcfce7; } .bad { background: #fee2e2; }
            figure { background: white; border: 1px solid #e2e8f0; border-radius: 8px; margin: 8px 0; padding: 12px; }
            svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: #475569; }
            .grid { stroke: #e2e8f0; } .legend { margin: 0; font-size: 13px; } .legend span { margin-right: 16px; }
            .legend i { display: inline-block; width: 18px; height: 3px; margin-right: 6px; vertical-align: middle; }
            table { border-collapse: collapse; background: white; }
            td, th { border: 1px solid #e2e8f0; padding: 4px 12px; text-align: right; }
            td:first-child, th:first-child { text-align: left; }
            code { background: #e2e8f0; padding: 1px 5px; border-radius: 4px; }
            """;

    private final LoadResult result;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(LoadResult result) {
        this.result = result;
    }

    /** The page; the arguments are those of the command. */
    static String of(LoadResult result, List<String> arguments) {
        return new HtmlReport(result).page(arguments);
    }

    private String page(List<String> arguments) {
        String title = "Load test of " + escape(result.plan.target().toString());
        html.append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>").append(title)
                .append("</title>\n<style>\n").append(STYLE).append("</style>\n<h1>").append(title).append("</h1>\n");
        html.append("<p class=\"note\">").append(Instant.now().toString().substring(0, 16).replace('T', ' '))
                .append(" UTC &middot; <code>enet4j ").append(escape(String.join(" ", arguments)))
                .append("</code></p>\n");
        html.append("<p>").append(escape(LoadText.title(result.plan).replaceFirst("^.*?: ", ""))).append(".</p>\n");
        verdict();
        tiles();
        charts();
        percentiles();
        problems();
        html.append("<p class=\"note\">A round trip is counted from when its packet was due by the schedule, not from "
                + "when it could be sent: a pause of the server, or of the network, shows in every packet that was due "
                + "in it. Times are measured by this program, whose own delays are in them: 99% of its packets left at "
                + "most " + LoadText.number(result.metric("late-p99")) + " ms late.</p>\n</html>\n");
        return html.toString();
    }

    private void verdict() {
        boolean good = result.crossed.isEmpty();
        html.append("<p class=\"verdict").append(good ? "" : " bad").append("\">");
        if (good) {
            html.append("No threshold was crossed.");
        }
        for (Threshold each : result.crossed) {
            html.append("Crossed: <b>").append(escape(each.text())).append("</b>, it is ")
                    .append(LoadText.number(result.metric(each.metric()))).append(".<br>");
        }
        html.append("</p>\n");
    }

    private void tiles() {
        html.append("<div class=\"tiles\">");
        tile(LoadText.number(result.metric("connected")) + " / " + result.plan.clients(), "clients connected");
        tile(LoadText.number(result.metric("disconnects")), "of them lost later");
        tile(String.format(Locale.ROOT, "%,.0f", result.metric("sent-rate")), "packets sent per second");
        tile(String.format(Locale.ROOT, "%,.0f", result.metric("received-rate")), "packets received per second");
        tile(millis("p50"), "round trip, half are faster");
        tile(millis("p99"), "round trip, 99% are faster");
        double loss = result.metric("loss");
        tile(Double.isNaN(loss) ? "&ndash;" : String.format(Locale.ROOT, "%.2f%%", loss), "sent and not come back");
        html.append("</div>\n");
    }

    private String millis(String metric) {
        double value = result.metric(metric);
        return Double.isNaN(value) ? "&ndash;" : String.format(Locale.ROOT, "%.2f ms", value);
    }

    private void tile(String value, String name) {
        html.append("<div class=\"tile\"><b>").append(value).append("</b><span>").append(name)
                .append("</span></div>\n");
    }

    private void charts() {
        List<LoadStats.Sample> samples = result.stats.samples();
        double[] seconds = values(samples, LoadStats.Sample::seconds);
        figure("Clients", "How many were connected, and how many lost their connection in each second.",
                new SvgChart("seconds", "clients", seconds)
                        .line("connected", BLUE, values(samples, LoadStats.Sample::connected))
                        .line("lost in this second", RED, values(samples, LoadStats.Sample::ended)));
        figure("Packets", "Sent and received per second, by all clients together.",
                new SvgChart("seconds", "packets per second", seconds)
                        .line("sent", BLUE, values(samples, LoadStats.Sample::sent))
                        .line("received", GREEN, values(samples, LoadStats.Sample::received)));
        if (result.stats.roundTrips().getTotalCount() > 0) {
            figure("Round trips over time",
                    "Of the packets that came back in each second: the time that half, 99%, and all took at most.",
                    new SvgChart("seconds", "ms", seconds)
                            .line("slowest", RED, values(samples, LoadStats.Sample::most))
                            .line("99%", ORANGE, values(samples, LoadStats.Sample::p99))
                            .line("half", BLUE, values(samples, LoadStats.Sample::median)));
            figure("Round trips, all together", "How many packets (to the right: all but ever fewer) were back within "
                    + "which time.", percentileChart(result.stats.roundTrips()));
        }
        figure("Connecting", "How many clients had their connection within which time.",
                percentileChart(result.stats.connects()));
    }

    private static SvgChart percentileChart(Histogram histogram) {
        List<Double> at = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<Double> shown = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            if (percentile == 0 || (100 - percentile) / 100 * histogram.getTotalCount() >= 1) {
                at.add(position(percentile));
                values.add(LoadStats.millis(histogram, percentile));
                shown.add(percentile);
            }
        }
        SvgChart chart = new SvgChart("percentile", "ms", at.stream().mapToDouble(each -> each).toArray())
                .line("at most", BLUE, values.stream().mapToDouble(each -> each).toArray());
        for (double percentile : shown) {
            if (List.of(0.0, 50.0, 90.0, 99.0, 99.9, 99.99, 99.999).contains(percentile)) {
                chart.mark(position(percentile), Double.toString(percentile).replaceAll("\\.0$", "") + "%");
            }
        }
        return chart;
    }

    /** Each further nine takes as much room. */
    private static double position(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static double[] values(List<LoadStats.Sample> samples, ToDoubleFunction<LoadStats.Sample> value) {
        return samples.stream().mapToDouble(value).toArray();
    }

    private void figure(String title, String caption, SvgChart chart) {
        html.append("<h2>").append(title).append("</h2>\n<figure>").append(chart.svg()).append("<figcaption>")
                .append(caption).append("</figcaption></figure>\n");
    }

    private void percentiles() {
        html.append("<h2>Percentiles</h2>\n<table><tr><th>ms</th>");
        List<String> names = List.of("mean", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "max");
        names.forEach(name -> html.append("<th>").append(name).append("</th>"));
        html.append("</tr>\n");
        for (String prefix : List.of("", "connect-")) {
            html.append("<tr><td>").append(prefix.isEmpty() ? "round trip" : "connecting").append("</td>");
            names.forEach(name -> html.append("<td>").append(LoadText.number(result.metric(prefix + name)))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private void problems() {
        html.append("<h2>What went wrong</h2>\n");
        Map<String, Long> problems = result.stats.problems();
        if (problems.isEmpty()) {
            html.append("<p>Nothing: every client connected and stayed, and no packet was refused.</p>\n");
            return;
        }
        html.append("<table><tr><th>what</th><th>how often</th></tr>\n");
        problems.forEach((reason, count) -> html.append("<tr><td>").append(escape(reason)).append("</td><td>")
                .append(count).append("</td></tr>\n"));
        html.append("</table>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
