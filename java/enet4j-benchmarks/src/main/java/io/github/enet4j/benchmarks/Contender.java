package io.github.enet4j.benchmarks;

import java.util.Arrays;
import java.util.Set;

/** The libraries compared that run in a JVM; stock ENet from C is native/enet_bench.c. */
enum Contender {
    ENET4J("enet4j byte[]", Plan.Field.ALL, Plan.Field.ENET) {
        @Override
        Endpoint server(int port, int peers) {
            return Enet4jEndpoint.server(false, port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(false, peers);
        }
    },
    ENET4J_BUFFER("enet4j ByteBuffer", Plan.Field.ALL, Plan.Field.ENET) {
        @Override
        Endpoint server(int port, int peers) {
            return Enet4jEndpoint.server(true, port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(true, peers);
        }
    },
    JNA("libenet through JNA", Plan.Field.ALL, Plan.Field.ENET) {
        @Override
        Endpoint server(int port, int peers) {
            return JnaEndpoint.server(port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return JnaEndpoint.client(peers);
        }
    },
    KRYONET("KryoNet", Plan.Field.ALL) {
        @Override
        Endpoint server(int port, int peers) {
            return KryoEndpoint.server(port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return KryoEndpoint.client(peers > 1);
        }
    },
    QUIC("Netty QUIC", Plan.Field.ALL, Plan.Field.ENCRYPTED) {
        @Override
        Endpoint server(int port, int peers) {
            return QuicEndpoint.server(port);
        }

        @Override
        Endpoint client(int peers) {
            return QuicEndpoint.client();
        }
    },
    ENET4J_DTLS("enet4j over DTLS", Plan.Field.DTLS, Plan.Field.ENCRYPTED) {
        @Override
        Endpoint server(int port, int peers) {
            return Enet4jEndpoint.dtlsServer(port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.dtlsClient(peers);
        }
    },
    SSL_ENGINE("JDK SSLEngine", Plan.Field.DTLS) {
        @Override
        Endpoint server(int port, int peers) {
            return SslEngineEndpoint.server(port);
        }

        @Override
        Endpoint client(int peers) {
            return SslEngineEndpoint.client();
        }
    };

    static final Set<Plan.Field> ENET_ROWS = Set.of(Plan.Field.ALL, Plan.Field.ENET);

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

    /** Port 0: a free one. */
    abstract Endpoint server(int port, int peers);

    abstract Endpoint client(int peers);
}
