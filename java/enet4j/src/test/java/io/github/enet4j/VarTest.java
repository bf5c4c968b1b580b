package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.enet4j.variant.Vector2;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values in packets. */
@ExtendWith(NoLeaks.class)
class VarTest {
    @Test
    void arrives() {
        try (Loopback net = Loopback.connected()) {
            List<Object> value = List.of("text", 5L, new Vector2(1, 2));
            assertEquals(ENetError.OK, net.atClient.putVar(value));
            Loopback.Seen seen = net.await(net.server, EventType.RECEIVE);
            assertEquals(0, seen.channel());
            assertEquals(ENetPacketPeer.FLAG_RELIABLE, net.atServer.getPacketFlags());
            assertEquals(value, net.atServer.getVar());
            assertEquals(ENetError.OK, net.atServer.getPacketError());
            assertNull(net.atServer.getVar());
            assertEquals(ENetError.UNAVAILABLE, net.atServer.getPacketError());
        }
    }

    @Test
    void bytesThatAreNoValueHaveACode() {
        try (Loopback net = Loopback.connected()) {
            net.atClient.putPacket(new byte[] {0x18, 0, 0, 0});
            net.atClient.putPacket(new byte[] {2, 0, 0, 0, 9, 0, 0, 0, 77});
            net.await(net.server, EventType.RECEIVE);
            net.await(net.server, EventType.RECEIVE);
            assertNull(net.atServer.getVar());
            assertEquals(ENetError.UNAUTHORIZED, net.atServer.getPacketError());
            assertEquals(9L, net.atServer.getVar());
            assertEquals(ENetError.OK, net.atServer.getPacketError());
        }
    }

    @Test
    void limits() {
        try (Loopback net = Loopback.connected()) {
            assertEquals(ENetError.OUT_OF_MEMORY, net.atClient.putVar(new byte[(8 << 20) - 7]));
            List<Object> itself = new ArrayList<>();
            itself.add(itself);
            assertEquals(ENetError.OUT_OF_MEMORY, net.atClient.putVar(itself));
            assertThrows(IllegalArgumentException.class, () -> net.atClient.putVar(new Object()));
            assertEquals(ENetError.OK, net.atClient.putVar(new byte[(8 << 20) - 8]));
        }
    }
}
