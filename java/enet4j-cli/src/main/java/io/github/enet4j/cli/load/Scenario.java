package io.github.enet4j.cli.load;

import io.github.enet4j.multiplayer.TransferMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The RPCs that each client of a Godot server calls, from a YAML file.
 *
 * @param node    the path of the node that has the methods
 * @param methods all methods with {@code @rpc} of its script: their numbers depend on all of them
 * @param calls   which to call, and how often
 * @param answer  the method by which the server answers, handing back the time; null if it does not
 */
record Scenario(String node, List<String> methods, List<Call> calls, String answer) {
    /** In a call's arguments: when it was due, which an answer hands back. */
    static final String DUE = "$due";

    /** In a call's arguments: how many calls came before it. */
    static final String NUMBER = "$number";

    /**
     * A call.
     *
     * @param method    what to call
     * @param arguments with what
     * @param rate      per second and client
     * @param transfer  how
     * @param channel   on which of Godot's channels
     * @param target    whom; 1 is the server
     */
    record Call(String method, List<Object> arguments, double rate, TransferMode transfer, int channel, int target) {
    }

    /** Understands such a file. */
    static Scenario parse(String text) {
        try {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            Map<?, ?> map = map(root, "the scenario");
            known(map, Set.of("node", "methods", "calls", "answer"), "the scenario");
            List<String> methods = list(map.get("methods"), "methods").stream().map(String::valueOf).toList();
            List<Call> calls = new ArrayList<>();
            for (Object each : list(map.get("calls"), "calls")) {
                calls.add(call(map(each, "a call"), methods));
            }
            String answer = map.get("answer") == null ? null : map.get("answer").toString();
            require(answer == null || methods.contains(answer),
                    "the answer \"" + answer + "\" is not among the methods");
            require(map.get("node") != null, "there is no node");
            require(!calls.isEmpty(), "there are no calls");
            return new Scenario(map.get("node").toString(), methods, List.copyOf(calls), answer);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("the scenario is no YAML: " + e.getMessage());
        }
    }

    private static Call call(Map<?, ?> map, List<String> methods) {
        known(map, Set.of("method", "arguments", "rate", "transfer", "channel", "target"), "a call");
        String method = String.valueOf(map.get("method"));
        require(methods.contains(method), "the call of \"" + method + "\" is not among the methods");
        List<Object> arguments = map.get("arguments") == null ? List.of()
                : Collections.unmodifiableList(new ArrayList<>(list(map.get("arguments"), "arguments")));
        double rate = number(map.get("rate"), 10, "rate");
        require(rate > 0 && rate <= 1e6, "a rate must be above 0, up to 1000000");
        String transfer = map.get("transfer") == null ? "reliable" : map.get("transfer").toString();
        int channel = integer(map.get("channel"), 0, "channel");
        int target = integer(map.get("target"), 1, "target");
        try {
            return new Call(method, arguments, rate, TransferMode.valueOf(transfer.toUpperCase(Locale.ROOT)), channel,
                    target);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "scenario: transfer is reliable, unreliable or unreliable_ordered, not " + transfer);
        }
    }

    private static void known(Map<?, ?> map, Set<String> names, String where) {
        map.keySet().forEach(each -> require(names.contains(String.valueOf(each)),
                "there is no \"" + each + "\" in " + where + ": " + names));
    }

    private static Map<?, ?> map(Object value, String what) {
        require(value instanceof Map, what + " must be a list of NAME: VALUE");
        return (Map<?, ?>) value;
    }

    private static List<?> list(Object value, String what) {
        require(value instanceof List, what + " must be a list");
        return (List<?>) value;
    }

    private static double number(Object value, double otherwise, String what) {
        require(value == null || value instanceof Number, what + " must be a number");
        return value == null ? otherwise : ((Number) value).doubleValue();
    }

    private static int integer(Object value, int otherwise, String what) {
        double number = number(value, otherwise, what);
        require(number == (int) number, what + " must be a whole number of 32 bits");
        return (int) number;
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("scenario: " + message);
        }
    }

    /** In a few words. */
    @Override
    public String toString() {
        return "Godot RPCs on " + node + ": " + calls.stream()
                .map(each -> each.method + " " + LoadText.number(each.rate) + "/s").collect(Collectors.joining(", "));
    }
}
