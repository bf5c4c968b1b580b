package io.github.enet4j.cli.load;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition under which a load test has failed, as {@code p99>50ms} or {@code loss>1%}.
 *
 * @param text   as it was written
 * @param metric a name of {@link LoadResult#metrics}
 * @param sign   what makes it fail
 * @param limit  in the metric's unit
 */
record Threshold(String text, String metric, String sign, double limit) {
    private static final Set<String> COUNTS = Set.of("clients", "connected", "failed", "disconnects", "sent",
            "received", "sent-rate", "received-rate");
    private static final Pattern FORM = Pattern.compile("([a-z0-9.-]+)\\s*(>=|<=|>|<)\\s*([0-9.]+)\\s*(ms|s|%|)");

    /** Understands such a text. */
    static Threshold parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood: \"" + text + "\"; write it like p99>50ms or loss>1%");
        }
        String unit = matcher.group(4);
        String usual = COUNTS.contains(matcher.group(1)) ? "" : matcher.group(1).equals("loss") ? "%" : "ms";
        boolean right = unit.isEmpty() || unit.equals(usual) || unit.equals("s") && usual.equals("ms");
        if (!right) {
            throw new IllegalArgumentException("\"" + text + "\": " + matcher.group(1)
                    + (usual.isEmpty() ? " has no unit" : " is given in " + usual));
        }
        try {
            double value = Double.parseDouble(matcher.group(3));
            return new Threshold(text.strip(), matcher.group(1), matcher.group(2),
                    unit.equals("s") ? value * 1000 : value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: \"" + matcher.group(3) + "\"");
        }
    }

    /** Whether it is crossed; what could not be measured crosses it. */
    boolean isCrossed(Map<String, Double> metrics) {
        Double value = metrics.get(metric);
        if (value == null) {
            throw new IllegalArgumentException("there is no \"" + metric + "\": it is one of " + metrics.keySet());
        }
        return value.isNaN() || switch (sign) {
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }
}
