package io.github.enet4j.benchmarks;

import java.util.List;
import java.util.Locale;

/** All rows in one picture: how many times as good as another one a contender is, on a scale of doublings. */
final class Overview {
    private static final int LEFT = 330;
    private static final int WIDTH = 820;
    private static final int DOUBLING = 70;
    private static final int BAR = 20;
    private static final int HEAD = 52;

    private final String contender;
    private final String base;
    private final Results results;

    Overview(String contender, String base, Results results) {
        this.contender = contender;
        this.base = base;
        this.results = results;
    }

    String svg(List<Plan.Row> rows) {
        StringBuilder body = new StringBuilder();
        int y = HEAD;
        for (Plan.Row row : rows) {
            Plan.Metric metric = row.metrics().get(0);
            Summary ratio = results.ratio(row, contender, base, metric);
            if (ratio != null) {
                bar(body, y, row, metric, ratio);
                y += BAR;
            }
        }
        int zero = LEFT + 2 * DOUBLING;
        return String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" "
                + "viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\">%3$s beside %4$s: to the right is "
                + "better</text>%n<text x=\"%5$d\" y=\"44\" text-anchor=\"middle\">equal</text>%n%6$s"
                + "<line x1=\"%5$d\" x2=\"%5$d\" y1=\"%7$d\" y2=\"%8$d\" stroke=\"black\"/>%n</svg>%n",
                WIDTH, y + 10, contender, base, zero, body, HEAD, y);
    }

    private static void bar(StringBuilder body, int y, Plan.Row row, Plan.Metric metric, Summary ratio) {
        double times = metric.moreIsBetter() ? ratio.median() : 1 / ratio.median();
        double length = Math.max(-2, Math.min(4, Math.log(times) / Math.log(2))) * DOUBLING;
        int zero = LEFT + 2 * DOUBLING;
        double from = Math.min(zero, zero + length);
        body.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                + "<text x=\"%.1f\" y=\"%d\">%.2f x</text>%n",
                LEFT - 8, y + 14, row.group() + ": " + row.title(), from, y + 3, Math.abs(length), BAR - 6,
                times >= 1 ? "#1b6ca8" : "#d08c3c", Math.max(zero, zero + length) + 6, y + 14, times));
    }
}
