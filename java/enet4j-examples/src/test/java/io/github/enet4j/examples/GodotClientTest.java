package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GDScript that the documentation shows, in real Godot. */
@Tag("godot")
class GodotClientTest {
    private static final String COMPILER = """
            extends SceneTree

            func _initialize():
                for file in OS.get_cmdline_user_args():
                    var script := GDScript.new()
                    script.source_code = FileAccess.get_file_as_string(file)
                    print(file, " compiles: ", script.reload() == OK)
                quit()
            """;

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

    @Test
    void godotIsLetInOrRefusedOrKicked(@TempDir Path folder) throws IOException {
        Path game = Path.of("../../examples/godot-quick-start/godot");
        for (String file : List.of("project.godot", "main.tscn", "main.gd", "play.gd")) {
            Files.writeString(folder.resolve(file),
                    Files.readString(game.resolve(file)).replace("VERSION := \"1\"", "VERSION := \"0\""));
        }
        try (Program server = Program.java("GodotServer", 0)) {
            String port = "" + server.awaitNumber("listening on UDP port (\\d+)");
            try (Program client = play(game, port, "hello"); Program rude = play(game, port, "o".repeat(101));
                    Program old = play(folder, port, "hello")) {
                client.await("says hello");
                rude.await("kicked: too much at once");
                rude.await("the server is gone");
                old.await("refused: the server has version 1");
                old.await("not let in");
                server.interrupt();
                client.await("the server is gone");
            }
        }
    }

    private static Program play(Path game, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("../../scripts/godot", "run", game.resolve("play.gd").toString()));
        command.addAll(List.of(arguments));
        return Program.command(command.toArray(String[]::new));
    }

    /** Whole scripts, or statements, which may use the certificate of the block before. */
    @Test
    void scriptsInTheDocumentationCompile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("project.godot"), "config_version=5\n");
        Path compiler = Files.writeString(folder.resolve("compiler.gd"), COMPILER);
        List<String> command = new ArrayList<>(List.of("../../scripts/godot", "run", compiler.toString()));
        DocsTest.unquoted("gdscript", (page, code) -> {
            String script = code.startsWith("extends") ? code
                    : "extends Node\nvar certificate: X509Certificate\nfunc run() -> void:\n" + code.indent(4);
            Path file = folder.resolve(page.replace('/', '-') + "-" + command.size() + ".txt");
            try {
                command.add(Files.writeString(file, script).toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<String> files = command.subList(3, command.size());
        assertFalse(files.isEmpty(), "no script was found");
        try (Program godot = Program.command(command.toArray(String[]::new))) {
            for (String file : files) {
                assertEquals("true", godot.await(file + " compiles: (\\w+)").group(1), file);
            }
        }
    }

    private static Program guest(String port, String word) {
        return Program.command("../../scripts/godot", "run", "src/test/godot/guest.gd", port, word);
    }

    /** Who is in one room hears of the others there, by its relay, and of nobody else. */
    @Test
    void guestsMeetInTheirRooms() {
        try (Program server = Program.java("GodotRooms", 0, 2)) {
            var ports = server.await("rooms on the ports \\[(\\d+), (\\d+)]");
            String first = ports.group(1);
            try (Program alone = guest(ports.group(2), "alone"); Program amy = guest(first, "amy")) {
                alone.await("is in the room");
                amy.await("is in the room");
                try (Program bob = guest(first, "bob")) {
                    assertEquals("amy", bob.await("hears (\\w+)").group(1));
                    assertEquals("bob", amy.await("hears (\\w+)").group(1));
                    assertEquals(0, amy.awaitEnd());
                    assertEquals(0, bob.awaitEnd());
                    server.await("room " + first + ": \\d+ has gone");
                }
            }
        }
    }
}
