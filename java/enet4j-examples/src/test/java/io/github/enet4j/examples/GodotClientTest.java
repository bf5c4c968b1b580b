package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client in GDScript that the guide shows, in real Godot. */
@Tag("godot")
class GodotClientTest {
    @Test
    void godotTalksToTheServer() {
        try (Program server = Program.java("Server", 0)) {
            String port = "" + server.awaitNumber("listening on UDP port (\\d+)");
            try (Program client = Program.command(
                    "../../scripts/godot", "run", "../../examples/quick-start/godot/client.gd", port)) {
                client.await("it says hello");
                server.await("is gone: REMOTE");
                assertEquals(0, client.awaitEnd());
            }
        }
    }
}
