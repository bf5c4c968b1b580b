package io.github.enet4j.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** All rows that the base is in, in one picture: how many times as good a contender is, on a scale of doublings. */
final class Overview {
    private static final int LEFT = 380;
    private static final int WIDTH = 880;
    private static final int DOUBLING = 70;
    private static final int LEAST_DOUBLINGS = -2;
    private static final int MOST_DOUBLINGS = 4;
    private static final int ZERO = LEFT - LEAST_DOUBLINGS * DOUBLING;
    private static final int BAR = 20;
    private static final int HEAD = 72;
    private static final int ARROW = 10;

    private final List<String> contenders;
    private final String marked;
    private final String base;
    private final Results results;

    /**
     * One bar for each row.
     *
     * @param contenders whose bar it is: of the first that takes part in the row
     * @param marked     a contender that gets a mark beside the bar
     */
    Overview(List<String> contenders, String marked, String base, Results results) {
        this.contenders = contenders;
        this.marked = marked;
        this.base = base;
        this.results = results;
    }

    String svg(List<Plan.Row> rows) {
        StringBuilder body = new StringBuilder();
        int y = HEAD;
        for (Plan.Row row : rows) {
            for (String contender : contenders) {
                Summary ratio = results.ratio(row, contender, base, row.first());
                if (ratio != null) {
                    bar(body, y, row, contender, times(row, ratio));
                    y += BAR;
                    break;
                }
            }
        }
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" "
                + "viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\">%3$s beside %4$s: to the right is "
                + "better</text>%n<text x=\"10\" y=\"42\">A circle: %9$s. An arrow: longer than the scale.</text>%n"
                + "<text x=\"%5$d\" y=\"64\" text-anchor=\"middle\">equal</text>%n%6$s"
                + "<line x1=\"%5$d\" x2=\"%5$d\" y1=\"%7$d\" y2=\"%8$d\" stroke=\"black\"/>%n</svg>%n",
                WIDTH, y + 10, contenders.get(0), base, ZERO, body, HEAD, y, marked);
    }

    private static double times(Plan.Row row, Summary ratio) {
        return row.first().moreIsBetter() ? ratio.median() : 1 / ratio.median();
    }

    private static double position(double times) {
        double doublings = Math.log(times) / Math.log(2);
        return ZERO + Math.max(LEAST_DOUBLINGS, Math.min(MOST_DOUBLINGS, doublings)) * DOUBLING;
    }

    private void bar(StringBuilder body, int y, Plan.Row row, String contender, double times) {
        double end = position(times);
        double right = Math.max(ZERO, end);
        String colour = times >= 1 ? "#1b6ca8" : "#d08c3c";
        body.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                LEFT - 8 - ARROW, y + 14, row.group() + ": " + row.title()
                        + (contender.equals(contenders.get(0)) ? "" : " (" + contender + ")")));
        body.append(String.format(Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                Math.min(ZERO, end), y + 3, Math.abs(end - ZERO), BAR - 6, colour));
        boolean isCut = end == ZERO + LEAST_DOUBLINGS * DOUBLING || end == ZERO + MOST_DOUBLINGS * DOUBLING;
        if (isCut) {
            double tip = end + Math.copySign(ARROW, end - ZERO);
            body.append(String.format(Locale.ROOT, "<path d=\"M%.1f %d L%.1f %d L%.1f %d Z\" fill=\"%s\"/>%n",
                    end, y, tip, y + BAR / 2, end, y + BAR, colour));
            right = Math.max(right, tip);
        }
        Summary mark = results.ratio(row, marked, base, row.first());
        if (mark != null) {
            double middle = position(times(row, mark));
            body.append(String.format(Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"white\" stroke=\"black\"/>%n", middle, y + BAR / 2));
            right = Math.max(right, middle + 5);
        }
        body.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s x</text>%n",
                right + 6, y + 14, number(times)));
    }

    /** Two decimals, or as many as the first digit needs. */
    private static String number(double times) {
        return times >= 0.1
                ? String.format(Locale.ROOT, "%.2f", times)
                : BigDecimal.valueOf(times).round(new MathContext(1)).toPlainString();
    }
}
