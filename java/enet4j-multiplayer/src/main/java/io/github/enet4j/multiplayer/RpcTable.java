package io.github.enet4j.multiplayer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The remote methods of one node: those that its script declares, and those configured on the node itself. Each of the
 * two lists is numbered in the order of the names, and a checksum over all names tells whether two sides have the same.
 */
final class RpcTable {
    /** Set in the ids of methods that are configured on the node. */
    static final int NODE_METHOD = 0x8000;

    /** One method. Without a mode it is not declared (yet), and only a place for the handler. */
    static final class Method {
        final String name;
        RpcMode mode;
        TransferMode transferMode;
        int channel;
        boolean callLocal;
        RpcHandler handler;
        int id;

        Method(String name) {
            this.name = name;
        }
    }

    /** How many numbers there are, but for the last one of all, which stands for no method. */
    private static final int MOST_METHODS = NODE_METHOD - 1;

    private static final Method[] NONE = {};
    private static final byte[] NO_NAMES = md5("");

    private final Map<String, Method> script = new HashMap<>();
    private final Map<String, Method> own = new HashMap<>();
    private Method[] sortedScript = NONE;
    private Method[] sortedOwn = NONE;

    /** 32 hexadecimal digits; null when the lists have changed. */
    private byte[] checksum;

    /** The handler of the script's method and of the node's, if there are both. */
    void handle(String name, RpcHandler handler) {
        script.computeIfAbsent(name, Method::new).handler = handler;
        own.computeIfAbsent(name, Method::new).handler = handler;
    }

    /** Declares a method of the script, or one configured on the node, or changes it. */
    void declare(String name, boolean onNode, RpcMode mode, TransferMode transferMode, int channel, boolean callLocal) {
        checkName(name);
        Channels.require(channel, name);
        Map<String, Method> methods = onNode ? own : script;
        if (methods.size() == MOST_METHODS && !methods.containsKey(name)) {
            throw new IllegalArgumentException(name + ": a node has at most " + MOST_METHODS + " methods");
        }
        Method method = methods.computeIfAbsent(name, Method::new);
        method.mode = mode;
        method.transferMode = transferMode;
        method.channel = channel;
        method.callLocal = callLocal;
        checksum = null;
    }

    /** Scripts have letters of all languages in their names, but nothing else. */
    private static void checkName(String name) {
        boolean valid = !name.isEmpty() && name.codePoints().noneMatch(Character::isIdentifierIgnorable)
                && Character.isJavaIdentifierStart(name.codePointAt(0))
                && name.codePoints().allMatch(Character::isJavaIdentifierPart);
        if (!valid) {
            throw new IllegalArgumentException(Shown.text("no method can be called '" + name + "'"));
        }
    }

    /** The declared method that a call of this name means; null when there is none. */
    Method find(String name) {
        build();
        Method method = script.get(name);
        if (method == null || method.mode == null) {
            method = own.get(name);
        }
        return method == null || method.mode == null ? null : method;
    }

    Method find(int id) {
        build();
        Method[] list = (id & NODE_METHOD) != 0 ? sortedOwn : sortedScript;
        int index = id & ~NODE_METHOD;
        return index < list.length ? list[index] : null;
    }

    byte[] checksum() {
        build();
        return checksum;
    }

    /** The names that the checksum covers, in its order. */
    String names() {
        build();
        StringBuilder names = new StringBuilder();
        for (Method[] list : new Method[][] {sortedOwn, sortedScript}) {
            for (Method method : list) {
                names.append(method.name);
            }
        }
        return names.toString();
    }

    /** The names in the order of their numbers. */
    List<String> list() {
        build();
        return Stream.of(sortedScript, sortedOwn).flatMap(Stream::of).map(method -> method.name).toList();
    }

    private void build() {
        if (checksum != null) {
            return;
        }
        sortedOwn = sort(own, NODE_METHOD);
        sortedScript = sort(script, 0);
        checksum = NO_NAMES;
        String names = names();
        if (!names.isEmpty()) {
            checksum = md5(names);
        }
    }

    private static Method[] sort(Map<String, Method> methods, int flag) {
        Method[] sorted = methods.values().stream()
                .filter(method -> method.mode != null)
                .sorted((a, b) -> compare(a.name, b.name))
                .toArray(Method[]::new);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i].id = i | flag;
        }
        return sorted;
    }

    /** By code points, as Godot sorts; String.compareTo has another order outside of the basic plane. */
    private static int compare(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    private static byte[] md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every Java platform has it
        }
    }
}
