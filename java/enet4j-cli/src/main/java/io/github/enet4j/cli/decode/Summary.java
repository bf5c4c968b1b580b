package io.github.enet4j.cli.decode;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.testing.Direction;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Predicate;

/** Who talked with whom, how much, what was lost, and why it ended. */
final class Summary implements Output {
    private final PrintWriter out;
    private final boolean json;
    private final Predicate<Connection> wanted;

    Summary(PrintWriter out, boolean json, Predicate<Connection> wanted) {
        this.out = out;
        this.json = json;
        this.wanted = wanted;
    }

    @Override
    public void show(Decoded decoded) {
        // All is known at the end.
    }

    @Override
    public void end(Decoder decoder) {
        if (json) {
            JsonArray all = new JsonArray();
            decoder.connections().stream().filter(wanted).forEach(each -> all.add(json(each, decoder.end())));
            JsonObject object = new JsonObject();
            object.addProperty("frames", decoder.frames());
            object.addProperty("otherUdp", decoder.otherUdp());
            object.add("connections", all);
            object.add("problems", JsonOutput.gson().toJsonTree(decoder.problems()));
            out.println(JsonOutput.gson().toJson(object));
            return;
        }
        out.println(decoder.frames() + " frames, " + decoder.connections().size() + " ENet connections, "
                + decoder.otherUdp() + " UDP datagrams of something else");
        decoder.connections().stream().filter(wanted).forEach(each -> print(each, decoder.end()));
    }

    private void print(Connection connection, long end) {
        out.println();
        out.println("#" + connection.number + "  " + connection.conversation);
        if (connection.connect != null) {
            double handshake = connection.handshakeMillis();
            out.println(String.format(Locale.ROOT, "    handshake %s, %d channels, mtu %d, data %d",
                    handshake < 0 ? "not finished" : String.format(Locale.ROOT, "%.2f ms", handshake),
                    connection.connect.channels(), connection.connect.mtu(), connection.connect.data()));
        }
        out.println(String.format(Locale.ROOT, "    %.3f s, %s", seconds(connection), connection.ending(end)));
        out.println(String.format(Locale.ROOT, "    %-7s %9s %10s %8s %9s %10s %8s %7s %7s %5s   %s", "from",
                "datagrams", "bytes", "kB/s", "packets", "bytes", "reliable", "resent", "unconf.", "gaps",
                "round trip ms: least/median/99%/most"));
        for (Direction sender : Direction.values()) {
            Half half = connection.half(sender);
            out.println(String.format(Locale.ROOT, "    %-7s %9d %10d %8.1f %9d %10d %8d %7d %7d %5d   %s",
                    sender == Direction.TO_SERVER ? "client" : "server", half.datagrams, half.bytes,
                    rate(half, connection), half.packets, half.packetBytes, half.reliable, half.resends,
                    half.reliable - half.confirmed, half.gaps, roundTrips(half)));
        }
    }

    private static double seconds(Connection connection) {
        return (connection.end() - connection.start()) / 1e6;
    }

    private static double rate(Half half, Connection connection) {
        double seconds = seconds(connection);
        return seconds > 0 ? half.bytes / seconds / 1000 : 0;
    }

    private static String roundTrips(Half half) {
        return half.roundTrips.getTotalCount() == 0 ? "-" : String.format(Locale.ROOT, "%.2f / %.2f / %.2f / %.2f",
                half.roundTrips.getMinValue() / 1e3, percentile(half, 50), percentile(half, 99),
                half.roundTrips.getMaxValue() / 1e3);
    }

    private static double percentile(Half half, double percent) {
        return half.roundTrips.getValueAtPercentile(percent) / 1e3;
    }

    private static JsonObject json(Connection connection, long end) {
        JsonObject json = new JsonObject();
        json.addProperty("connection", connection.number);
        json.addProperty("client", HostPort.show(connection.conversation.client));
        json.addProperty("server", HostPort.show(connection.conversation.server));
        json.addProperty("start", connection.start() / 1e6);
        json.addProperty("seconds", seconds(connection));
        json.addProperty("ending", connection.ending(end));
        if (connection.handshakeMillis() >= 0) {
            json.addProperty("handshakeMillis", connection.handshakeMillis());
        }
        for (Direction sender : Direction.values()) {
            Half half = connection.half(sender);
            JsonObject side = new JsonObject();
            side.addProperty("datagrams", half.datagrams);
            side.addProperty("bytes", half.bytes);
            side.addProperty("packets", half.packets);
            side.addProperty("packetBytes", half.packetBytes);
            side.addProperty("reliable", half.reliable);
            side.addProperty("resent", half.resends);
            side.addProperty("unconfirmed", half.reliable - half.confirmed);
            side.addProperty("gaps", half.gaps);
            if (half.roundTrips.getTotalCount() > 0) {
                side.addProperty("roundTripMedianMillis", percentile(half, 50));
                side.addProperty("roundTrip99Millis", percentile(half, 99));
            }
            side.add("commands", JsonOutput.gson().toJsonTree(half.commands));
            json.add(sender == Direction.TO_SERVER ? "fromClient" : "fromServer", side);
        }
        return json;
    }
}
