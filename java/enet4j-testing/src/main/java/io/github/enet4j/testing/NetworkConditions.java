package io.github.enet4j.testing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a network does to datagrams in one direction. Immutable: each method gives changed conditions.
 *
 * <pre>{@code
 * NetworkConditions slow = NetworkConditions.NONE.latency(80).jitter(20).loss(0.02);
 * }</pre>
 *
 * <p>A datagram that is not lost first waits for its turn where the rate is limited, is then under way for the latency,
 * more or less, and may arrive twice. Later datagrams do not overtake it unless it is one of those that are reordered.
 *
 * @since 0.1.0
 */
public final class NetworkConditions {
    private static final double USUAL_REORDERING_DELAY = 10;
    private static final double USUAL_QUEUE_SECONDS = 0.2;
    private static final int LEAST_USUAL_QUEUE = 6000;

    /** A network that does nothing to datagrams. */
    public static final NetworkConditions NONE = new NetworkConditions(0, 0, 0, 0, 0, 0, USUAL_REORDERING_DELAY, 0, 0);

    private static final Pattern SETTING = Pattern.compile("([a-z-]+)\\s*=?\\s*([0-9.]+)([a-z%]*)");
    private static final Map<String, Double> TIMES = Map.of("", 1.0, "ms", 1.0, "s", 1000.0);
    private static final Map<String, Double> FRACTIONS = Map.of("", 1.0, "%", 0.01);
    private static final Map<String, Double> NUMBERS = Map.of("", 1.0);
    private static final Map<String, Double> RATES = Map.of("", 1.0, "bit", 1.0, "kbit", 1e3, "mbit", 1e6, "gbit", 1e9);
    private static final Map<String, Double> SIZES = Map.of("", 1.0, "b", 1.0, "kb", 1e3, "mb", 1e6);

    private final double latency;
    private final double jitter;
    private final double loss;
    private final double lossBurst;
    private final double duplication;
    private final double reordering;
    private final double reorderingDelay;
    private final long rate;
    private final int queue;

    private NetworkConditions(double latency, double jitter, double loss, double lossBurst, double duplication,
            double reordering, double reorderingDelay, long rate, int queue) {
        this.latency = latency;
        this.jitter = jitter;
        this.loss = loss;
        this.lossBurst = lossBurst;
        this.duplication = duplication;
        this.reordering = reordering;
        this.reorderingDelay = reorderingDelay;
        this.rate = rate;
        this.queue = queue;
        if (loss > 0 && loss < 1 && lossBurst > 0 && loss / (1 - loss) > lossBurst) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "a loss of %s needs bursts of %.3g or more on average", percent(loss), loss / (1 - loss)));
        }
    }

    /**
     * Sets how long a datagram is under way.
     *
     * @param milliseconds 0 to 3,600,000
     * @return these conditions but for that
     */
    public NetworkConditions latency(double milliseconds) {
        return new NetworkConditions(time("latency", milliseconds), jitter, loss, lossBurst, duplication, reordering,
                reorderingDelay, rate, queue);
    }

    /**
     * Sets how much that varies: evenly, between so much less and so much more (never less than nothing).
     *
     * @param milliseconds 0 to 3,600,000
     * @return these conditions but for that
     */
    public NetworkConditions jitter(double milliseconds) {
        return new NetworkConditions(latency, time("jitter", milliseconds), loss, lossBurst, duplication, reordering,
                reorderingDelay, rate, queue);
    }

    /**
     * Sets how many datagrams get lost.
     *
     * @param fraction 0 to 1
     * @return these conditions but for that
     */
    public NetworkConditions loss(double fraction) {
        return new NetworkConditions(latency, jitter, fraction("loss", fraction), lossBurst, duplication, reordering,
                reorderingDelay, rate, queue);
    }

    /**
     * Sets how many datagrams in a row get lost, on average, where some are. The fraction stays that of
     * {@link #loss(double)}.
     *
     * @param datagrams 1 or more; 0: each is lost or not independently of the one before
     * @return these conditions but for that
     */
    public NetworkConditions lossBurst(double datagrams) {
        check(datagrams == 0 || datagrams >= 1 && datagrams <= 1e6, "lossBurst", datagrams, "0, or 1 to 1000000");
        return new NetworkConditions(latency, jitter, loss, datagrams, duplication, reordering, reorderingDelay, rate,
                queue);
    }

    /**
     * Sets how many datagrams arrive twice.
     *
     * @param fraction 0 to 1
     * @return these conditions but for that
     */
    public NetworkConditions duplication(double fraction) {
        return new NetworkConditions(latency, jitter, loss, lossBurst, fraction("duplication", fraction), reordering,
                reorderingDelay, rate, queue);
    }

    /**
     * Sets how many datagrams are held back, so that those behind may overtake them.
     *
     * @param fraction 0 to 1
     * @return these conditions but for that
     */
    public NetworkConditions reordering(double fraction) {
        return new NetworkConditions(latency, jitter, loss, lossBurst, duplication, fraction("reordering", fraction),
                reorderingDelay, rate, queue);
    }

    /**
     * Sets how long they are held back; 10 ms otherwise.
     *
     * @param milliseconds 0 to 3,600,000
     * @return these conditions but for that
     */
    public NetworkConditions reorderingDelay(double milliseconds) {
        return new NetworkConditions(latency, jitter, loss, lossBurst, duplication, reordering,
                time("reorderingDelay", milliseconds), rate, queue);
    }

    /**
     * Limits how much gets through. Each datagram counts with 28 bytes of headers.
     *
     * @param bitsPerSecond 1 or more; 0: no limit
     * @return these conditions but for that
     */
    public NetworkConditions rate(long bitsPerSecond) {
        check(bitsPerSecond >= 0, "rate", bitsPerSecond, "0 or more");
        return new NetworkConditions(latency, jitter, loss, lossBurst, duplication, reordering, reorderingDelay,
                bitsPerSecond, queue);
    }

    /**
     * Sets how much may wait where the rate is limited; what comes when that is full is lost.
     *
     * @param bytes 1 or more; 0: what the rate lets through in 200 ms, but at least 6000
     * @return these conditions but for that
     */
    public NetworkConditions queue(int bytes) {
        check(bytes >= 0, "queue", bytes, "0 or more");
        return new NetworkConditions(latency, jitter, loss, lossBurst, duplication, reordering, reorderingDelay, rate,
                bytes);
    }

    /**
     * These conditions, changed as a text says: {@code "latency=80ms jitter=20 loss=2% burst=3 duplicate=1% reorder=1%
     * reorder-delay=10 rate=2mbit queue=64kb"}. Times are ms unless there is an s; fractions may be percentages; the
     * equals sign may be left out.
     *
     * @param settings the text, in which spaces or commas part the settings
     * @return these conditions but for what the text sets
     * @throws IllegalArgumentException if the text can't be understood or a value is outside its range
     */
    public NetworkConditions with(String settings) {
        String rest = settings.toLowerCase(Locale.ROOT).strip();
        Matcher matcher = SETTING.matcher(rest);
        NetworkConditions result = this;
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("not understood: \"" + rest.substring(at) + "\"");
            }
            result = result.with(matcher.group(1), matcher.group(2), matcher.group(3));
            at = matcher.end();
            while (at < rest.length() && (rest.charAt(at) == ',' || Character.isWhitespace(rest.charAt(at)))) {
                at++;
            }
        }
        return result;
    }

    private NetworkConditions with(String name, String number, String unit) {
        return switch (name) {
            case "latency" -> latency(value(name, number, unit, TIMES));
            case "jitter" -> jitter(value(name, number, unit, TIMES));
            case "loss" -> loss(value(name, number, unit, FRACTIONS));
            case "burst" -> lossBurst(value(name, number, unit, NUMBERS));
            case "duplicate" -> duplication(value(name, number, unit, FRACTIONS));
            case "reorder" -> reordering(value(name, number, unit, FRACTIONS));
            case "reorder-delay" -> reorderingDelay(value(name, number, unit, TIMES));
            case "rate" -> rate(Math.round(value(name, number, unit, RATES)));
            case "queue" -> queue((int) Math.min(value(name, number, unit, SIZES), Integer.MAX_VALUE));
            default -> throw new IllegalArgumentException("there is no \"" + name + "\": it is one of latency, jitter, "
                    + "loss, burst, duplicate, reorder, reorder-delay, rate, queue");
        };
    }

    private static double value(String name, String number, String unit, Map<String, Double> units) {
        Double factor = units.get(unit);
        if (factor == null) {
            String known = units.keySet().stream().filter(each -> !each.isEmpty()).sorted()
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("\"" + name + "=" + number + unit + "\": "
                    + (known.isEmpty() ? name + " has no unit" : name + " is given in " + known));
        }
        try {
            return Double.parseDouble(number) * factor;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: \"" + number + "\"", e);
        }
    }

    /**
     * How long a datagram is under way.
     *
     * @return ms
     */
    public double getLatency() {
        return latency;
    }

    /**
     * How much that varies.
     *
     * @return ms, in both directions
     */
    public double getJitter() {
        return jitter;
    }

    /**
     * How many datagrams get lost.
     *
     * @return 0 to 1
     */
    public double getLoss() {
        return loss;
    }

    /**
     * How many get lost in a row.
     *
     * @return datagrams on average; 0 when each for itself
     */
    public double getLossBurst() {
        return lossBurst;
    }

    /**
     * How many datagrams arrive twice.
     *
     * @return 0 to 1
     */
    public double getDuplication() {
        return duplication;
    }

    /**
     * How many datagrams are held back.
     *
     * @return 0 to 1
     */
    public double getReordering() {
        return reordering;
    }

    /**
     * How long they are held back.
     *
     * @return ms
     */
    public double getReorderingDelay() {
        return reorderingDelay;
    }

    /**
     * How much gets through.
     *
     * @return bits per second, 0 for no limit
     */
    public long getRate() {
        return rate;
    }

    /**
     * How much may wait for that.
     *
     * @return bytes
     */
    public int getQueue() {
        double usual = Math.max(LEAST_USUAL_QUEUE, rate / 8.0 * USUAL_QUEUE_SECONDS);
        return queue > 0 ? queue : (int) Math.min(usual, Integer.MAX_VALUE);
    }

    /** The conditions in the words of {@link #with(String)}; "none" if they do nothing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, latency > 0, "latency=" + plain(latency) + "ms");
        append(text, jitter > 0, "jitter=" + plain(jitter) + "ms");
        append(text, loss > 0, "loss=" + percent(loss));
        append(text, loss > 0 && lossBurst > 0, "burst=" + plain(lossBurst));
        append(text, duplication > 0, "duplicate=" + percent(duplication));
        append(text, reordering > 0,
                "reorder=" + percent(reordering) + " reorder-delay=" + plain(reorderingDelay) + "ms");
        append(text, rate > 0, "rate=" + rate + "bit queue=" + getQueue() + "b");
        return text.isEmpty() ? "none" : text.toString();
    }

    private static void append(StringBuilder text, boolean needed, String setting) {
        if (needed) {
            text.append(text.isEmpty() ? "" : " ").append(setting);
        }
    }

    private static String percent(double fraction) {
        return plain(fraction * 100) + "%";
    }

    private static String plain(double value) {
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    private static double time(String name, double milliseconds) {
        check(milliseconds >= 0 && milliseconds <= 3_600_000, name, milliseconds, "0 to 3600000 ms");
        return milliseconds;
    }

    private static double fraction(String name, double value) {
        check(value >= 0 && value <= 1, name, value, "0 to 1");
        return value;
    }

    private static void check(boolean right, String name, double value, String range) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be " + range);
        }
    }
}
