package io.github.enet4j.cli.proxy;

import io.github.enet4j.testing.DatagramFilter;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.ENetFilters;
import io.github.enet4j.testing.NetworkConditions;
import io.github.enet4j.testing.NetworkPreset;
import io.github.enet4j.testing.NetworkProxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Changes a running proxy by lines of text, from wherever they come: options, keys, the control port. */
final class ProxyControl {
    static final String HELP = "[up|down] SETTINGS (latency=50 loss=2% ...) | [up|down] preset NAME | [up|down] none | "
            + "[up|down] drop-reliable N | [up|down] drop-acks on|off | show | quit";

    private final NetworkProxy proxy;
    private final Runnable quit;
    private final Map<Direction, DatagramFilter> acknowledgements = new EnumMap<>(Direction.class);

    ProxyControl(NetworkProxy proxy, Runnable quit) {
        this.proxy = proxy;
        this.quit = quit;
    }

    /** Does what a line says, and returns what to answer. */
    synchronized String execute(String line) {
        try {
            return perform(line.strip());
        } catch (IllegalArgumentException e) {
            return "error: " + e.getMessage();
        }
    }

    private String perform(String line) {
        String[] words = line.split("\\s+");
        List<Direction> directions = switch (words[0]) {
            case "up" -> List.of(Direction.TO_SERVER);
            case "down" -> List.of(Direction.TO_CLIENT);
            default -> List.of(Direction.values());
        };
        String order = directions.size() == 1 ? line.substring(words[0].length()).strip() : line;
        String[] parts = order.split("\\s+", 2);
        String argument = parts.length > 1 ? parts[1] : "";
        switch (parts[0]) {
            case "" -> throw new IllegalArgumentException("there is nothing to do in \"" + line + "\": " + HELP);
            case "help" -> {
                return HELP;
            }
            case "show" -> {
                return show();
            }
            case "quit" -> {
                quit.run();
                return "ok";
            }
            case "none" -> directions.forEach(each -> proxy.setConditions(each, NetworkConditions.NONE));
            case "preset" -> {
                NetworkPreset preset = NetworkPreset.of(argument);
                directions.forEach(each -> proxy.setConditions(each, preset.conditions(each)));
            }
            case "drop-reliable" -> dropReliable(directions, argument);
            case "drop-acks" -> dropAcknowledgements(directions, argument);
            default -> set(directions, order);
        }
        return "ok " + show();
    }

    private void set(List<Direction> directions, String settings) {
        /* First all, so that nothing is changed when one is refused. */
        List<NetworkConditions> changed = directions.stream()
                .map(each -> proxy.getConditions(each).with(settings)).toList();
        for (int i = 0; i < changed.size(); i++) {
            proxy.setConditions(directions.get(i), changed.get(i));
        }
    }

    private void dropReliable(List<Direction> directions, String argument) {
        int n;
        try {
            n = Integer.parseInt(argument);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("which packet? drop-reliable takes a number from 1", e);
        }
        directions.forEach(each -> proxy.addFilter(ENetFilters.dropReliable(each, n)));
    }

    private void dropAcknowledgements(List<Direction> directions, String argument) {
        boolean on = switch (argument) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("drop-acks takes on or off");
        };
        for (Direction each : directions) {
            DatagramFilter old = acknowledgements.remove(each);
            if (old != null) {
                proxy.removeFilter(old);
            }
            if (on) {
                acknowledgements.put(each, ENetFilters.dropAcknowledgements(each));
                proxy.addFilter(acknowledgements.get(each));
            }
        }
    }

    /** Whether acknowledgements are dropped in that direction. */
    synchronized boolean dropsAcknowledgements(Direction direction) {
        return acknowledgements.containsKey(direction);
    }

    private String show() {
        StringBuilder text = new StringBuilder();
        for (Direction direction : Direction.values()) {
            text.append(text.isEmpty() ? "" : "; ");
            text.append(direction).append(": ").append(proxy.getConditions(direction));
            text.append(acknowledgements.containsKey(direction) ? ", drops acknowledgements" : "");
        }
        return text.toString();
    }
}
