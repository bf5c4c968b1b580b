package io.github.enet4j.multiplayer.project;

import java.util.ArrayList;
import java.util.List;

/** GDScript cut into lines as its own parser sees them: without comments, joined where brackets or a \ join them. */
final class ScriptLines {
    /**
     * A line.
     *
     * @param number where it starts
     * @param text   what it says
     */
    record Line(int number, String text) {
    }

    private final String text;
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int at;
    private int number = 1;
    private int start = 1;
    private int open;

    private ScriptLines(String text) {
        this.text = text;
    }

    /** The lines that are not indented: what belongs to the script, and not to its functions and inner classes. */
    static List<Line> topLevel(String text) {
        ScriptLines all = new ScriptLines(text);
        all.cut();
        return all.lines;
    }

    private void cut() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '"' || c == '\'') {
                int end = endOfString(text, at);
                String string = text.substring(at, end);
                current.append(string);
                number += (int) string.chars().filter(each -> each == '\n').count();
                at = end;
            } else if (c == '\\' && text.startsWith("\n", at + 1)) {
                current.append(' ');
                number++;
                at += 2;
            } else if (c == '\n') {
                number++;
                at++;
                endOfLine();
            } else {
                open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                current.append(c);
                at++;
            }
        }
        open = 0;
        endOfLine();
    }

    private void endOfLine() {
        if (open > 0) {
            current.append(' ');
            return;
        }
        open = 0;
        if (current.length() > 0 && !Character.isWhitespace(current.charAt(0))) {
            for (String statement : split(current.toString(), ';')) {
                lines.add(new Line(start, statement));
            }
        }
        current.setLength(0);
        start = number;
    }

    /** Behind the string that starts there, with three quotes or one; at the end of the text if it does not end. */
    private static int endOfString(String text, int start) {
        String one = text.substring(start, start + 1);
        String quotes = text.startsWith(one.repeat(3), start) ? one.repeat(3) : one;
        int at = start + quotes.length();
        while (at < text.length() && !text.startsWith(quotes, at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), at + quotes.length());
    }

    /** Where the bracket ends that was opened before that place; -1 if it does not. */
    static int closing(String text, int from) {
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at = endOfString(text, at) - 1;
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                if (depth == 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** What stands between the commas that are not inside of anything. */
    static List<String> split(String text) {
        return split(text, ',');
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            char c = at < text.length() ? text.charAt(at) : separator;
            if (at < text.length() && (c == '"' || c == '\'')) {
                at = endOfString(text, at) - 1;
            } else if (c == separator && (depth <= 0 || at == text.length())) {
                String part = text.substring(start, at).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = at + 1;
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            }
        }
        return parts;
    }
}
