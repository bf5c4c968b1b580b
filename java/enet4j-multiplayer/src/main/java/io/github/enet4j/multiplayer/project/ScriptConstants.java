package io.github.enet4j.multiplayer.project;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole numbers that a script has names for: constants, and what enumerations hold. */
final class ScriptConstants {
    private static final Pattern CONSTANT = compile("const\\s+(\\w+)\\s*(?::\\s*[\\w.]+\\s*)?:?=(.*)");
    private static final Pattern ENUMERATION = compile("enum\\s*(\\w*)\\s*\\{(.*)\\}\\s*");
    private static final Pattern NUMBER = compile("[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|\\d[\\d_]*)");

    private final Map<String, Integer> known = new HashMap<>();

    private static Pattern compile(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    }

    ScriptConstants(List<ScriptLines.Line> lines) {
        for (ScriptLines.Line line : lines) {
            Matcher constant = CONSTANT.matcher(line.text());
            Matcher enumeration = ENUMERATION.matcher(line.text());
            if (constant.matches()) {
                put(constant.group(1), value(constant.group(2)));
            } else if (enumeration.matches()) {
                addAll(enumeration.group(1), enumeration.group(2));
            }
        }
    }

    private void addAll(String enumeration, String entries) {
        Integer next = 0;
        for (String entry : ScriptLines.split(entries)) {
            int equals = entry.indexOf('=');
            Integer value = equals < 0 ? next : value(entry.substring(equals + 1));
            String name = (equals < 0 ? entry : entry.substring(0, equals)).strip();
            put(enumeration.isEmpty() ? name : enumeration + "." + name, value);
            next = value == null ? null : value + 1;
        }
    }

    private void put(String name, Integer value) {
        if (value != null) {
            known.put(name, value);
        }
    }

    /** Of a number or of a name for one; null for what is neither, or is too large. */
    Integer value(String expression) {
        String text = expression.strip();
        if (!NUMBER.matcher(text).matches()) {
            return known.get(text);
        }
        String digits = text.replace("_", "").toLowerCase(java.util.Locale.ROOT);
        try {
            return digits.contains("0b") ? Integer.valueOf(digits.replace("0b", ""), 2)
                    : digits.contains("0x") ? Integer.valueOf(digits.replace("0x", ""), 16) : Integer.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
