package io.github.enet4j.multiplayer.project;

import io.github.enet4j.multiplayer.GodotProjectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Godot's text form of resources, scenes and settings: sections with attributes, and keys with values in each. Numbers
 * come as Long and Double, text as String, arrays and dictionaries as List and Map, all else as {@link Call}.
 *
 * @since 0.1.0
 */
public final class ResourceText {
    /**
     * What is written as a call: {@code Vector2(1, 2)}, {@code ExtResource("1")}. Of a bare word the arguments are
     * empty.
     *
     * @param name      what stands before the parenthesis
     * @param arguments what is inside
     */
    public record Call(String name, List<Object> arguments) {
    }

    /**
     * A part of the file.
     *
     * @param tag        the first word in the brackets; empty before the first section
     * @param attributes what follows it there
     * @param values     the keys below it
     * @param line       where it starts
     */
    public record Section(String tag, Map<String, Object> attributes, Map<String, Object> values, int line) {
    }

    private static final int DEEPEST = 100;

    private final String file;
    private final String text;
    private int at;
    private int depth;

    private ResourceText(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file's text.
     *
     * @param file its name, for messages
     * @param text the text
     * @return its sections in order
     */
    public static List<Section> read(String file, String text) {
        return new ResourceText(file, text).sections();
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("", Map.of(), new LinkedHashMap<>(), 1));
        while (skipBlank()) {
            if (peek() == '[') {
                sections.add(header());
            } else {
                int start = at;
                while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != '\n') {
                    at++;
                }
                String key = unquoted(text.substring(start, at).strip());
                expect('=');
                sections.get(sections.size() - 1).values().put(key, value());
            }
        }
        return sections;
    }

    private static String unquoted(String key) {
        boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    private Section header() {
        int line = line();
        expect('[');
        skipBlank();
        String tag = word("/.");
        Map<String, Object> attributes = new LinkedHashMap<>();
        while (skipBlank() && peek() != ']') {
            String key = word("/.");
            expect('=');
            attributes.put(key, value());
        }
        expect(']');
        return new Section(tag, attributes, new LinkedHashMap<>(), line);
    }

    private Object value() {
        if (!skipBlank()) {
            throw wrong("a value is missing");
        }
        if (++depth > DEEPEST) {
            throw wrong("nested too deep");
        }
        char c = peek();
        Object value;
        if (c == '"') {
            value = string();
        } else if ((c == '&' || c == '^') && text.startsWith("\"", at + 1)) {
            at++;
            value = string();
        } else if (c == '[') {
            at++;
            value = list(']');
        } else if (c == '{') {
            value = dictionary();
        } else if (c == '-' || c == '+' || c == '.' || Character.isDigit(c)) {
            value = number();
        } else {
            value = callOrWord();
        }
        depth--;
        return value;
    }

    private List<Object> list(char end) {
        List<Object> values = new ArrayList<>();
        while (skipBlank() && peek() != end) {
            values.add(value());
            skipBlank();
            if (peek() == ':') { // of properties in an Object(...)
                at++;
                values.add(value());
                skipBlank();
            }
            if (peek() == ',') {
                at++;
            } else if (peek() != end) {
                throw wrong("',' or '" + end + "' is missing");
            }
        }
        expect(end);
        return values;
    }

    private Map<Object, Object> dictionary() {
        expect('{');
        Map<Object, Object> entries = new LinkedHashMap<>();
        while (skipBlank() && peek() != '}') {
            Object key = value();
            expect(':');
            entries.put(key, value());
            skipBlank();
            if (peek() == ',') {
                at++;
            } else if (peek() != '}') {
                throw wrong("',' or '}' is missing");
            }
        }
        expect('}');
        return entries;
    }

    private Object callOrWord() {
        String name = word("");
        switch (name) {
            case "true":
                return true;
            case "false":
                return false;
            case "null", "nil":
                return null;
            case "inf":
                return Double.POSITIVE_INFINITY;
            case "nan":
                return Double.NaN;
            default:
                break;
        }
        if (peek() == '[') { // the types of elements
            at++;
            list(']');
        }
        if (peek() != '(') {
            return new Call(name, List.of());
        }
        at++;
        return new Call(name, list(')'));
    }

    private Object number() {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() != 0 && "+-.".indexOf(peek()) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        try {
            if (number.chars().allMatch(c -> c == '-' || c == '+' || Character.isDigit(c))) {
                return Long.parseLong(number);
            }
            return number.equals("-inf") ? (Object) Double.NEGATIVE_INFINITY : (Object) Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw wrong("not a number: " + number);
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escape() : String.valueOf(c));
        }
        expect('"');
        return string.toString();
    }

    private String escape() {
        if (at == text.length()) {
            throw wrong("the text does not end");
        }
        char c = text.charAt(at++);
        int digits = c == 'u' ? 4 : c == 'U' ? 6 : 0;
        if (digits == 0) {
            return switch (c) {
                case 'n' -> "\n";
                case 't' -> "\t";
                case 'r' -> "\r";
                case 'b' -> "\b";
                case 'f' -> "\f";
                default -> String.valueOf(c);
            };
        }
        try {
            String code = text.substring(at, at + digits);
            at += digits;
            return Character.toString(Integer.parseInt(code, 16));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw wrong("not a character's number");
        }
    }

    private String word(String more) {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_'
                || more.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw wrong(at < text.length() ? "unexpected '" + text.charAt(at) + "'" : "the file ends too early");
        }
        return text.substring(start, at);
    }

    /** The next character; 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
        skipBlank();
        if (peek() != c) {
            throw wrong("'" + c + "' is missing");
        }
        at++;
    }

    /** Blanks and comments; whether anything follows. */
    private boolean skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c <= ' ' || c == '\ufeff') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private int line() {
        return 1 + (int) text.chars().limit(at).filter(c -> c == '\n').count();
    }

    private GodotProjectException wrong(String what) {
        return new GodotProjectException(file + ":" + line() + ": " + what);
    }
}
