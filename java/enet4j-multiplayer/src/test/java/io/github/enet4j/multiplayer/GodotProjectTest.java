package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.interop.Godot;
import io.github.enet4j.variant.Vector2;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The project in src/test/godot/project, of which engine.txt says what Godot 4.6.3 makes of it. */
class GodotProjectTest {
    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "."), "src", "test", "godot", "project");

    @TempDir
    private Path folder;

    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final List<SceneInstance> instances = new ArrayList<>();

    private SceneInstance attach(Path project) {
        return GodotProject.open(project).scene("res://main.tscn").attach(multiplayer, instances::add);
    }

    @Test
    void readsWhatTheEngineReads() throws IOException {
        assertEquals(Files.readString(PROJECT.resolve("engine.txt")), dump());
    }

    @Test
    @Tag("godot")
    void theEngineReadsThat() throws IOException {
        copyProject();
        Godot.importProject(folder);
        try (Godot godot = new Godot(folder.resolve("dump.gd").toAbsolutePath().toString())) {
            assertEquals(Files.readString(PROJECT.resolve("engine.txt")), godot.output().replace("end\n", ""));
        }
    }

    /** In the words of dump.gd. */
    private String dump() {
        GodotProject project = GodotProject.open(PROJECT);
        SceneInstance main = attach(PROJECT);
        List<String> lines = new ArrayList<>();
        project.autoloads().keySet().forEach(name -> dump(main, multiplayer.node(name), lines));
        for (String path : main.scene().nodes()) {
            dump(main, main.node(path), lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private void dump(SceneInstance main, RemoteNode node, List<String> lines) {
        lines.add("node " + node.path());
        RpcTable.Method method;
        for (int id = 0; (method = node.rpcs.find(id)) != null; id++) {
            lines.add("rpc " + method.name + " " + method.mode.ordinal() + " " + method.transferMode.ordinal() + " "
                    + method.channel + " " + method.callLocal);
        }
        if (node.path().endsWith("Spawner")) {
            MultiplayerSpawner spawner = main.spawner("PlayerSpawner");
            lines.add("spawns " + spawner.parent + " " + spawner.limit);
            spawner.sceneNames().forEach(scene -> lines.add("scene " + scene));
        }
        if (node.name().startsWith("Sync")) {
            MultiplayerSynchronizer synchronizer = main.synchronizer(NodePaths.relative("Main", node.path()));
            lines.add("synchronizes " + synchronizer.root + " " + synchronizer.intervalNanos / 1e9 + " "
                    + synchronizer.deltaIntervalNanos / 1e9);
            for (MultiplayerSynchronizer.Property property : inOrder(synchronizer)) {
                int mode = synchronizer.always.contains(property) ? 1
                        : synchronizer.onChange.contains(property) ? 2 : 0;
                lines.add("property " + property.name + " " + mode + " " + synchronizer.onSpawn.contains(property));
            }
        }
    }

    /** Those sent at spawn, and the others, which this project has at the end. */
    private static List<MultiplayerSynchronizer.Property> inOrder(MultiplayerSynchronizer synchronizer) {
        return Stream.of(synchronizer.onSpawn, synchronizer.always, synchronizer.onChange)
                .flatMap(List::stream).distinct().toList();
    }

    @Test
    void propertiesHaveTheValuesOfTheScene() {
        SceneInstance main = attach(PROJECT);
        assertEquals(7L, main.get("Players/First:hp"));
        assertEquals(new Vector2(3, -4.5), main.get("Players/First:position"));
        assertEquals(1000L, main.get("Boss:hp"));
        assertNull(main.get("Boss/Weapon:rotation"));
        main.set("Boss:hp", 5);
        assertEquals(5, main.get("Boss:hp"));
        assertThrows(IllegalArgumentException.class, () -> main.get("Boss:mood"));
        assertThrows(IllegalArgumentException.class, () -> main.spawner("Boss"));
    }

    /** Of a player. */
    private static final class Body {
        private int hp = 55;
        private Vector2 position = new Vector2(1, 1);
    }

    @Test
    void spawnedScenesAreSetUpToo() {
        Body body = new Body();
        SceneInstance main = GodotProject.open(PROJECT.resolve("project.godot")).scene("uid://bplayer")
                .attach(multiplayer).bind(MethodHandles.lookup(), body);
        main.set("hp", 9L);
        assertEquals(9, body.hp);
        assertEquals(body.position, main.get("position"));

        SceneInstance game = attach(PROJECT);
        multiplayer.setMultiplayerPeer(MemoryPeer.server());
        RemoteNode spawned = game.spawner("PlayerSpawner").spawn("res://actors/boss.tscn", "Second");
        SceneInstance boss = instances.get(instances.size() - 1);
        assertEquals("res://actors/boss.tscn", boss.scene().path());
        assertEquals(spawned, boss.root());
        assertEquals("Main/Players/Second", spawned.path());
        assertTrue(spawned.rpcs.names().endsWith("roar"));
        assertEquals(1000L, boss.get("hp"));
    }

    interface Hits {
        @Rpc(mode = RpcMode.ANY_PEER)
        void hit(int amount, boolean critical, List<String> tags);
    }

    interface Wrong {
        @Rpc
        void hit(int amount, boolean critical, List<Integer> tags);

        @Rpc(mode = RpcMode.ANY_PEER, channel = 1, transferMode = TransferMode.UNRELIABLE, callLocal = true)
        void moved(String where);

        @Rpc
        void fly();

        @Rpc(mode = RpcMode.ANY_PEER, transferMode = TransferMode.UNRELIABLE)
        void aimed();
    }

    @Test
    void interfacesMustAgreeWithTheScript() {
        SceneInstance main = attach(PROJECT);
        assertDoesNotThrow(() -> main.node("Boss").remote(Hits.class));
        String message = assertThrows(GodotProjectException.class,
                () -> main.node("Boss").remote(Wrong.class)).getMessage();
        assertEquals("""
                res://actors/boss.gd and the interface disagree:
                  aimed (res://actors/player.gd:5, Wrong.aimed): 1 parameters in the script, 0 in the interface
                  fly is in Wrong.fly only; the script has [Zoom, _private, aimed, hit, moved, roar]
                  hit (res://actors/player.gd:12, Wrong.hit): ANY_PEER in the script, AUTHORITY in the interface
                  hit (res://actors/player.gd:12, Wrong.hit): parameter _tags is Array[String] in the script, \
                List<Integer> in the interface
                  moved (res://actors/entity.gd:7, Wrong.moved): RELIABLE in the script, UNRELIABLE in the interface
                  moved (res://actors/entity.gd:7, Wrong.moved): channel 0 in the script, 1 in the interface
                  moved (res://actors/entity.gd:7, Wrong.moved): call_local is false in the script, true \
                in the interface
                  moved (res://actors/entity.gd:7, Wrong.moved): parameter where is Vector2 in the script, \
                String in the interface""", message);
        SceneMultiplayer other = new SceneMultiplayer();
        other.node("Main/Boss").remote(Wrong.class); // before the project
        GodotScene scene = GodotProject.open(PROJECT).scene("res://main.tscn");
        assertThrows(GodotProjectException.class, () -> scene.attach(other));
    }

    /** A name that is misspelt is said at once, with those that there are. */
    @Test
    void whatIsNotThereIsSaid() {
        SceneInstance main = attach(PROJECT);
        assertSaid("there is no node Bos in res://main.tscn; one that a script adds is root().node(\"Bos\")",
                () -> main.node("Bos"));
        assertSame(main.node("Boss"), main.node("./Boss"));
        assertSaid("there is no spawner Spawner in res://main.tscn, which has [",
                () -> main.spawner("Spawner"));
        assertSaid("not a scene of this spawner: boss.tscn; it has [res://",
                () -> main.spawner("PlayerSpawner").spawn("boss.tscn", "A"));
        assertSaid("main.tscn: not a path in the project, which begins with res://",
                () -> GodotProject.open(PROJECT).scene("main.tscn"));
    }

    private static void assertSaid(String text, Executable action) {
        String message = assertThrows(RuntimeException.class, action).getMessage();
        assertTrue(message.startsWith(text), message);
    }

    /** A peer with another build of the game is told apart by the script's list. */
    @Test
    void mismatchesAreReportedWithTheScript() {
        RemoteNode main = attach(PROJECT).root();
        assertEquals(List.of(), main.getRpcMethods());
        main.rpcConfig("b", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false)
                .nodeRpcConfig("a", RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        List<String> told = new ArrayList<>();
        multiplayer.setListener(new MultiplayerListener() {
            @Override
            public void checksumMismatch(int id, RpcMismatch mismatch) {
                told.add(id + ": " + mismatch);
            }
        });
        MemoryPeer peer = MemoryPeer.server();
        multiplayer.setMultiplayerPeer(peer);
        peer.come(9);
        peer.inject(9, simplify(1, "Main/Boss", "ZoomFlyaimedhitmoved"));
        peer.inject(9, simplify(2, "Main/Boss", ""));
        peer.inject(9, simplify(3, "Main", "bareready_up"));
        peer.inject(9, simplify(4, "Lobby", ""));
        multiplayer.node("Main/Players/First").rpcId(9, "Zoom");
        peer.inject(9, "02 00 01 00 00 00");
        multiplayer.poll();
        assertEquals(List.of(
                "9: remote methods of Main/Boss differ: we have [Zoom, _private, aimed, hit, moved, roar] (read from"
                        + " res://actors/boss.gd), the peer has others (of no script that was read; checksum"
                        + " 3737c44a6c6a7428248e8170809d03a6)",
                "9: remote methods of Main differ: we have [b, a] (declared by this program), the peer has"
                        + " [bare, ready_up] (as in res://lobby.gd)",
                "9: remote methods of Lobby differ: we have [bare, ready_up] (read from res://lobby.gd),"
                        + " the peer has []"), told);
    }

    /** SIMPLIFY_PATH of a peer whose node has methods of these names, put together. */
    private static byte[] simplify(int number, String path, String names) {
        byte[] text = (path + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] checksum = HexFormat.of().formatHex(md5(names)).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(38 + text.length).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1).put(checksum).put((byte) 0).putInt(number).put(text).array();
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void copyProject() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(PROJECT.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** What is said of a project in which one file has other text. */
    private String refused(String file, String text) throws IOException {
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
        return assertThrows(GodotProjectException.class, () -> attach(folder), file).getMessage();
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        assertThrows(GodotProjectException.class, () -> GodotProject.open(folder));
        copyProject();
        Map<String, String> wrong = Map.of(
                "[node name=\"A\"]\nscript = ExtResource(\"9\")", "res://main.tscn:1: there is no ext_resource 9",
                "[node name=\"A\"]\n[node name=\"B\" parent=\"X\"]", "res://main.tscn:2: there is no node X above",
                "[node name=\"A\"]\n\nx = [1, 2", "res://main.tscn:3: ',' or ']' is missing",
                "", "res://main.tscn: has no nodes",
                "[node name=\"A\"]\n[node name=\"B\"]", "res://main.tscn:2: a second root",
                "RSRC", "res://main.tscn: a binary resource; save it as text (.tscn, .tres)",
                "[ext_resource path=\"res://main.tscn\" id=\"1\"]\n[node name=\"A\" instance=ExtResource(\"1\")]",
                "res://main.tscn: instances itself in the end",
                "[ext_resource path=\"res://../x.gd\" id=\"1\"]\n[node name=\"A\"]\nscript = ExtResource(\"1\")",
                "res://../x.gd: outside of the project",
                "[ext_resource path=\"res://a.vs\" id=\"1\"]\n[node name=\"A\"]\nscript = ExtResource(\"1\")",
                "res://a.vs: only scripts in GDScript are read",
                "[node name=\"A\"]\nx = " + "[".repeat(5000), "res://main.tscn:2: nested too deep");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            assertEquals(each.getValue(), refused("main.tscn", each.getKey()));
        }
        Files.copy(PROJECT.resolve("main.tscn"), folder.resolve("main.tscn"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("res://lobby.gd:1: @rpc with \"anypeer\", which is neither one of its words nor a number",
                refused("lobby.gd", "@rpc(\"anypeer\") func a(): pass"));
        assertEquals("res://lobby.gd: extends itself in the end", refused("lobby.gd", "extends \"lobby.gd\""));
        assertEquals("res://lobby.gd:2: the list of parameters does not end",
                refused("lobby.gd", "\n@rpc func a(b"));
    }

    /** Files with damage are read, or refused with their name; nothing else. */
    @Test
    void damagedFiles() throws IOException {
        copyProject();
        SplittableRandom random = new SplittableRandom(3);
        for (String file : List.of("project.godot", "main.tscn", "actors/boss.tscn", "actors/state.tres", "chat.tscn",
                "actors/entity.gd", "actors/player.gd")) {
            byte[] original = Files.readAllBytes(folder.resolve(file));
            for (int i = 0; i < 60; i++) {
                byte[] damaged = original.clone();
                for (int times = random.nextInt(1, 4); times > 0; times--) {
                    damaged[random.nextInt(damaged.length)] = (byte) "[](){}\"'=,:;#@\\\n0a".charAt(random.nextInt(18));
                }
                Files.write(folder.resolve(file), random.nextInt(4) > 0 ? damaged
                        : Arrays.copyOf(original, random.nextInt(original.length)));
                try {
                    GodotProject.open(folder).scene("res://main.tscn").attach(new SceneMultiplayer());
                } catch (GodotProjectException e) {
                    assertTrue(e.getMessage().contains("res://") || e.getMessage().contains("uid://"), e.toString());
                }
            }
            Files.write(folder.resolve(file), original);
        }
    }
}
