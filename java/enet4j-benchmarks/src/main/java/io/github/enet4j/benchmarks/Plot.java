package io.github.enet4j.benchmarks;

import java.util.List;
import java.util.Locale;

/** A group of rows as bars: a panel for each row, scaled by itself, a bar for each contender, a line for the spread. */
final class Plot {
    private static final int LEFT = 170;
    private static final int BARS = 420;
    private static final int RIGHT = 230;
    private static final int BAR = 18;
    private static final int PANEL_HEAD = 34;
    private static final int HEAD = 40;
    private static final String OURS = "#1b6ca8";
    private static final String THEIRS = "#9aa5b1";
    private static final String BASE = "#d08c3c";

    private final String title;
    private final Plan.Metric metric;
    private final List<Plan.Row> rows;
    private final List<String> contenders;
    private final String base;
    private final Results results;

    Plot(
            String title, Plan.Metric metric, List<Plan.Row> rows, List<String> contenders, String base,
            Results results) {
        this.title = title;
        this.metric = metric;
        this.rows = rows;
        this.contenders = contenders;
        this.base = base;
        this.results = results;
    }

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = HEAD;
        for (Plan.Row row : rows) {
            y = panel(body, row, y);
        }
        int width = LEFT + BARS + RIGHT;
        int height = y + 10;
        String heading = title + ": " + metric.title() + " in " + metric.unit()
                + (metric.moreIsBetter() ? ", more" : ", less") + " is better";
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + width + " " + height + "\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + text(10, 24, "start", "font-size=\"15\" font-weight=\"bold\"", heading) + body + "</svg>\n";
    }

    private int panel(StringBuilder body, Plan.Row row, int top) {
        double most = 0;
        for (String contender : contenders) {
            Summary summary = results.summary(row, contender, metric);
            most = summary == null ? most : Math.max(most, summary.high());
        }
        body.append(text(10, top + 20, "start", "font-weight=\"bold\"", row.title()));
        int y = top + PANEL_HEAD;
        for (String contender : contenders) {
            if (results.takesPart(row, contender)) {
                bar(body, row, contender, y + BAR / 2, most > 0 ? BARS / most : 0);
                y += BAR;
            }
        }
        return y + 6;
    }

    private void bar(StringBuilder body, Plan.Row row, String contender, int middle, double scale) {
        Summary summary = results.summary(row, contender, metric);
        String figures = "";
        if (summary != null) {
            String colour = contender.startsWith("enet4j") ? OURS : contender.equals(base) ? BASE : THEIRS;
            body.append(String.format(Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                    LEFT, middle - BAR / 2 + 2, summary.median() * scale, BAR - 4, colour))
                    .append(String.format(Locale.ROOT,
                            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>\n",
                            LEFT + summary.low() * scale, LEFT + summary.high() * scale, middle, middle));
            Summary ratio = results.ratio(row, contender, base, metric);
            figures = Report.figure(summary.median())
                    + (ratio == null ? "" : String.format(Locale.ROOT, "  (%.2f x)", ratio.median()));
        }
        int failed = results.failed(row, contender);
        if (failed > 0) {
            figures += "  " + failed + " of " + results.taken(row).rounds() + " failed";
        }
        body.append(text(LEFT - 8, middle + 4, "end", "", contender))
                .append(text(LEFT + BARS + 8, middle + 4, "start", "", figures));
    }

    private static String text(int x, int y, String anchor, String style, String content) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\" " + style + ">" + content
                + "</text>\n";
    }
}
