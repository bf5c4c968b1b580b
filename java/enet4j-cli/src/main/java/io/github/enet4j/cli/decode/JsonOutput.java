package io.github.enet4j.cli.decode;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireCommand;
import java.io.PrintWriter;
import java.math.BigDecimal;

/** A JSON object per datagram, each in a line of its own. */
final class JsonOutput implements Output {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeSpecialFloatingPointValues()
            .registerTypeAdapter(byte[].class, (JsonSerializer<byte[]>) (bytes, type, context) ->
                    new JsonPrimitive(Payload.hex(bytes, bytes.length)))
            .create();

    private static final int MICROS = 6; // digits

    private final PrintWriter out;

    JsonOutput(PrintWriter out) {
        this.out = out;
    }

    static Gson gson() {
        return GSON;
    }

    @Override
    public void show(Decoded decoded) {
        JsonObject json = new JsonObject();
        json.addProperty("time", BigDecimal.valueOf(decoded.udp().time(), MICROS));
        json.addProperty("frame", decoded.number());
        json.addProperty("connection", decoded.connection().number);
        json.addProperty("direction", decoded.direction() == Direction.TO_SERVER ? "to-server" : "to-client");
        json.addProperty("from", HostPort.show(decoded.udp().from()));
        json.addProperty("to", HostPort.show(decoded.udp().to()));
        json.addProperty("bytes", decoded.udp().length());
        json.addProperty("peer", decoded.datagram().peerId());
        json.addProperty("session", decoded.datagram().session());
        if (decoded.datagram().sentTime() >= 0) {
            json.addProperty("sentTime", decoded.datagram().sentTime());
        }
        json.addProperty("compression", decoded.datagram().compression().name());
        json.addProperty("checksum", decoded.datagram().checksum().name());
        if (decoded.encryption() != null) {
            json.addProperty("encryption", decoded.encryption());
        }
        json.add("commands", GSON.toJsonTree(decoded.commands().stream().map(JsonOutput::command).toList()));
        if (decoded.datagram().problem() != null) {
            json.addProperty("problem", decoded.datagram().problem());
        }
        out.println(GSON.toJson(json));
    }

    private static JsonObject command(Decoded.Command each) {
        WireCommand.Header header = each.command().header();
        JsonObject json = new JsonObject();
        json.addProperty("type", header.type().name());
        json.addProperty("channel", header.channel());
        json.addProperty("sequence", header.sequence());
        JsonObject own = GSON.toJsonTree(each.command(), each.command().getClass()).getAsJsonObject();
        own.remove("header");
        own.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        GSON.toJsonTree(each.facts()).getAsJsonObject().entrySet()
                .forEach(entry -> json.add(entry.getKey(), entry.getValue()));
        if (each.packet() != null && each.command() instanceof WireCommand.Fragment) {
            json.add("packet", GSON.toJsonTree(each.packet()));
        }
        if (each.godot() != null) {
            json.addProperty("godot", each.godot());
        }
        return json;
    }
}
