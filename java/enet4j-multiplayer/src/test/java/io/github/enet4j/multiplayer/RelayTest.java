package io.github.enet4j.multiplayer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.MemoryPeer.Sent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets between clients, and raw ones, which show the ways best. */
class RelayTest {
    private static final byte[] AA = {(byte) 0xaa};

    private final Game server = Game.serverWith(9, 5, 7);

    /** Of a raw aa that 9 has relayed. */
    private void assertForwarded(String target, boolean here, Integer... to) {
        server.receive(9, "07 03 " + target + " 03 aa");
        assertEquals(
                Arrays.stream(to).map(id -> new Sent(id, TransferMode.RELIABLE, 0, "07 03 09 00 00 00 03 aa")).toList(),
                server.peer.takeSent(), target);
        assertEquals(here ? List.of("packet 9 aa") : List.of(), server.told.take(), target);
    }

    @Test
    void serverForwardsAsGodotDoes() {
        assertForwarded("05 00 00 00", false, 5);
        assertForwarded("09 00 00 00", false, 9);
        assertForwarded("2c 00 00 00", false);
        assertForwarded("01 00 00 00", false);
        assertForwarded("00 00 00 00", true, 5, 7);
        assertForwarded("ff ff ff ff", false, 5, 7);
        assertForwarded("fb ff ff ff", true, 7);
        assertForwarded("d3 ff ff ff", true, 5, 7);
        assertForwarded("00 00 00 80", true, 5, 7);
        server.assertFine();
        assertEquals(11, server.multiplayer.getCounters().relayed());
        server.receive(9, "07 03 00 00 00 00 07 01 05 00 00 00");
        assertEquals(List.of("9 INVALID_DATA"), server.told.takeRejected());
    }

    @Test
    void clientsSendThroughTheServer() {
        Game client = Game.client(9);
        client.receive(1, "07 01 05 00 00 00");
        client.told.take();
        assertEquals(ENetError.OK, client.multiplayer.sendBytes(AA, 5, TransferMode.UNRELIABLE, 3));
        assertEquals(
                List.of(new Sent(1, TransferMode.UNRELIABLE, 3, "07 03 05 00 00 00 03 aa")), client.peer.takeSent());
        client.multiplayer.sendBytes(AA, 0, TransferMode.RELIABLE, 0);
        client.multiplayer.sendBytes(AA, -1, TransferMode.RELIABLE, 0);
        client.multiplayer.sendBytes(AA, 1, TransferMode.RELIABLE, 0);
        client.assertSent("07 03 00 00 00 00 03 aa", "07 03 ff ff ff ff 03 aa", "03 aa");
        assertEquals(ENetError.INVALID_DATA, client.multiplayer.sendBytes(new byte[0], 1, TransferMode.RELIABLE, 0));
        /* Also of one that it was not told of. */
        client.receive(1, "07 03 4d 00 00 00 03 aa");
        assertEquals(List.of("packet 77 aa"), client.told.take());
        client.receive(1, "07 03 4d 00 00 00 a0 06 00 00 80 04 4d 61 69 6e 00");
        client.assertCalls("77 zeta[]");
        client.assertFine();
        client.receive(1, "07 03 4d 00 00 00 07 02 05 00 00 00");
        client.receive(1, "03");
        assertEquals(List.of("77 INVALID_DATA", "1 INVALID_DATA"), client.told.takeRejected());
    }

    @Test
    void relayedCallByPath() {
        Game client = Game.client(9);
        client.receive(1, "07 01 4d 00 00 00");
        client.main.rpcConfig("Beta", RpcMode.ANY_PEER, TransferMode.UNRELIABLE, 3, false);
        client.main.rpcId(77, "Beta", "x");
        List<Sent> sent = client.peer.takeSent();
        assertEquals("07 03 4d 00 00 00 01", sent.get(0).hex().substring(0, 20));
        assertEquals(TransferMode.RELIABLE, sent.get(0).mode());
        assertEquals(new Sent(1, TransferMode.UNRELIABLE, 3, "07 03 4d 00 00 00 20 13 00 00 80 00 01 04 00 00 00 01"
                + " 00 00 00 78 00 00 00 4d 61 69 6e 00"), sent.get(1));
        client.receive(1, "07 03 4d 00 00 00 02 01 01 00 00 00");
        client.main.rpcId(77, "Beta");
        client.assertSent("07 03 4d 00 00 00 80 01 00");
    }

    @Test
    void withoutRelayOnlyToThoseItKnows() {
        Game client = Game.client(9);
        client.multiplayer.setServerRelay(false);
        assertEquals(ENetError.BUG, client.multiplayer.sendBytes(AA, 5, TransferMode.RELIABLE, 0));
        client.multiplayer.sendBytes(AA, 0, TransferMode.RELIABLE, 0);
        assertEquals(List.of(new Sent(1, TransferMode.RELIABLE, 0, "03 aa")), client.peer.takeSent());
        client.receive(1, "07 01 05 00 00 00");
        assertEquals(List.of("1 UNAUTHORIZED"), client.told.takeRejected());
    }

    @Test
    void meshGoesStraight() {
        Game member = new Game(MemoryPeer.mesh(9));
        member.peer.come(1);
        member.peer.come(5);
        member.multiplayer.poll();
        member.multiplayer.sendBytes(AA, 5, TransferMode.RELIABLE, 0);
        member.multiplayer.sendBytes(AA, 0, TransferMode.RELIABLE, 0);
        member.assertSent("03 aa", "03 aa", "03 aa");
    }

    /** A flood of one client does not become many floods. */
    @Test
    void limited() {
        server.multiplayer.setRelayLimit(100_000);
        byte[] large = new byte[1000];
        large[0] = 7;
        large[1] = 3;
        for (int i = 0; i < 1000; i++) {
            server.peer.inject(9, large.clone());
        }
        server.multiplayer.poll();
        MultiplayerCounters counters = server.multiplayer.getCounters();
        assertEquals(2000, counters.relayed() + counters.relayDropped());
        assertEquals(true, counters.relayed() >= 100 && counters.relayed() < 1000, counters.toString());
        server.peer.takeSent();
        server.told.take();
        /* The reliable ones that did not go to all. */
        assertEquals(true, server.told.takeRejected().stream().filter("9 BUSY"::equals).count() > 400);
        server.receive(5, "07 03 07 00 00 00 03 aa");
        server.assertSent("07 03 05 00 00 00 03 aa");
    }

    /** What is reliable does not vanish without a word, whoever it is from. */
    @Test
    void targetThatHasNoRoom() {
        server.peer.answer = ENetError.BUSY;
        server.receive(9, "07 03 05 00 00 00 03 aa");
        assertEquals(List.of("not sent 5 BUSY"), server.told.take());
        server.receive(9, "07 03 ff ff ff ff 03 aa");
        assertEquals(List.of("not sent 5 BUSY", "not sent 7 BUSY"), server.told.take());
        server.peer.inject(9, TransferMode.UNRELIABLE, MemoryPeer.bytes("07 03 05 00 00 00 03 aa"));
        server.multiplayer.poll();
        assertEquals(List.of(), server.told.take());
        MultiplayerCounters counters = server.multiplayer.getCounters();
        assertEquals(List.of(0L, 4L, 3L), List.of(counters.relayed(), counters.relayDropped(), counters.notSent()));
        server.assertFine();
    }
}
