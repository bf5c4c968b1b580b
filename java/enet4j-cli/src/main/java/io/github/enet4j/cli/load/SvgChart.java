package io.github.enet4j.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot of lines over a common axis, as SVG that stands in a page by itself. */
final class SvgChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int RIGHT = 28;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;

    /** A line: NaN leaves a gap. */
    private record Line(String name, String color, double[] values) {
    }

    /** A mark on the horizontal axis. */
    private record Mark(double at, String label) {
    }

    private final String axis;
    private final String unit;
    private final double[] positions;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** What the horizontal axis says, the unit of the vertical one, and where the points are, ascending. */
    SvgChart(String axis, String unit, double[] positions) {
        this.axis = axis;
        this.unit = unit;
        this.positions = positions;
    }

    SvgChart line(String name, String color, double[] values) {
        lines.add(new Line(name, color, values));
        return this;
    }

    /** Labels of its own for the horizontal axis, instead of round numbers. */
    SvgChart mark(double at, String label) {
        marks.add(new Mark(at, label));
        return this;
    }

    String svg() {
        double least = positions.length == 0 ? 0 : positions[0];
        double most = positions.length == 0 ? 1 : positions[positions.length - 1];
        double width = Math.max(1e-9, most - least);
        double top = ceiling();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT));
        for (int i = 0; i <= TICKS; i++) {
            double value = top * i / TICKS;
            double y = y(value, top);
            svg.append(gridLine(LEFT, y, WIDTH - RIGHT, y));
            svg.append(text("end", LEFT - 8, y + 4, label(value)));
        }
        List<Mark> shown = marks.isEmpty() ? roundMarks(least, most) : marks;
        for (Mark mark : shown) {
            double x = x((mark.at - least) / width);
            svg.append(gridLine(x, TOP, x, HEIGHT - BOTTOM));
            svg.append(text("middle", x, HEIGHT - BOTTOM + 16, mark.label));
        }
        svg.append(text("middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, axis));
        svg.append("<text class=\"unit\" transform=\"translate(14 " + (TOP + HEIGHT - BOTTOM) / 2
                + ") rotate(-90)\" text-anchor=\"middle\">" + unit + "</text>\n");
        for (Line line : lines) {
            svg.append(path(line, least, width, top));
        }
        return svg.append("</svg>\n").toString() + legend();
    }

    private String path(Line line, double least, double width, double top) {
        StringBuilder points = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < positions.length; i++) {
            if (Double.isNaN(line.values[i])) {
                pen = false;
                continue;
            }
            points.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x((positions[i] - least) / width),
                    y(line.values[i], top)));
            pen = true;
        }
        return "<path fill=\"none\" stroke=\"" + line.color + "\" stroke-width=\"2\" stroke-linecap=\"round\" d=\""
                + points + "\"/>\n";
    }

    private String legend() {
        StringBuilder html = new StringBuilder("<p class=\"legend\">");
        for (Line line : lines) {
            html.append("<span><i style=\"background:").append(line.color).append("\"></i>").append(line.name)
                    .append("</span> ");
        }
        return html.append("</p>\n").toString();
    }

    private static String text(String anchor, double x, double y, String text) {
        return String.format(Locale.ROOT, "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", anchor, x, y,
                text);
    }

    private static String gridLine(double x1, double y1, double x2, double y2) {
        return String.format(Locale.ROOT, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1, y1, x2, y2);
    }

    private static double x(double part) {
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    private static List<Mark> roundMarks(double least, double most) {
        List<Mark> marks = new ArrayList<>();
        double step = round((most - least) / 8);
        for (double at = Math.ceil(least / step) * step; at <= most + 1e-9; at += step) {
            marks.add(new Mark(at, label(at)));
        }
        return marks;
    }

    /** Above all values, and easily divided. */
    private double ceiling() {
        double most = 0;
        for (Line line : lines) {
            for (double value : line.values) {
                most = Double.isNaN(value) ? most : Math.max(most, value);
            }
        }
        return most <= 0 ? 1 : round(most / TICKS) * TICKS;
    }

    /** The next of 1, 2, 2.5, 5 times a power of ten. */
    private static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= value * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String label(double value) {
        return value >= 1e6 ? trim(value / 1e6) + " M" : value >= 1e4 ? trim(value / 1e3) + " k" : trim(value);
    }

    private static String trim(double value) {
        return String.format(Locale.ROOT, "%.4g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
