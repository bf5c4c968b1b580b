package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.variant.Vector2;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An admitted peer that sends whatever it likes: poll goes on, memory stays, and others notice nothing. */
@Timeout(60)
class HostileTest {
    private static final int HOSTILE = 9;
    private static final int OTHER = 5;
    private static final int MUTATIONS = Integer.getInteger("hostile.packets", 50_000);

    /** One good packet of each kind, as the peer may send them one after the other. */
    private static final String[] GOOD = {
        "01 37 33 62 39 36 36 64 33 64 64 36 34 35 66 36 30 32 39 62 32 66 33 30 38 31 63 65 30 36 62 63 32 00"
                + " 01 00 00 00 4d 61 69 6e 00",
        "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65 63 66 38 34 32 37 65 00"
                + " 02 00 00 00 53 70 61 77 6e 65 72 00",
        "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65 63 66 38 34 32 37 65 00"
                + " 03 00 00 00 48 69 73 2f 53 79 6e 63 00",
        "02 01 01 00 00 00",
        "03 de ad",
        "00 01 04 03 02 01 81 04 00 00 00 02 00 00 00 68 69 00 00",
        "20 09 00 00 80 04 01 02 01 4d 61 69 6e 00",
        "60 0a 00 00 80 01 80 01 02 01 4d 61 69 6e 00",
        "00 01 01 01 1c 00 01 00 02 00 00 00 01 00 00 00 02 00 00 00 01 00 00 00",
        "80 01 04 01 02 03",
        "04 00 02 00 00 00 01 00 00 00 01 00 00 00 03 00 00 00 02 00 00 00 50 31 00"
                + " 05 00 00 00 00 00 80 3f 00 00 00 40",
        "04 ff 02 00 00 00 03 00 00 00 01 00 00 00 04 00 00 00 04 00 00 00 43 34 32 00 02 00 00 00 02 2a"
                + " 05 00 00 00 00 00 80 3f 00 00 00 40",
        "06 01 00 03 00 00 80 0c 00 00 00 05 00 00 00 00 00 c0 40 00 00 80 3f",
        "06 02 00 02 00 00 00 0c 00 00 00 05 00 00 00 00 00 c0 40 00 00 80 3f",
        "16 03 00 00 80 01 00 00 00 00 00 00 00 02 00 00 00 02 32",
        "05 01 00 00 00",
        "07 00",
        "07 00 01",
        "07 01 07 00 00 00",
        "07 02 05 00 00 00",
        "07 03 05 00 00 00 03 aa",
        "07 03 00 00 00 00 20 09 00 00 80 04 01 02 01 4d 61 69 6e 00",
    };

    private final Game server = new Game(MemoryPeer.server());
    private final List<Object> set = new ArrayList<>();

    @BeforeEach
    void begin() {
        server.peer.come(HOSTILE);
        server.peer.come(OTHER);
        server.multiplayer.poll();
        MultiplayerSpawner spawner = server.multiplayer.spawner("Spawner", "World")
                .addSpawnableScene("scene", this::setUp).setSpawnFunction((node, data) -> setUp(node));
        spawner.node().setMultiplayerAuthority(HOSTILE);
        setUp(server.multiplayer.node("His"));
    }

    private void setUp(RemoteNode node) {
        node.setMultiplayerAuthority(HOSTILE);
        node.synchronizer("Sync")
                .property("position", ReplicationMode.ALWAYS, () -> null, value -> set.add((Vector2) value))
                .property("hp", ReplicationMode.ON_CHANGE, false, () -> null, value -> set.add((Long) value));
    }

    /** The other peer's calls still arrive, and what is for it is still sent. */
    private void assertOthersNoticeNothing() {
        server.calls.clear();
        server.receive(OTHER, "20 09 00 00 80 04 01 02 01 4d 61 69 6e 00");
        server.assertCalls(OTHER + " zeta[1]");
        assertEquals(List.of(HOSTILE, OTHER), server.multiplayer.getPeers());
    }

    private void send(byte[] packet) {
        server.peer.inject(HOSTILE, packet);
        server.multiplayer.poll();
        server.peer.sent.clear();
        server.told.lines.clear();
        server.calls.clear();
        set.clear();
    }

    @Test
    void allGoodOnesAreTaken() {
        for (String good : GOOD) {
            send(MemoryPeer.bytes(good));
        }
        assertEquals(List.of("9 DOES_NOT_EXIST", "9 INVALID_DATA", "9 UNAUTHORIZED", "9 UNAUTHORIZED"),
                server.told.takeRejected()); // those of node methods that there are none of, and of a server
        assertOthersNoticeNothing();
    }

    /** Each command twice, and all of them backwards. */
    @Test
    void duplicatedAndReordered() {
        List<String> backwards = new ArrayList<>(List.of(GOOD));
        Collections.reverse(backwards);
        for (List<String> order : List.of(backwards, List.of(GOOD))) {
            for (String good : order) {
                send(MemoryPeer.bytes(good));
                send(MemoryPeer.bytes(good));
            }
            assertOthersNoticeNothing();
        }
        assertEquals(List.of(), server.told.failures);
        server.told.rejected.clear();
        for (int i : new int[] {0, 10, 15}) { // a path, a spawn, and the spawned node's end
            send(MemoryPeer.bytes(GOOD[i]));
        }
        assertEquals(List.of("9 ALREADY_IN_USE"), server.told.takeRejected());
    }

    /** What is another's: nodes, state, spawned nodes, calls, numbers of paths, the list of peers. */
    @Test
    void whatIsNotItsOwn() {
        List<Object> stolen = new ArrayList<>();
        server.main.rpcId(OTHER, "zeta");
        RemoteNode ours = server.multiplayer.node("Ours");
        ours.synchronizer("Sync")
                .property("position", ReplicationMode.ALWAYS, () -> new Vector2(0, 0), stolen::add)
                .property("hp", ReplicationMode.ON_CHANGE, () -> 1, stolen::add);
        ours.rpcConfig("rule", RpcMode.AUTHORITY, TransferMode.RELIABLE, 0, false)
                .onRpc("rule", (sender, arguments) -> stolen.add(sender));
        server.multiplayer.spawner("OurSpawner", "World").addSpawnableScene("scene", this::setUp)
                .spawn("scene", "mine");
        String empty = GOOD[1].substring(0, 3 + 33 * 3);
        String state = " 05 00 00 00 00 00 c0 40 00 00 80 3f";
        String[][] attempts = {
            {"", empty + "07 00 00 00 4f 75 72 73 2f 53 79 6e 63 00"},
            {"9 UNAUTHORIZED", "06 01 00 07 00 00 80 0c 00 00 00" + state},
            {"9 UNAUTHORIZED", "16 07 00 00 80 01 00 00 00 00 00 00 00 02 00 00 00 02 32"},
            {"", empty + "08 00 00 00 4f 75 72 53 70 61 77 6e 65 72 00"},
            {"9 UNAUTHORIZED", "04 00 08 00 00 00 63 00 00 00 00 00 00 00 02 00 00 00 78 00"},
            {"9 UNAUTHORIZED", "05 01 00 00 00"},
            {"9 UNAUTHORIZED", "a0 06 00 00 80 00 4f 75 72 73 00"},
            {"9 DOES_NOT_EXIST", "80 01 04"}, // a number of the other peer's
            {"9 INVALID_DATA", "02 01 01 00 00 00"}, // ours, of which only the other one was told
            {"9 UNAUTHORIZED", "07 01 63 00 00 00"},
            {"9 UNAUTHORIZED", "07 02 05 00 00 00"},
        };
        server.receive(OTHER, GOOD[0]);
        for (String[] attempt : attempts) {
            send(MemoryPeer.bytes(attempt[1]));
            assertEquals(attempt[0].isEmpty() ? List.of() : List.of(attempt[0]),
                    server.told.takeRejected().stream().filter(line -> line.startsWith("9")).toList(), attempt[1]);
        }
        assertEquals(List.of(), stolen);
        assertFalse(server.multiplayer.node("World/mine").isRemoved());
        assertOthersNoticeNothing();
    }

    @Test
    void cutAtEachLength() {
        for (String good : GOOD) {
            byte[] whole = MemoryPeer.bytes(good);
            for (int length = 0; length < whole.length; length++) {
                send(Arrays.copyOf(whole, length));
            }
            send(Arrays.copyOf(whole, 100_000));
        }
        assertOthersNoticeNothing();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutated(long seed) {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(List.of(GOOD));
        for (int i = 0; i < MUTATIONS; i++) {
            if (i % order.size() == 0) {
                Collections.shuffle(order, random);
            }
            byte[] packet = MemoryPeer.bytes(order.get(i % order.size()));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(packet.length);
                int flipped = packet[at] ^ 1 << random.nextInt(8);
                packet[at] = (byte) (random.nextBoolean() ? random.nextInt() : flipped);
            }
            send(packet);
            server.told.rejected.clear();
            server.told.failures.clear();
        }
        assertOthersNoticeNothing();
    }

    /** One node under more and more numbers. */
    @Test
    void pathNumbers() {
        byte[] packet = MemoryPeer.bytes(GOOD[0]);
        ByteBuffer number = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i <= 100_000; i++) {
            number.putInt(34, i * 7919);
            send(packet.clone());
        }
        assertTrue(server.multiplayer.getCounters().pathsForgotten() > 90_000);
        assertOthersNoticeNothing();
        server.receive(HOSTILE, "80 01 04");
        assertEquals(1, server.told.takeRejected().size()); // long forgotten
    }

    /** Announced values larger than what comes, and nested ones. */
    @Test
    void countAndDepthBombs() {
        for (String bomb : new String[] {
            "00 01 04 01 1c 00 00 00 ff ff ff 7f", "00 01 04 01 1b 00 00 00 ff ff ff 7f",
            "00 01 04 01 1f 00 00 00 ff ff ff 1f",
            "00 01 04 01 22 00 00 00 ff ff ff 7f", "00 01 04 01 04 00 00 00 ff ff ff 7f", "00 01 04 ff 02 01",
            "00 01 04 01 1d 00 00 00 ff ff ff 7f", "00 01 04 01 16 00 00 00 ff ff ff ff ff ff ff ff 00 00 00 00",
        }) {
            send(MemoryPeer.bytes(GOOD[0]));
            server.told.rejected.clear();
            send(MemoryPeer.bytes(bomb));
            assertEquals(1, server.told.takeRejected().size(), bomb);
        }
        int depth = 100_000;
        ByteBuffer nested = ByteBuffer.allocate(4 + 8 * depth).order(ByteOrder.LITTLE_ENDIAN);
        nested.put(MemoryPeer.bytes("00 01 04 01"));
        for (int i = 0; i < depth; i++) {
            nested.putInt(0x1c).putInt(1);
        }
        send(nested.array());
        assertEquals(List.of("9 OUT_OF_MEMORY"), server.told.takeRejected());
        assertOthersNoticeNothing();
    }

    /** What it names ends up in logs, which must stay short, and have no lines that it wrote. */
    @Test
    void namesInMessages() {
        List<String> told = new ArrayList<>();
        server.multiplayer.setListener(new MultiplayerListener() {
            @Override
            public void packetRejected(int id, io.github.enet4j.ENetError error, String reason) {
                told.add(reason);
            }

            @Override
            public void checksumMismatch(int id, RpcMismatch mismatch) {
                told.add(mismatch.toString());
            }
        });
        String line = "0a 57 41 52 4e ";
        String checksum = line.repeat(6) + "0a 0d";
        send(MemoryPeer.bytes("01 " + checksum + " 00 01 00 00 00 4d 61 69 6e 00")); // a node that there is
        send(MemoryPeer.bytes("01 " + checksum + " 00 02 00 00 00" + line.repeat(20_000) + "00"));
        send(MemoryPeer.bytes("a0 06 00 00 80 04 " + line.repeat(20_000) + "00"));
        assertEquals(3, told.size());
        for (String each : told) {
            assertTrue(each.length() < 400 && each.chars().noneMatch(Character::isISOControl), each);
        }
    }

    /** Nodes without end, where the program allows it to spawn some. */
    @Test
    void spawnFlood() {
        send(MemoryPeer.bytes(GOOD[1]));
        server.multiplayer.spawner("Spawner", "World").setSpawnLimit(100);
        for (int i = 0; i < 1000; i++) {
            send(MemoryPeer.bytes(("04 00 02 00 00 00 %02x %02x 01 00 00 00 00 00 03 00 00 00 %02x %02x 00")
                    .formatted(i & 255, i >> 8, 'a' + i % 26, 'a' + i / 26)));
        }
        assertEquals(100, server.multiplayer.node("World").children().size());
        server.peer.go(HOSTILE);
        server.multiplayer.poll();
        assertEquals(0, server.multiplayer.node("World").children().size());
    }
}
