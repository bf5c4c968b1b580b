package io.github.enet4j.cli.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a load test has brought. */
final class LoadResult {
    final LoadPlan plan;
    final LoadStats stats;
    final double seconds;
    final List<Threshold> crossed;
    private final Map<String, Double> metrics = new LinkedHashMap<>();

    LoadResult(LoadPlan plan, LoadStats stats, double seconds, List<Threshold> thresholds) {
        this.plan = plan;
        this.stats = stats;
        this.seconds = seconds;
        measure();
        crossed = thresholds.stream().filter(each -> each.isCrossed(metrics)).toList();
    }

    private void measure() {
        percentiles("", stats.roundTrips());
        percentiles("connect-", stats.connects());
        long sent = stats.sent.sum();
        metrics.put("late-p99", stats.late().getTotalCount() == 0 ? Double.NaN : LoadStats.millis(stats.late(), 99));
        metrics.put("clients", (double) plan.clients());
        metrics.put("connected", (double) stats.connected.sum());
        metrics.put("failed", (double) (stats.started.sum() - stats.connected.sum()));
        metrics.put("disconnects", (double) stats.ended.sum());
        metrics.put("sent", (double) sent);
        metrics.put("received", (double) stats.received.sum());
        metrics.put("sent-rate", sent / Math.max(1e-3, seconds));
        metrics.put("received-rate", stats.received.sum() / Math.max(1e-3, seconds));
        boolean echo = stats.echoed.sum() > 0;
        metrics.put("loss", echo && sent > 0 ? 100.0 * (sent - stats.echoed.sum()) / sent : Double.NaN);
    }

    private void percentiles(String prefix, Histogram histogram) {
        boolean some = histogram.getTotalCount() > 0;
        metrics.put(prefix + "mean", some ? histogram.getMean() / 1e3 : Double.NaN);
        for (double each : new double[] {50, 90, 95, 99, 99.9, 99.99}) {
            String name = each == Math.rint(each) ? Integer.toString((int) each) : Double.toString(each);
            metrics.put(prefix + "p" + name, some ? LoadStats.millis(histogram, each) : Double.NaN);
        }
        metrics.put(prefix + "max", some ? histogram.getMaxValue() / 1e3 : Double.NaN);
    }

    /** By name: times in ms, rates per second, loss in percent of what was sent; NaN where nothing was measured. */
    Map<String, Double> metrics() {
        return metrics;
    }

    double metric(String name) {
        return metrics.get(name);
    }
}
