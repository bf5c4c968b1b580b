package io.github.enet4j.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** We connect to Godot's echo_server.gd. */
@Tag("godot")
class GodotServesTest {
    private static final int CONNECT_DATA = 0xfedcba98;
    private static final int DISCONNECT_DATA = 0x80000001;
    private static final int PATIENCE_MS = 10_000;
    private static final int TRIES = 5;

    private final ENetConnection ours = new ENetConnection();
    private CompressionMode mode;
    private Godot godot;
    private int port;
    private ENetPacketPeer peer;

    @AfterEach
    void close() {
        ours.close();
        if (godot != null) {
            godot.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoesAndParts(CompressionMode compression) {
        mode = compression;
        godot = new Godot("echo_server.gd", "--compress=" + Godot.name(mode), "--channels=" + Packets.CHANNELS);
        port = Integer.parseInt(godot.await("listening").get("port"));
        connect();
        checkEchoes();
        for (Ending ending : Ending.values()) {
            endByUs(ending);
            endByGodot(ending);
        }
        forgottenByGodot();
        order("!quit");
        assertEquals(0, awaitEnd());
        assertEquals(0, godot.exitStatus());
    }

    /** From a new port: what Godot may send again for the last connection would end one in the making in its slot. */
    private void connect() {
        ours.destroy();
        ours.createHost();
        ours.compress(mode);
        peer = ours.connectToHost("127.0.0.1", port, 9, CONNECT_DATA);
        ENetEvent event = await(EventType.CONNECT);
        assertEquals(0, event.data());
        assertEquals(peer, event.peer());
        assertEquals(Packets.CHANNELS, peer.getChannels());
        peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0);
        ours.flush();
        Map<String, String> connect = godot.await("connect");
        assertEquals(String.valueOf(Integer.toUnsignedLong(CONNECT_DATA)), connect.get("data"));
        assertEquals(String.valueOf(Packets.CHANNELS), connect.get("channels"));
    }

    private void checkEchoes() {
        for (int flags : Packets.FLAGS) {
            for (int channel = 0; channel < Packets.CHANNELS; channel++) {
                for (int size : Packets.SIZES) {
                    checkEcho(Packets.payload(size, channel), channel, flags);
                }
            }
        }
    }

    private void checkEcho(byte[] packet, int channel, int flags) {
        String what = "flags " + flags + " channel " + channel + " size " + packet.length;
        int arriving = Packets.flagsArriving(packet.length, flags);
        boolean reliable = arriving == ENetPacketPeer.FLAG_RELIABLE;
        for (int attempt = 1; ; attempt++) {
            assertEquals(ENetError.OK, peer.send(channel, packet, flags), what);
            /* Godot would crash if it echoed an empty packet under the range coder: that it has come must do. */
            if (packet.length == 0 && mode == CompressionMode.RANGE_CODER) {
                ours.service();
                return;
            }
            ENetEvent event = ours.service(reliable ? PATIENCE_MS : 1000);
            if (event.type() == EventType.NONE && !reliable && attempt < TRIES) {
                continue;
            }
            assertEquals(EventType.RECEIVE, event.type(), what);
            assertEquals(channel, event.channel(), what);
            assertEquals(arriving, peer.getPacketFlags(), what);
            assertArrayEquals(packet, peer.getPacket(), what);
            return;
        }
    }

    private void endByUs(Ending ending) {
        if (ending == Ending.LATER) {
            sendLastPackets();
        }
        ending.apply(peer, DISCONNECT_DATA);
        if (ending == Ending.NOW) {
            assertFalse(peer.isActive());
        } else {
            assertEquals(0, awaitEnd());
        }
        if (ending == Ending.LATER) {
            for (int i = 0; i < 8; i++) {
                Map<String, String> packet = godot.await("packet");
                if (Integer.parseInt(packet.get("size")) != 3000 + i) {
                    i--; // of the echoes before
                }
            }
        }
        assertEquals(String.valueOf(Integer.toUnsignedLong(DISCONNECT_DATA)), godot.await("disconnect").get("data"));
        connect();
    }

    private void endByGodot(Ending ending) {
        switch (ending) {
            case PLAIN -> order("!kick " + DISCONNECT_DATA);
            case NOW -> order("!kick-now " + DISCONNECT_DATA);
            case LATER -> {
                sendLastPackets();
                order("!kick-later " + DISCONNECT_DATA);
                for (int i = 0; i < 8; i++) {
                    await(EventType.RECEIVE);
                    assertArrayEquals(Packets.payload(3000 + i, 0), peer.getPacket());
                }
            }
        }
        assertEquals(Integer.toUnsignedLong(DISCONNECT_DATA), awaitEnd());
        assertFalse(peer.isActive());
        connect();
    }

    /** Godot forgets us without a word, and we notice. */
    private void forgottenByGodot() {
        peer.setTimeout(1, 200, 400);
        order("!reset");
        peer.send(0, new byte[] {1}, ENetPacketPeer.FLAG_RELIABLE);
        assertEquals(0, awaitEnd());
        connect();
    }

    private void sendLastPackets() {
        for (int i = 0; i < 8; i++) {
            assertEquals(ENetError.OK, peer.send(0, Packets.payload(3000 + i, 0), ENetPacketPeer.FLAG_RELIABLE));
        }
    }

    private void order(String order) {
        assertEquals(ENetError.OK, peer.putPacket(order.getBytes(StandardCharsets.UTF_8)));
    }

    /** The data of the disconnect. */
    private long awaitEnd() {
        ENetEvent event = await(EventType.DISCONNECT);
        assertEquals(peer, event.peer());
        return event.data();
    }

    private ENetEvent await(EventType type) {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (System.nanoTime() < deadline) {
            ENetEvent event = ours.service(100);
            if (event.type() == type) {
                return event;
            }
            assertEquals(EventType.NONE, event.type());
            assertTrue(godot.isRunning());
        }
        return fail("no " + type);
    }
}
