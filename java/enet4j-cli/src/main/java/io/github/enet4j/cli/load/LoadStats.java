package io.github.enet4j.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts what the clients see, from all their threads, and keeps a sample of each second. Times are µs. */
final class LoadStats {
    /** Times above are taken for this: a minute. */
    static final long MOST = 60_000_000;

    private static final int DIGITS = 3;

    final LongAdder started = new LongAdder();
    final LongAdder connected = new LongAdder();
    final LongAdder ended = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder echoed = new LongAdder();
    private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();
    private final Recorder roundTrips = new Recorder(MOST, DIGITS);
    private final Recorder connects = new Recorder(MOST, DIGITS);
    private final Recorder late = new Recorder(MOST, DIGITS);

    /** Of the whole test, put together from the intervals; for the thread that samples. */
    private final Histogram allRoundTrips = new Histogram(MOST, DIGITS);

    private final Histogram allConnects = new Histogram(MOST, DIGITS);
    private final Histogram allLate = new Histogram(MOST, DIGITS);
    private final List<Sample> samples = new ArrayList<>();
    private long lastSent;
    private long lastReceived;
    private long lastEnded;

    /**
     * One interval.
     *
     * @param seconds   when it ended, since the start
     * @param connected clients at its end
     * @param sent      packets per second
     * @param received  packets per second
     * @param ended     connections that ended in it
     * @param median    round trip, ms; NaN if there was none
     * @param p99       the same
     * @param most      the same
     */
    record Sample(double seconds, long connected, double sent, double received, long ended, double median, double p99,
            double most) {
    }

    void roundTrip(long nanos) {
        record(roundTrips, nanos);
    }

    void connect(long nanos) {
        record(connects, nanos);
    }

    /** How much later than planned a packet was sent. */
    void late(long nanos) {
        record(late, nanos);
    }

    private static void record(Recorder recorder, long nanos) {
        recorder.recordValue(Math.min(MOST, Math.max(0, nanos / 1000)));
    }

    void problem(String reason) {
        problems.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    /** Ends an interval of so many seconds, so many after the start. */
    Sample sample(double seconds, double length) {
        Histogram interval = collect();
        long nowSent = sent.sum();
        long nowReceived = received.sum();
        long nowEnded = ended.sum();
        boolean some = interval.getTotalCount() > 0;
        Sample sample = new Sample(seconds, connected.sum() - nowEnded, (nowSent - lastSent) / length,
                (nowReceived - lastReceived) / length, nowEnded - lastEnded, some ? millis(interval, 50) : Double.NaN,
                some ? millis(interval, 99) : Double.NaN, some ? interval.getMaxValue() / 1e3 : Double.NaN);
        lastSent = nowSent;
        lastReceived = nowReceived;
        lastEnded = nowEnded;
        samples.add(sample);
        return sample;
    }

    /** Adds to the times of the whole test what has come since it was last done; those times. */
    Histogram collect() {
        Histogram interval = roundTrips.getIntervalHistogram();
        allRoundTrips.add(interval);
        allConnects.add(connects.getIntervalHistogram());
        allLate.add(late.getIntervalHistogram());
        return interval;
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    List<Sample> samples() {
        return samples;
    }

    Histogram roundTrips() {
        return allRoundTrips;
    }

    Histogram connects() {
        return allConnects;
    }

    Histogram late() {
        return allLate;
    }

    /** How often what went wrong. */
    Map<String, Long> problems() {
        Map<String, Long> all = new TreeMap<>();
        problems.forEach((reason, count) -> all.put(reason, count.sum()));
        return all;
    }
}
