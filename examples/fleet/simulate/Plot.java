package simulate;

import java.util.List;
import java.util.Locale;

/** Players and places over the day, as SVG. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int BOTTOM = 40;
    private static final int TOP = 20;

    private final StringBuilder svg = new StringBuilder();
    private final double most;

    private Plot(double most) {
        this.most = most;
    }

    static String of(Inputs inputs, Day day) {
        int capacity = inputs.capacity();
        List<Integer> places = day.servers.stream().map(count -> count * capacity).toList();
        double most = places.stream().mapToInt(each -> each).max().orElseThrow() * 1.1;
        Plot plot = new Plot(most);
        plot.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n", WIDTH, HEIGHT);
        for (int step = 0; step < most; step += 200_000) {
            plot.add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>\n", LEFT, plot.y(step), WIDTH - 10);
            plot.add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>\n", LEFT - 6, plot.y(step) + 4, step);
        }
        for (int hour = 0; hour <= 24; hour += 4) {
            plot.add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d:00</text>\n",
                    plot.x(hour * 3600), HEIGHT - BOTTOM + 18, hour);
        }
        plot.line(places, "#c60", "places on all servers");
        plot.line(day.players, "#06c", "players");
        plot.add("<text x=\"%d\" y=\"%d\" fill=\"#c60\">places on all servers</text>\n", LEFT + 20, TOP + 14);
        plot.add("<text x=\"%d\" y=\"%d\" fill=\"#06c\">players</text>\n", LEFT + 20, TOP + 32);
        return plot.svg.append("</svg>\n").toString();
    }

    private void line(List<Integer> values, String colour, String what) {
        add("<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"\nd=\"", colour);
        for (int i = 0; i < values.size(); i++) {
            add("%s%.1f %.1f", i == 0 ? "M" : i % 7 == 0 ? "\nL" : "L", x(i * Day.SAMPLE), y(values.get(i)));
        }
        add("\">\n<title>%s</title></path>\n", what);
    }

    private double x(int second) {
        return LEFT + (WIDTH - LEFT - 20.0) * second / Day.SECONDS;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
