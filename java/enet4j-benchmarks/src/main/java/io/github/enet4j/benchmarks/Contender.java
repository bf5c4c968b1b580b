package io.github.enet4j.benchmarks;

import java.util.Arrays;
import java.util.Set;

/** The libraries compared that run in a JVM; stock ENet from C is native/enet_bench.c. */
enum Contender {
    ENET4J("enet4j byte[]", Plan.Field.ALL, Plan.Field.ENET, Plan.Field.MEMORY) {
        @Override
        Endpoint server(Place place) {
            return Enet4jEndpoint.server(false, place);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(false, peers);
        }
    },
    ENET4J_BUFFER("enet4j ByteBuffer", Plan.Field.ALL, Plan.Field.ENET) {
        @Override
        Endpoint server(Place place) {
            return Enet4jEndpoint.server(true, place);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(true, peers);
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
    private final Set<Plan.Field> fields;

    Contender(String title, Plan.Field... fields) {
        this.title = title;
        this.fields = Set.of(fields);
    }

    static boolean isOne(String name) {
        return Arrays.stream(values()).anyMatch(contender -> contender.name().equals(name));
    }

    /** The rows that it takes part in. */
    Set<Plan.Field> fields() {
        return fields;
    }

    String title() {
        return title;
    }

    /** Whether it is what is measured here, and not what it is compared to. */
    boolean isEnet4j() {
        return name().startsWith("ENET4J");
    }

    /** On a free port. */
    abstract Endpoint server(Place place);

    abstract Endpoint client(int peers);
}
