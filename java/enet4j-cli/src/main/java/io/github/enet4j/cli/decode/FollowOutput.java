package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireCommand;
import java.io.PrintWriter;
import java.util.Locale;

/** Only what the two programs said to each other: whole packets, in the order in which they went by. */
final class FollowOutput implements Output {
    private static final int ROW = 16;

    private final PrintWriter out;
    private long start = -1;

    FollowOutput(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Decoded decoded) {
        start = start < 0 ? decoded.udp().time() : start;
        for (Decoded.Command each : decoded.commands()) {
            if (each.packet() != null) {
                WireCommand.Header header = each.command().header();
                out.println(String.format(Locale.ROOT, "%11.6f #%d %s ch%d %s %d B  %s",
                        (decoded.udp().time() - start) / 1e6, decoded.connection().number,
                        decoded.direction() == Direction.TO_SERVER ? "client" : "server", header.channel(),
                        kind(header), each.packet().length, each.godot() == null ? "" : each.godot()).stripTrailing());
                if (each.godot() == null) {
                    dump(each.packet());
                }
            }
        }
    }

    private static String kind(WireCommand.Header header) {
        return switch (header.type()) {
            case SEND_UNSEQUENCED -> "unsequenced";
            case SEND_UNRELIABLE, SEND_UNRELIABLE_FRAGMENT -> "unreliable";
            default -> "reliable";
        };
    }

    private void dump(byte[] packet) {
        for (int at = 0; at < packet.length; at += ROW) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = at; i < Math.min(at + ROW, packet.length); i++) {
                hex.append(String.format("%02x ", packet[i]));
                text.append(packet[i] >= 0x20 && packet[i] < 0x7F ? (char) packet[i] : '.');
            }
            out.println(String.format(Locale.ROOT, "    %06x  %-" + 3 * ROW + "s %s", at, hex, text));
        }
    }
}
