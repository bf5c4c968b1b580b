package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What peers name makes no lines of its own in a log. */
class ShownTest {
    @Test
    void controlCharactersOfBothBlocks() {
        assertEquals("a?b?c?d\u00e9", Shown.text("a\nb\u0085c\u001bd\u00e9"));
    }
}
