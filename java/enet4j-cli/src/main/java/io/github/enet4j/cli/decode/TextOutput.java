package io.github.enet4j.cli.decode;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireDatagram;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A line for each datagram, and one more for each further command in it. */
final class TextOutput implements Output {
    private final PrintWriter out;
    private final int bytes;
    private final boolean absolute;
    private final Set<Integer> known = new HashSet<>();
    private long start = -1;

    TextOutput(PrintWriter out, int bytes, boolean absolute) {
        this.out = out;
        this.bytes = bytes;
        this.absolute = absolute;
    }

    @Override
    public void show(Decoded decoded) {
        Connection connection = decoded.connection();
        if (known.add(connection.number)) {
            out.println("#" + connection.number + "  " + connection.conversation
                    + (connection.connect != null ? "" : "  (from before the capture; who is the client is a guess)"));
        }
        start = start < 0 ? decoded.udp().time() : start;
        String head = String.format(Locale.ROOT, "%s #%d %s %5d B ", time(decoded.udp().time()), connection.number,
                decoded.direction() == Direction.TO_SERVER ? ">" : "<", decoded.udp().length());
        String tags = tags(decoded);
        List<Decoded.Command> commands = decoded.commands();
        out.println(head + tags + (commands.isEmpty() ? "" : CommandText.of(commands.get(0), bytes)));
        for (Decoded.Command each : commands.subList(Math.min(1, commands.size()), commands.size())) {
            out.println(" ".repeat(head.length()) + CommandText.of(each, bytes));
        }
        if (decoded.datagram().problem() != null) {
            out.println(" ".repeat(head.length()) + "?? " + (decoded.udp().isCut() ? "the capture cut it off: " : "")
                    + decoded.datagram().problem());
        }
    }

    private String time(long micros) {
        if (absolute) {
            return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000).toString();
        }
        return String.format(Locale.ROOT, "%11.6f", (micros - start) / 1e6);
    }

    private static String tags(Decoded decoded) {
        WireDatagram datagram = decoded.datagram();
        StringBuilder tags = new StringBuilder();
        tag(tags, decoded.encryption() != null, "DTLS");
        tag(tags, datagram.compression() != CompressionMode.NONE,
                datagram.compression().name().toLowerCase(Locale.ROOT));
        tag(tags, datagram.checksum() != WireDatagram.Checksum.NONE,
                "checksum " + datagram.checksum().name().toLowerCase(Locale.ROOT));
        return tags.isEmpty() ? "" : "[" + tags + "] ";
    }

    private static void tag(StringBuilder tags, boolean wanted, String tag) {
        if (wanted) {
            tags.append(tags.isEmpty() ? "" : ", ").append(tag);
        }
    }

    @Override
    public void end(Decoder decoder) {
        for (Connection connection : decoder.connections()) {
            if (known.contains(connection.number)) {
                out.println("#" + connection.number + "  " + connection.ending(decoder.end()));
            }
        }
    }
}
