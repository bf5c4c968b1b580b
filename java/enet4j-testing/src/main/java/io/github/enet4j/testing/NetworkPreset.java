package io.github.enet4j.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Networks as players have them: rounded figures of what such lines are like on an ordinary day, not measurements of
 * any one of them.
 *
 * @since 0.1.0
 */
public enum NetworkPreset {
    /** Does nothing: all arrives, at once. */
    NONE("", ""),
    /** A good cable or fibre line: 5 ms each way, ±1; 50 Mbit/s up, 250 Mbit/s down. */
    FIBER("latency=5 jitter=1 rate=50mbit", "latency=5 jitter=1 rate=250mbit"),
    /** An ordinary line over copper: 12 ms each way, ±2; 0.1 % lost; 2 Mbit/s up, 16 Mbit/s down. */
    DSL("latency=12 jitter=2 loss=0.1% rate=2mbit", "latency=12 jitter=2 loss=0.1% rate=16mbit"),
    /**
     * Wireless at home, with a DSL line behind it: 15 ms each way, ±8; 1 % lost, 2 in a row; 10 Mbit/s up, 30 Mbit/s
     * down.
     */
    WIFI("latency=15 jitter=8 loss=1% burst=2 rate=10mbit", "latency=15 jitter=8 loss=1% burst=2 rate=30mbit"),
    /**
     * Wireless two walls away from its access point, while the neighbours watch films: 25 ms each way, ±25; 5 % lost,
     * 4 in a row; 3 Mbit/s up, 6 Mbit/s down.
     */
    BAD_WIFI("latency=25 jitter=25 loss=5% burst=4 duplicate=0.1% reorder=1% rate=3mbit",
            "latency=25 jitter=25 loss=5% burst=4 duplicate=0.1% reorder=1% rate=6mbit"),
    /** A telephone with a good signal: 25 ms each way, ±10; 0.5 % lost, 2 in a row; 8 Mbit/s up, 25 Mbit/s down. */
    LTE("latency=25 jitter=10 loss=0.5% burst=2 rate=8mbit", "latency=25 jitter=10 loss=0.5% burst=2 rate=25mbit"),
    /**
     * A telephone on the generation before that ("3g"): 75 ms each way, ±30; 1.5 % lost, 3 in a row; 750 kbit/s up,
     * 1500 kbit/s down.
     */
    THREE_G("latency=75 jitter=30 loss=1.5% burst=3 rate=750kbit",
            "latency=75 jitter=30 loss=1.5% burst=3 rate=1500kbit"),
    /**
     * A telephone at the edge of nowhere: 200 ms each way, ±80; 3 % lost, 4 in a row; 100 kbit/s up, 200 kbit/s down.
     */
    EDGE("latency=200 jitter=80 loss=3% burst=4 rate=100kbit", "latency=200 jitter=80 loss=3% burst=4 rate=200kbit"),
    /**
     * A train, where LTE fails for whole seconds' worth of datagrams: 40 ms each way, ±30; 8 % lost, 25 in a row; 3
     * Mbit/s up, 8 Mbit/s down.
     */
    TRAIN("latency=40 jitter=30 loss=8% burst=25 rate=3mbit",
            "latency=40 jitter=30 loss=8% burst=25 rate=8mbit"),
    /** A geostationary satellite: 280 ms each way, ±10; 0.5 % lost, 3 in a row; 3 Mbit/s up, 20 Mbit/s down. */
    SATELLITE("latency=280 jitter=10 loss=0.5% burst=3 rate=3mbit",
            "latency=280 jitter=10 loss=0.5% burst=3 rate=20mbit"),
    /** A good line to a server on the other side of the world: 125 ms each way, ±5; 0.3 % lost, 2 in a row. */
    INTERCONTINENTAL("latency=125 jitter=5 loss=0.3% burst=2 reorder=0.1%",
            "latency=125 jitter=5 loss=0.3% burst=2 reorder=0.1%");

    private final NetworkConditions toServer;
    private final NetworkConditions toClient;

    NetworkPreset(String toServer, String toClient) {
        this.toServer = NetworkConditions.NONE.with(toServer);
        this.toClient = NetworkConditions.NONE.with(toClient);
    }

    /**
     * What it does in one direction.
     *
     * @param direction the direction
     * @return the conditions
     */
    public NetworkConditions conditions(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    /**
     * The preset of that name, in small letters, with hyphens for underscores; "3g" is {@link #THREE_G}.
     *
     * @param name the name
     * @return the preset
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static NetworkPreset of(String name) {
        for (NetworkPreset preset : values()) {
            if (preset.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return preset;
            }
        }
        throw new IllegalArgumentException("there is no preset \"" + name + "\": it is one of "
                + Arrays.stream(values()).map(NetworkPreset::toString).collect(Collectors.joining(", ")));
    }

    /** The name that {@link #of} takes. */
    @Override
    public String toString() {
        return this == THREE_G ? "3g" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
