package io.github.enet4j.multiplayer;

/** Text from outside in messages, which end up in logs: no more than a few lines, and nothing that looks like one. */
final class Shown {
    private static final int MOST = 300;

    private Shown() {
    }

    /** The text, cut when it is too long, with a ? for each control character. */
    static String text(String text) {
        String shown = text.length() <= MOST ? text : text.substring(0, MOST) + "...";
        boolean fine = shown.chars().noneMatch(Character::isISOControl);
        return fine ? shown : shown.replaceAll("\\p{Cc}", "?");
    }
}
