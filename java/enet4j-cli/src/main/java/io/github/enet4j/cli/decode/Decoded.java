package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import java.util.List;
import java.util.Map;

/**
 * A datagram with all that is known of it.
 *
 * @param number     its place in the capture, from 1
 * @param udp        as it was recorded
 * @param connection what it belongs to
 * @param direction  where it goes
 * @param encryption the suite that it was encrypted with; null when it was not
 * @param datagram   what it says
 * @param commands   its commands with what the conversation adds
 */
record Decoded(long number, Udp udp, Connection connection, Direction direction, String encryption,
        WireDatagram datagram, List<Command> commands) {
    /**
     * A command in its conversation.
     *
     * @param command what was sent
     * @param facts   what the conversation adds, by name: tries, round trips, gaps
     * @param packet  the program's packet that it completes; null if none
     * @param godot   what Godot says with that packet; null if it is not Godot's
     */
    record Command(WireCommand command, Map<String, Object> facts, byte[] packet, String godot) {
    }
}
