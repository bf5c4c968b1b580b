package io.github.enet4j.server.crowd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The short form of scripts/many-peers. */
@EnabledOnOs(OS.LINUX)
class ManyPeersTest {
    @Test
    void allAreServedWhileOthersComeAndGo() throws Exception {
        assertEquals(List.of(), ManyPeers.play(600, 5, 3, 1000));
    }
}
