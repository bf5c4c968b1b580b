package io.github.enet4j.benchmarks;

/** The libraries compared that run in a JVM; stock ENet from C is native/enet_bench.c. */
enum Contender {
    ENET4J("enet4j byte[]") {
        @Override
        Endpoint server(int port, int peers) {
            return Enet4jEndpoint.server(false, port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(false, peers);
        }
    },
    ENET4J_BUFFER("enet4j ByteBuffer") {
        @Override
        Endpoint server(int port, int peers) {
            return Enet4jEndpoint.server(true, port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return Enet4jEndpoint.client(true, peers);
        }
    },
    JNA("libenet through JNA") {
        @Override
        Endpoint server(int port, int peers) {
            return JnaEndpoint.server(port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return JnaEndpoint.client(peers);
        }
    },
    KRYONET("KryoNet") {
        @Override
        Endpoint server(int port, int peers) {
            return KryoEndpoint.server(port, peers);
        }

        @Override
        Endpoint client(int peers) {
            return KryoEndpoint.client(peers > 1);
        }
    },
    QUIC("Netty QUIC") {
        @Override
        Endpoint server(int port, int peers) {
            return QuicEndpoint.server(port);
        }

        @Override
        Endpoint client(int peers) {
            return QuicEndpoint.client();
        }
    };

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Port 0: a free one. */
    abstract Endpoint server(int port, int peers);

    abstract Endpoint client(int peers);
}
