package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.interop.Godot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server and the game in docs/godot.md: the one compiles, and answers the other. */
class GuideTest {
    private static final Path GUIDE = Path.of(System.getProperty("basedir", "."), "..", "..", "docs", "godot.md");
    private static final String PORT = "7777";
    private static final String OTHER_PORT = "17777";
    private static final String SCENE = """
            [gd_scene load_steps=2 format=3]

            [ext_resource type="Script" path="res://main.gd" id="1"]

            [node name="Main" type="Node"]
            script = ExtResource("1")
            """;
    private static final String STARTER = """
            extends SceneTree
            func _initialize() -> void:
            \tchange_scene_to_file("res://main.tscn")
            \tawait create_timer(30).timeout
            \tquit(1)
            """;

    @TempDir
    private Path folder;

    /** The first block of code in that language. */
    private static String code(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(GUIDE));
        assertTrue(block.find());
        return block.group(1).replace(PORT, OTHER_PORT);
    }

    private void compile() throws IOException {
        Path source = Files.writeString(folder.resolve("Server.java"), code("java"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, "-Xlint:all", "-Werror", "-cp",
                System.getProperty("java.class.path"), "-d", folder.toString(), source.toString()));
    }

    @Test
    void theServerCompiles() throws IOException {
        compile();
        assertTrue(code("java").lines().count() <= 30);
    }

    @Test
    @Tag("godot")
    void theServerAnswersTheGame() throws IOException {
        compile();
        String classes = folder + File.pathSeparator + System.getProperty("java.class.path");
        Process server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", classes, "Server")
                .inheritIO().start();
        Files.writeString(folder.resolve("project.godot"), "config_version=5\n");
        Files.writeString(folder.resolve("main.tscn"), SCENE);
        Files.writeString(folder.resolve("main.gd"), code("gdscript").replace("play.example.org", "127.0.0.1")
                .replace("print(text)", "print(\"the time is \", text); get_tree().quit()"));
        Files.writeString(folder.resolve("start.gd"), STARTER);
        try (Godot game = new Godot(folder.resolve("start.gd").toAbsolutePath().toString())) {
            String output = game.output();
            assertTrue(Pattern.compile("the time is \\d\\d:\\d\\d").matcher(output).find(), output);
        } finally {
            server.destroyForcibly();
        }
    }
}
