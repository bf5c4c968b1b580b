package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Names and numbers are those of Godot. */
class EnumTest {
    private static <E extends Enum<E>> void check(
            Class<E> type, int first, ToIntFunction<E> value, IntFunction<E> of, String... names) {
        assertEquals(names.length, type.getEnumConstants().length);
        for (int i = 0; i < names.length; i++) {
            E constant = Enum.valueOf(type, names[i]);
            assertEquals(first + i, value.applyAsInt(constant), names[i]);
            assertSame(constant, of.apply(first + i));
        }
        for (int bad : new int[] {first - 1, first + names.length, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> of.apply(bad), type + " " + bad);
        }
    }

    @Test
    void compressionMode() {
        check(
                CompressionMode.class, 0, CompressionMode::value, CompressionMode::of,
                "NONE", "RANGE_CODER", "FASTLZ", "ZLIB", "ZSTD");
    }

    @Test
    void eventType() {
        check(EventType.class, -1, EventType::value, EventType::of,
                "ERROR", "NONE", "CONNECT", "DISCONNECT", "RECEIVE");
    }

    @Test
    void hostStatistic() {
        check(
                HostStatistic.class, 0, HostStatistic::value, HostStatistic::of,
                "TOTAL_SENT_DATA", "TOTAL_SENT_PACKETS", "TOTAL_RECEIVED_DATA", "TOTAL_RECEIVED_PACKETS");
    }

    @Test
    void peerState() {
        check(
                PeerState.class, 0, PeerState::value, PeerState::of,
                "DISCONNECTED", "CONNECTING", "ACKNOWLEDGING_CONNECT", "CONNECTION_PENDING", "CONNECTION_SUCCEEDED",
                "CONNECTED", "DISCONNECT_LATER", "DISCONNECTING", "ACKNOWLEDGING_DISCONNECT", "ZOMBIE");
    }

    @Test
    void peerStatistic() {
        check(
                PeerStatistic.class, 0, PeerStatistic::value, PeerStatistic::of,
                "PACKET_LOSS", "PACKET_LOSS_VARIANCE", "PACKET_LOSS_EPOCH", "ROUND_TRIP_TIME",
                "ROUND_TRIP_TIME_VARIANCE", "LAST_ROUND_TRIP_TIME", "LAST_ROUND_TRIP_TIME_VARIANCE", "PACKET_THROTTLE",
                "PACKET_THROTTLE_LIMIT", "PACKET_THROTTLE_COUNTER", "PACKET_THROTTLE_EPOCH",
                "PACKET_THROTTLE_ACCELERATION", "PACKET_THROTTLE_DECELERATION", "PACKET_THROTTLE_INTERVAL");
    }

    @Test
    void error() {
        check(
                ENetError.class, 0, ENetError::value, ENetError::of,
                "OK", "FAILED", "UNAVAILABLE", "UNCONFIGURED", "UNAUTHORIZED", "PARAMETER_RANGE_ERROR", "OUT_OF_MEMORY",
                "FILE_NOT_FOUND", "FILE_BAD_DRIVE", "FILE_BAD_PATH", "FILE_NO_PERMISSION", "FILE_ALREADY_IN_USE",
                "FILE_CANT_OPEN", "FILE_CANT_WRITE", "FILE_CANT_READ", "FILE_UNRECOGNIZED", "FILE_CORRUPT",
                "FILE_MISSING_DEPENDENCIES", "FILE_EOF", "CANT_OPEN", "CANT_CREATE", "QUERY_FAILED", "ALREADY_IN_USE",
                "LOCKED", "TIMEOUT", "CANT_CONNECT", "CANT_RESOLVE", "CONNECTION_ERROR", "CANT_ACQUIRE_RESOURCE",
                "CANT_FORK", "INVALID_DATA", "INVALID_PARAMETER", "ALREADY_EXISTS", "DOES_NOT_EXIST",
                "DATABASE_CANT_READ", "DATABASE_CANT_WRITE", "COMPILATION_FAILED", "METHOD_NOT_FOUND", "LINK_FAILED",
                "SCRIPT_FAILED", "CYCLIC_LINK", "INVALID_DECLARATION", "DUPLICATE_SYMBOL", "PARSE_ERROR",
                "BUSY", "SKIP",
                "HELP", "BUG", "PRINTER_ON_FIRE");
    }

    @Test
    void constants() {
        assertEquals(1, ENetPacketPeer.FLAG_RELIABLE);
        assertEquals(2, ENetPacketPeer.FLAG_UNSEQUENCED);
        assertEquals(8, ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT);
        assertEquals(65536, ENetPacketPeer.PACKET_LOSS_SCALE);
        assertEquals(32, ENetPacketPeer.PACKET_THROTTLE_SCALE);
    }

    @Test
    void exceptionTellsItsCode() {
        Throwable cause = new Throwable();
        ENetException e = new ENetException(ENetError.CANT_CREATE, "so it is", cause);
        assertSame(ENetError.CANT_CREATE, e.error());
        assertSame(cause, e.getCause());
        assertEquals("so it is (CANT_CREATE)", e.getMessage());
        assertThrows(NullPointerException.class, () -> new ENetException(null, "no code"));
    }
}
