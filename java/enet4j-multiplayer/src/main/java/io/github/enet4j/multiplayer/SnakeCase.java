package io.github.enet4j.multiplayer;

/** Names as scripts have them, by the rules of Godot's {@code to_snake_case}. */
final class SnakeCase {
    private SnakeCase() {
    }

    static String of(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (i > 0 && isWordStart(name.charAt(i - 1), name.charAt(i),
                    i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)))) {
                text.append('_');
            }
            text.append(Character.toLowerCase(name.charAt(i)));
        }
        return text.toString();
    }

    private static boolean isWordStart(char before, char here, boolean lowerFollows) {
        boolean upper = Character.isUpperCase(here);
        if (Character.isLowerCase(before)) {
            return upper || isDigit(here);
        }
        if (Character.isUpperCase(before)) {
            return upper && lowerFollows || isDigit(here);
        }
        return isDigit(before) && lowerFollows && (upper || Character.isLowerCase(here));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
