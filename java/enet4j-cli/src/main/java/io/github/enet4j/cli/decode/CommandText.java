package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.wire.WireCommand;
import java.util.Locale;
import java.util.Map;

/** A command as a line of text. */
final class CommandText {
    private CommandText() {
    }

    /** With so many bytes of its data. */
    static String of(Decoded.Command decoded, int bytes) {
        WireCommand command = decoded.command();
        StringBuilder text = new StringBuilder();
        text.append(command.header().type());
        if (!(command instanceof WireCommand.Acknowledge)) {
            text.append(place(command.header()));
        }
        append(text, command, bytes);
        facts(text, decoded.facts());
        if (decoded.godot() != null) {
            text.append("  ").append(decoded.godot());
        }
        return text.toString();
    }

    private static String place(WireCommand.Header header) {
        return (header.channel() == WireCommand.CONNECTION ? "" : " ch" + header.channel()) + " #" + header.sequence();
    }

    private static void append(StringBuilder text, WireCommand command, int bytes) {
        if (command instanceof WireCommand.Acknowledge acknowledge) {
            text.append(place(acknowledge.header()));
        } else if (command instanceof WireCommand.Connect connect) {
            text.append(String.format(Locale.ROOT, " peer=%d channels=%d mtu=%d window=%d id=%08x",
                    connect.outgoingPeerId(), connect.channels(), connect.mtu(), connect.window(),
                    connect.connectId()));
            append(text, " in=", connect.inBandwidth());
            append(text, " out=", connect.outBandwidth());
            append(text, " data=", connect.data());
        } else if (command instanceof WireCommand.Disconnect disconnect) {
            text.append(" data=").append(disconnect.data());
        } else if (command instanceof WireCommand.Send send) {
            switch (send.header().type()) {
                case SEND_UNRELIABLE -> text.append(" number=").append(send.number());
                case SEND_UNSEQUENCED -> text.append(" group=").append(send.number());
                default -> { }
            }
            data(text, send.data(), bytes);
        } else if (command instanceof WireCommand.Fragment part) {
            text.append(String.format(Locale.ROOT, " start=%d part=%d/%d of %d B", part.start(), part.number() + 1,
                    part.count(), part.total()));
            data(text, part.data(), Math.min(bytes, 8));
        } else if (command instanceof WireCommand.BandwidthLimit limit) {
            text.append(" in=").append(limit.inBandwidth()).append(" out=").append(limit.outBandwidth());
        } else if (command instanceof WireCommand.ThrottleConfigure throttle) {
            text.append(" interval=").append(throttle.interval()).append(" acceleration=")
                    .append(throttle.acceleration()).append(" deceleration=").append(throttle.deceleration());
        }
    }

    private static void append(StringBuilder text, String name, long value) {
        if (value != 0) {
            text.append(name).append(value);
        }
    }

    private static void data(StringBuilder text, byte[] data, int bytes) {
        text.append(' ').append(data.length).append(" B");
        if (data.length > 0 && bytes > 0) {
            text.append(' ').append(Payload.show(data, bytes));
        }
    }

    private static void facts(StringBuilder text, Map<String, Object> facts) {
        facts.forEach((name, value) -> text.append(switch (name) {
            case "of" -> " of " + value;
            case "again" -> " again";
            case "roundTripMillis" -> String.format(Locale.ROOT, " after %.2f ms", value);
            case "answersAfterMillis" -> String.format(Locale.ROOT, " answers after %.2f ms", value);
            case "try" -> "  AGAIN: try " + value;
            case "firstMillisAgo" -> String.format(Locale.ROOT, ", the first was %.0f ms ago", value);
            case "missingBefore" -> "  GAP: " + value + " before it are not in the capture";
            case "completes" -> "  completes a packet of " + value + " B";
            default -> " " + name + "=" + value;
        }));
    }
}
