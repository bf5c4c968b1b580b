package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.enet4j.interop.Godot;
import io.github.enet4j.variant.Vector2;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same events as in record.gd: every packet, its target, mode and channel, in order, is that which Godot sends. */
@Tag("godot")
class GodotRecordingTest {
    private static final String NO_METHODS =
            "64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65 63 66 38 34 32 37 65 00";
    private static final byte[] ONE = {1};

    private MemoryPeer peer;
    private SceneMultiplayer multiplayer;
    private GodotSide side;
    private final Told told = new Told();

    /** What was sent in each step. */
    private final Map<String, List<String>> steps = new LinkedHashMap<>();

    private List<String> sent = new ArrayList<>();

    private void begin(MemoryPeer newPeer) {
        peer = newPeer;
        multiplayer = new SceneMultiplayer();
        multiplayer.setTickInterval(0);
        multiplayer.setListener(told);
        side = new GodotSide(multiplayer);
        multiplayer.setMultiplayerPeer(peer);
    }

    private void step(String what) {
        collect();
        sent = new ArrayList<>();
        steps.put(what, sent);
    }

    private void collect() {
        peer.takeSent().forEach(one -> sent.add(
                one.target() + " " + one.mode().ordinal() + " " + one.channel() + " " + one.hex().replace(" ", "")));
    }

    private void come(int id) {
        peer.come(id);
        multiplayer.poll();
    }

    private void inject(int sender, String hex) {
        peer.inject(sender, hex);
        multiplayer.poll();
    }

    private void assertRecorded(int id) {
        collect();
        try (Godot godot = new Godot("record.gd", "--id=" + id)) {
            Map<String, List<String>> recorded = new LinkedHashMap<>();
            List<String> now = new ArrayList<>();
            Map<String, String> line = godot.awaitAny("step", "sent", "done");
            for (; !line.get("event").equals("done"); line = godot.awaitAny("step", "sent", "done")) {
                if (line.get("event").equals("step")) {
                    now = new ArrayList<>();
                    assertNull(recorded.put(line.get("what"), now));
                } else {
                    now.add(line.get("target") + " " + line.get("mode") + " " + line.get("channel") + " "
                            + line.get("hex"));
                }
            }
            recorded.forEach((what, packets) ->
                    assertEquals(String.join("\n", packets), String.join("\n", steps.get(what)), what));
            assertEquals(recorded.keySet(), steps.keySet());
        }
        assertEquals(List.of(), told.rejected);
        assertEquals(List.of(), told.failures);
    }

    @Test
    void server() {
        begin(MemoryPeer.server());
        step("join");
        come(9);
        step("call by path");
        side.main.rpcId(9, "hear", "hi");
        step("call by number");
        inject(9, "02 01 01 00 00 00");
        side.main.rpcId(9, "hear", "hi");
        side.main.rpcId(9, "take_bytes", new byte[] {1, 2, 3});
        side.main.rpcId(9, "take_bytes", new byte[0]);
        step("second joins");
        come(5);
        step("calls to all");
        side.main.rpc("hear", "all");
        side.main.rpcId(5, "echo_ordered", -300, 2.5);
        side.main.rpc("proclaim", "loud");
        side.main.rpcId(-9, "hear", "not 9");
        step("raw");
        multiplayer.sendBytes(ONE, 0, TransferMode.UNRELIABLE, 3);
        multiplayer.sendBytes(ONE, 5, TransferMode.RELIABLE, 0);
        multiplayer.sendBytes(ONE, -9, TransferMode.UNRELIABLE_ORDERED, 0);
        step("spawn");
        RemoteNode player = side.spawner.spawn(GodotSide.SCENE, "9");
        step("first tick");
        multiplayer.poll();
        step("changes");
        side.avatar(9).hp = 50;
        side.avatar(9).position = new Vector2(5, 6);
        multiplayer.poll();
        step("late joiner");
        come(7);
        step("hidden");
        player.synchronizer("Sync").setPublicVisibility(false);
        multiplayer.poll();
        step("shown to one");
        player.synchronizer("Sync").setVisibilityFor(9, true);
        multiplayer.poll();
        step("relays");
        String[] targets = {"05000000", "09000000", "4d000000", "01000000", "00000000", "ffffffff", "fbffffff"};
        for (String target : targets) {
            peer.inject(9, "0703" + target + "03aa");
        }
        multiplayer.poll();
        step("paths");
        inject(9, "01" + NO_METHODS + " 03 00 00 00 57 6f 72 6c 64 2f 39 00");
        step("freed");
        player.remove();
        multiplayer.poll();
        step("leaving");
        peer.go(5);
        multiplayer.poll();
        assertRecorded(1);
    }

    @Test
    void client() {
        begin(MemoryPeer.client(9));
        step("join");
        come(1);
        inject(1, "07 01 05 00 00 00");
        step("calls");
        side.main.rpc("hear", "all");
        side.main.rpcId(5, "hear", "five");
        side.main.rpcId(1, "echo_ordered", 1, null);
        step("confirmed by the server");
        inject(1, "02 01 01 00 00 00");
        side.main.rpc("hear", "all");
        side.main.rpcId(1, "hear", "one");
        step("confirmed by the other");
        inject(1, "07 03 05 00 00 00 02 01 01 00 00 00");
        side.main.rpc("hear", "all");
        step("raw");
        multiplayer.sendBytes(ONE, 0, TransferMode.UNRELIABLE, 3);
        multiplayer.sendBytes(ONE, 5, TransferMode.RELIABLE, 0);
        multiplayer.sendBytes(ONE, -1, TransferMode.RELIABLE, 0);
        multiplayer.sendBytes(ONE, 1, TransferMode.RELIABLE, 0);
        step("spawned");
        inject(1, "01" + NO_METHODS + " 01 00 00 00 53 70 61 77 6e 65 72 00");
        inject(1, "04 00 01 00 00 00 01 00 00 00 01 00 00 00 02 00 00 00 02 00 00 00 39 00"
                + " 05 00 00 00 00 00 80 3f 00 00 00 40 02 64 1d 00 00 00 02 00 00 00 09 08 00 00");
        step("own state");
        side.avatar(9).x = 2.5;
        inject(1, "02 01 02 00 00 00");
        inject(1, "07 03 05 00 00 00 02 01 02 00 00 00");
        step("despawned");
        inject(1, "05 01 00 00 00");
        multiplayer.poll();
        assertRecorded(9);
    }
}
