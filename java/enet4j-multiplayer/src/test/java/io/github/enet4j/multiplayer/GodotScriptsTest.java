package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.multiplayer.project.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that are written in ways that Godot 4.6.3 takes, too. */
class GodotScriptsTest {
    private static final String MARK = "\ufeff";

    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private List<String> methods(String script) {
        ProjectFiles files = new ProjectFiles(folder);
        return List.copyOf(files.script(ProjectFiles.ROOT + script).methods(files).keySet());
    }

    @Test
    void aByteOrderMarkHidesNothing() throws IOException {
        write("base.gd", MARK + "class_name Base extends Node\r\n@rpc func low(): pass\r\n");
        write("derived.gd", MARK + "extends Base\r\n@rpc func high(): pass\r\n");
        assertEquals(List.of("high", "low"), methods("derived.gd"));
    }

    @Test
    void annotationsMayStandBeforeTheClassName() throws IOException {
        write("base.gd", "@tool @icon(\"res://icon.svg\") class_name Größe extends Node\n@rpc func low(): pass\n");
        write("derived.gd", "extends Größe\n@rpc func high(): pass\n");
        assertEquals(List.of("high", "low"), methods("derived.gd"));
    }

    @Test
    void namesHaveLettersOfAllLanguages() throws IOException {
        write("a.gd", "extends Node\n@rpc func größe(wert: int): pass\n@rpc\nfunc 移动(): pass\n");
        assertEquals(List.of("größe", "移动"), methods("a.gd"));
    }

    @Test
    void channelsMayHaveNames() throws IOException {
        write("a.gd", """
                extends Node
                enum Channel { CHAT = 4, MOVES,
                        LATE = 0x10, }
                enum { ONE = 1, TWO }
                const BITS: int = 0b11
                const MANY := 1_0
                const SAME = Channel.LATE
                @rpc("any_peer", "call_remote", "reliable", Channel.CHAT) func a(): pass
                @rpc("any_peer", "call_remote", "reliable", Channel.MOVES) func b(): pass
                @rpc("any_peer", "call_remote", "reliable", SAME) func c(): pass
                @rpc("any_peer", "call_remote", "reliable", TWO) func d(): pass
                @rpc("any_peer", "call_remote", "reliable", BITS) func e(): pass
                @rpc("any_peer", "call_remote", "reliable", MANY) func f(): pass
                """);
        ProjectFiles files = new ProjectFiles(folder);
        var methods = files.script("res://a.gd").methods(files).values();
        assertEquals(List.of(4, 5, 16, 2, 3, 10), methods.stream().map(method -> method.channel()).toList());
        for (String bad : List.of("Channel.NONE", "-1", "1 + 1", "99999999999")) {
            write("b.gd", "@rpc(\"any_peer\", \"call_remote\", \"reliable\", " + bad + ") func a(): pass");
            String message = assertThrows(GodotProjectException.class, () -> methods("b.gd")).getMessage();
            assertTrue(message.startsWith("res://b.gd:1: @rpc with " + bad), message);
        }
    }

    @Test
    void innerClassesAreNoBaseScripts() throws IOException {
        write("outer.gd", "extends Node\n@rpc func outer(): pass\nclass Inner:\n\tpass\n");
        write("a.gd", "extends \"outer.gd\".Inner\n");
        assertThrows(GodotProjectException.class, () -> methods("a.gd"));
    }

    /** The path in the scene is that of before; Godot goes by the id. */
    @Test
    void movedFilesAreFoundByTheirIds() throws IOException {
        write("project.godot", "");
        write("main.tscn", """
                [ext_resource type="Script" uid="uid://moved" path="res://old/other.gd" id="1"]
                [node name="Main" type="Node"]
                script = ExtResource("1")
                """);
        write("other.gd", "extends Node\n@rpc func known(): pass\n");
        write("other.gd.uid", "uid://moved\n");
        assertEquals(List.of("known"), GodotProject.open(folder).scene("res://main.tscn")
                .attach(new SceneMultiplayer()).root().getRpcMethods());
    }

    @Test
    void pathsThatCantBe() throws IOException {
        write("project.godot", "");
        write("main.tscn", "[ext_resource path=\"res://\\u0000\" id=\"1\"]\n[node name=\"Main\"]\n");
        GodotProject project = GodotProject.open(folder);
        assertThrows(GodotProjectException.class, () -> project.scene("res://main.tscn"));
        assertThrows(GodotProjectException.class, () -> project.scene("res://a\0.tscn"));
    }

    /** Otherwise the nodes would be looked for where there are none. */
    @Test
    void uniqueNamesAreRefused() throws IOException {
        write("project.godot", "");
        String[] scenes = {"""
                [node name="Main" type="Node"]
                [node name="Spawner" type="MultiplayerSpawner" parent="."]
                spawn_path = NodePath("%Players")
                """, """
                [sub_resource type="SceneReplicationConfig" id="1"]
                properties/0/path = NodePath("%Body:position")
                [node name="Main" type="Node"]
                [node name="Sync" type="MultiplayerSynchronizer" parent="."]
                replication_config = SubResource("1")
                """};
        for (String scene : scenes) {
            write("main.tscn", scene);
            String message = assertThrows(GodotProjectException.class, () -> GodotProject.open(folder)
                    .scene("res://main.tscn").attach(new SceneMultiplayer())).getMessage();
            assertTrue(message.contains("unique name"), message);
        }
    }

    /** C# is not read: the program declares what is in it. */
    @Test
    void otherLanguagesAreLeftToTheProgram() throws IOException {
        write("project.godot", "[autoload]\nNet=\"*res://Net.cs\"\n");
        write("main.tscn", """
                [ext_resource type="Script" path="res://Main.cs" id="1"]
                [ext_resource type="Script" path="res://other.gd" id="2"]
                [node name="Main" type="Node"]
                script = ExtResource("1")
                [node name="Other" type="Node" parent="."]
                script = ExtResource("2")
                """);
        write("other.gd", "extends Node\n@rpc func known(): pass\n");
        SceneMultiplayer multiplayer = new SceneMultiplayer();
        SceneInstance main = GodotProject.open(folder).scene("res://main.tscn").attach(multiplayer);
        assertEquals(Map.of("Main", List.of(), "Main/Other", List.of("known")), Map.of(
                main.root().path(), main.root().getRpcMethods(),
                "Main/Other", main.node("Other").getRpcMethods()));
    }
}
