package simulate;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What was measured and what is assumed, and what follows for one server. */
final class Inputs {
    private final Properties values = new Properties();

    Inputs(Path folder) throws IOException {
        for (String name : new String[] {"costs.properties", "assumptions.properties"}) {
            try (Reader reader = Files.newBufferedReader(folder.resolve(name))) {
                values.load(reader);
            }
        }
    }

    double number(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("neither measured nor assumed: " + name);
        }
        return Double.parseDouble(value.trim());
    }

    int whole(String name) {
        return (int) number(name);
    }

    boolean encrypted() {
        return Boolean.parseBoolean(values.getProperty("encrypted").trim());
    }

    /* ---- One server ---- */

    private double cost(String name) {
        return number((encrypted() ? "dtls." : "") + name);
    }

    /** Processor time for one player, microseconds per second. */
    double microsPerPlayer() {
        return number("packets.in") * cost("in.micros") + number("packets.out") * cost("out.micros")
                + number("idle.micros") + number("game.micros");
    }

    double joinMicros() {
        return cost("join.micros");
    }

    int playersByProcessor() {
        return (int) (number("server.threads") * number("server.use") * 1e6 / microsPerPlayer());
    }

    /** How many players a server takes: what its processors bear, and no more than one wants to lose with it. */
    int capacity() {
        return Math.min(Math.min(playersByProcessor(), whole("server.most")), 4095 * whole("server.threads"));
    }

    /** What a server needs when it is full. */
    double bytesPerServer() {
        return number("server.bytes") + capacity() * (number("slot.bytes") + cost("peer.native.bytes"))
                + number("server.free.bytes");
    }
}
