package io.github.enet4j.cli.proxy;

import io.github.enet4j.cli.HostPort;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.NetworkPreset;
import io.github.enet4j.testing.NetworkProxy;
import io.github.enet4j.testing.TrafficCounters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a proxy is doing, in lines of text, and what its keys do. Rates are those since the last look. */
final class ProxyView {
    private static final NetworkPreset[] PRESETS = NetworkPreset.values();

    private final NetworkProxy proxy;
    private final ProxyControl control;
    private final Map<Direction, TrafficCounters> last = new EnumMap<>(Direction.class);
    private long lastTime = System.nanoTime();
    private String scope = "";
    private int preset;
    private String answer = "";

    ProxyView(NetworkProxy proxy, ProxyControl control) {
        this.proxy = proxy;
        this.control = control;
        for (Direction direction : Direction.values()) {
            last.put(direction, proxy.getCounters(direction));
        }
    }

    /** For a terminal. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title(proxy) + "   keys change: " + (scope.isEmpty() ? "both" : scope));
        lines.add(String.format(Locale.ROOT, "%-5s %9s %10s %7s %7s %7s %7s %8s  %s",
                "", "packets/s", "kB/s", "lost", "queue", "twice", "late", "filtered", "conditions"));
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - lastTime) / 1e9);
        lastTime = now;
        for (Direction direction : Direction.values()) {
            lines.add(line(direction, seconds));
        }
        lines.add("tab: both/up/down   l/L latency -/+10   j/J jitter -/+5   x/X loss -/+1%   p next preset   n none   "
                + "a acks on/off   q quit");
        lines.add(answer);
        return lines;
    }

    private String line(Direction direction, double seconds) {
        TrafficCounters now = proxy.getCounters(direction);
        TrafficCounters before = last.put(direction, now);
        return String.format(Locale.ROOT, "%-5s %9.0f %10.1f %7d %7d %7d %7d %8d  %s%s", direction,
                (now.delivered() - before.delivered()) / seconds,
                (now.deliveredBytes() - before.deliveredBytes()) / seconds / 1000, now.lost(), now.queueFull(),
                now.duplicated(), now.heldBack(), now.filtered() + now.changed(), proxy.getConditions(direction),
                control.dropsAcknowledgements(direction) ? ", drops acknowledgements" : "");
    }

    static String title(NetworkProxy proxy) {
        return "enet4j proxy  " + HostPort.show(proxy.getLocalAddress()) + " -> " + HostPort.show(proxy.getTarget())
                + "   seed " + proxy.getSeed();
    }

    /** One line per direction, of all since the start. */
    static List<String> totals(NetworkProxy proxy) {
        List<String> lines = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            TrafficCounters all = proxy.getCounters(direction);
            lines.add(String.format(Locale.ROOT,
                    "%-4s received %d (%d bytes), delivered %d, lost %d (%.2f%%), queue full %d, twice %d, late %d, "
                            + "filtered %d, changed %d, refused %d",
                    direction, all.received(), all.receivedBytes(), all.delivered(), all.lost(),
                    all.received() == 0 ? 0.0 : 100.0 * all.lost() / all.received(), all.queueFull(), all.duplicated(),
                    all.heldBack(), all.filtered(), all.changed(), all.refused()));
        }
        return lines;
    }

    /** Does what a key stands for. */
    void press(int key) {
        switch (key) {
            case '\t' -> scope = scope.isEmpty() ? "up" : scope.equals("up") ? "down" : "";
            case 'l', 'L' -> change("latency", key == 'L' ? 10 : -10);
            case 'j', 'J' -> change("jitter", key == 'J' ? 5 : -5);
            case 'x', 'X' -> change("loss", key == 'X' ? 0.01 : -0.01);
            case 'p' -> {
                preset = (preset + 1) % PRESETS.length;
                order("preset " + PRESETS[preset]);
                answer = "preset " + PRESETS[preset];
            }
            case 'n' -> order("none");
            case 'a' -> order("drop-acks " + (control.dropsAcknowledgements(first()) ? "off" : "on"));
            case 'q', 'Q' -> order("quit");
            default -> { }
        }
    }

    private void order(String what) {
        String said = control.execute(scope + " " + what);
        answer = said.startsWith("error") ? said : "";
    }

    private Direction first() {
        return scope.equals("down") ? Direction.TO_CLIENT : Direction.TO_SERVER;
    }

    private void change(String setting, double by) {
        var conditions = proxy.getConditions(first());
        double old = switch (setting) {
            case "latency" -> conditions.getLatency();
            case "jitter" -> conditions.getJitter();
            default -> conditions.getLoss();
        };
        double value = Math.max(0, old + by);
        order(String.format(Locale.ROOT, "%s=%.4f", setting, setting.equals("loss") ? Math.min(1, value) : value));
    }
}
