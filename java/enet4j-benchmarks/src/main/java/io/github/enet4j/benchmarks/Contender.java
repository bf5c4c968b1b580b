package io.github.enet4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The libraries compared that run in a JVM; stock ENet from C is native/enet_bench.c. */
enum Contender {
    ENET4J("enet4j byte[]", Enet4jEndpoint.Way.ARRAYS, Plan.Field.ALL, Plan.Field.ENET, Plan.Field.MEMORY),
    ENET4J_BUFFER("enet4j ByteBuffer", Enet4jEndpoint.Way.BUFFERS, Plan.Field.ALL, Plan.Field.ENET),
    ENET4J_HANDLER("enet4j handler", Enet4jEndpoint.Way.HANDLER, Plan.Field.ALL, Plan.Field.ENET) {
        /** Only how packets are received is different, so elsewhere it would say what the buffers say. */
        @Override
        boolean takesPartIn(Plan.Row row) {
            return super.takesPartIn(row) && List.of("bulk", "deep", "pingpong").contains(row.kind());
        }
    },
    JNA("libenet through JNA", Plan.Field.ALL, Plan.Field.ENET, Plan.Field.MEMORY) {
        @Override
        Endpoint server(Place place) {
            return JnaEndpoint.server(place);
        }

        @Override
        Endpoint client(int peers) {
            return JnaEndpoint.client(peers);
        }
    },
    KRYONET("KryoNet", Plan.Field.ALL) {
        @Override
        Endpoint server(Place place) {
            return KryoEndpoint.server(place.peers());
        }

        @Override
        Endpoint client(int peers) {
            return KryoEndpoint.client(peers > 1);
        }
    },
    QUIC("Netty QUIC", Plan.Field.ALL, Plan.Field.ENCRYPTED) {
        @Override
        Endpoint server(Place place) {
            return QuicEndpoint.server();
        }

        @Override
        Endpoint client(int peers) {
            return QuicEndpoint.client();
        }
    },
    ENET4J_DTLS("enet4j over DTLS", Plan.Field.DTLS, Plan.Field.ENCRYPTED) {
        @Override
        Endpoint server(Place place) {
            return Enet4jEndpoint.dtlsServer(place);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.dtlsClient(peers);
        }
    },
    SSL_ENGINE("JDK SSLEngine", Plan.Field.DTLS) {
        @Override
        Endpoint server(Place place) {
            return SslEngineEndpoint.server();
        }

        @Override
        Endpoint client(int peers) {
            return SslEngineEndpoint.client();
        }
    };

    static final Set<Plan.Field> ENET_ROWS = Set.of(Plan.Field.ALL, Plan.Field.ENET, Plan.Field.MEMORY);

    /** What a server is to have; the address is for those that are ENet, the others are on loopback. */
    record Place(String address, int peers, int channels) {
        private static final int CHANNELS = 2;

        static Place of(int peers) {
            return new Place("127.0.0.1", peers, CHANNELS);
        }
    }

    private final String title;
    private final Enet4jEndpoint.Way way;
    private final Set<Plan.Field> fields;

    Contender(String title, Plan.Field... fields) {
        this(title, null, fields);
    }

    /** Null: it has its own endpoints. */
    Contender(String title, Enet4jEndpoint.Way way, Plan.Field... fields) {
        this.title = title;
        this.way = way;
        this.fields = Set.of(fields);
    }

    static boolean isOne(String name) {
        return Arrays.stream(values()).anyMatch(contender -> contender.name().equals(name));
    }

    boolean takesPartIn(Plan.Row row) {
        return fields.contains(row.field());
    }

    boolean isEnet() {
        return fields.contains(Plan.Field.ENET);
    }

    String title() {
        return title;
    }

    /** Whether it is what is measured here, and not what it is compared to. */
    boolean isEnet4j() {
        return name().startsWith("ENET4J");
    }

    /** On a free port. */
    Endpoint server(Place place) {
        return Enet4jEndpoint.server(way, place);
    }

    Endpoint client(int peers) {
        return Enet4jEndpoint.client(way, peers);
    }
}
