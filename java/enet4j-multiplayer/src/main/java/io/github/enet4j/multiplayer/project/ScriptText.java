package io.github.enet4j.multiplayer.project;

import io.github.enet4j.multiplayer.GodotProjectException;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.multiplayer.TransferMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script says of remote methods: the one it extends, and its {@code @rpc} lines.
 *
 * @since 0.1.0
 */
public final class ScriptText {
    /**
     * A remote method.
     *
     * @param name         the method's name
     * @param file         the script that has it
     * @param line         where
     * @param mode         who may call it
     * @param transferMode how calls travel
     * @param channel      on which channel
     * @param callLocal    whether it runs on the caller, too
     * @param parameters   what it takes
     * @since 0.1.0
     */
    public record Method(String name, String file, int line, RpcMode mode, TransferMode transferMode, int channel,
            boolean callLocal, List<Parameter> parameters) {
    }

    /**
     * A parameter of one.
     *
     * @param name     its name
     * @param type     as it is written; null when it is not
     * @param optional whether it has a default
     * @since 0.1.0
     */
    public record Parameter(String name, String type, boolean optional) {
    }

    /* Names have letters of all languages. */
    private static final Pattern EXTENDS = Pattern.compile(
            "\\bextends\\s+((?:\"[^\"]*\"|'[^']*')(\\s*\\.)?|[\\w.]+)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FUNCTION = Pattern.compile(
            "(?:static\\s+)?func\\s+(\\w+)\\s*\\(", Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ANNOTATION = Pattern.compile("@(\\w+)\\s*(\\()?");

    private final String file;
    private final ScriptConstants constants;
    private final Map<String, Method> own = new LinkedHashMap<>();
    private String extended;

    private ScriptText(String file, ScriptConstants constants) {
        this.file = file;
        this.constants = constants;
    }

    /**
     * Reads a script.
     *
     * @param file its path, for messages
     * @param text its text
     * @return what it says
     */
    public static ScriptText read(String file, String text) {
        List<ScriptLines.Line> lines = ScriptLines.topLevel(text);
        ScriptText script = new ScriptText(file, new ScriptConstants(lines));
        script.read(lines);
        return script;
    }

    /**
     * Its name in messages.
     *
     * @return a {@code res://} path
     */
    public String file() {
        return file;
    }

    /**
     * All its remote methods, those of the scripts that it extends included.
     *
     * @param files where those are
     * @return the methods by name
     */
    public Map<String, Method> methods(ProjectFiles files) {
        Map<String, Method> all = new TreeMap<>();
        List<ScriptText> chain = new ArrayList<>();
        for (ScriptText script = this; script != null; script = script.base(files)) {
            if (chain.contains(script)) {
                throw new GodotProjectException(file + ": extends itself in the end");
            }
            chain.add(0, script);
        }
        chain.forEach(script -> all.putAll(script.own));
        return all;
    }

    private ScriptText base(ProjectFiles files) {
        if (extended == null) {
            return null;
        }
        if (!extended.startsWith("\"") && !extended.startsWith("'")) {
            String outer = extended.contains(".") ? extended.substring(0, extended.indexOf('.')) : extended;
            String path = files.scriptOfClass(outer);
            if (path != null && !outer.equals(extended)) {
                throw new GodotProjectException(file + ": extends the inner class " + extended + ", which is not read");
            }
            return path == null ? null : files.script(path); // a class of the engine
        }
        if (extended.endsWith(".")) {
            throw new GodotProjectException(file + ": extends an inner class of " + extended + ", which is not read");
        }
        String path = extended.substring(1, extended.length() - 1);
        if (!path.contains("://")) {
            path = file.substring(0, file.lastIndexOf('/') + 1) + path;
        }
        return files.script(files.resolve(path));
    }

    private void read(List<ScriptLines.Line> lines) {
        ScriptLines.Line pending = null;
        String rpc = null;
        for (ScriptLines.Line line : lines) {
            String rest = line.text();
            Matcher annotation = ANNOTATION.matcher(rest);
            while (annotation.lookingAt()) {
                int end = annotation.end();
                String arguments = "";
                if (annotation.group(2) != null) {
                    end = ScriptLines.closing(rest, end);
                    if (end < 0) {
                        throw wrong(line.number(), "the annotation does not end");
                    }
                    arguments = rest.substring(annotation.end(), end++);
                }
                if (annotation.group(1).equals("rpc")) {
                    rpc = arguments;
                    pending = line;
                }
                rest = rest.substring(end).strip();
                annotation = ANNOTATION.matcher(rest);
            }
            Matcher function = FUNCTION.matcher(rest);
            if (rpc != null && function.lookingAt()) {
                add(pending.number(), rpc, function.group(1), parameters(rest, function.end(), line.number()));
            }
            if (!rest.isEmpty()) {
                rpc = null;
            }
            Matcher base = EXTENDS.matcher(rest);
            if ((rest.startsWith("extends") || rest.startsWith("class_name")) && base.find()) {
                extended = base.group(1);
            }
        }
    }

    private void add(int line, String arguments, String name, List<Parameter> parameters) {
        RpcMode mode = RpcMode.AUTHORITY;
        TransferMode transferMode = TransferMode.RELIABLE;
        boolean callLocal = false;
        int channel = 0;
        for (String argument : ScriptLines.split(arguments)) {
            String text = argument.startsWith("&") ? argument.substring(1) : argument;
            switch (text.replace('\'', '"')) {
                case "\"any_peer\"" -> mode = RpcMode.ANY_PEER;
                case "\"authority\"" -> mode = RpcMode.AUTHORITY;
                case "\"call_local\"" -> callLocal = true;
                case "\"call_remote\"" -> callLocal = false;
                case "\"unreliable\"" -> transferMode = TransferMode.UNRELIABLE;
                case "\"unreliable_ordered\"" -> transferMode = TransferMode.UNRELIABLE_ORDERED;
                case "\"reliable\"" -> transferMode = TransferMode.RELIABLE;
                default -> channel = channel(text, line);
            }
        }
        own.put(name, new Method(name, file, line, mode, transferMode, channel, callLocal, parameters));
    }

    private int channel(String text, int line) {
        Integer channel = constants.value(text);
        if (channel == null || channel < 0) {
            throw wrong(line, "@rpc with " + text + ", which is neither one of its words nor a number");
        }
        return channel;
    }

    private List<Parameter> parameters(String text, int start, int line) {
        int end = ScriptLines.closing(text, start);
        if (end < 0) {
            throw wrong(line, "the list of parameters does not end");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String parameter : ScriptLines.split(text.substring(start, end))) {
            int equals = parameter.indexOf('=');
            String declared = equals < 0 ? parameter : parameter.substring(0, equals);
            int colon = declared.indexOf(':');
            String type = colon < 0 ? "" : declared.substring(colon + 1).strip();
            parameters.add(new Parameter((colon < 0 ? declared : declared.substring(0, colon)).strip(),
                    type.isEmpty() ? null : type, equals >= 0));
        }
        return parameters;
    }

    private GodotProjectException wrong(int line, String what) {
        return new GodotProjectException(file + ":" + line + ": " + what);
    }
}
