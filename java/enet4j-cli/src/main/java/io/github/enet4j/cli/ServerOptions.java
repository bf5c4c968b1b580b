package io.github.enet4j.cli;

import io.github.enet4j.ConnectGate;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.TLSOptions;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to serve. */
public final class ServerOptions {
    @Mixin
    private HostOptions host;

    @Option(names = "--peers", paramLabel = "N", defaultValue = "4095",
            description = "how many peers at a time. Default: ${DEFAULT-VALUE}")
    private int peers;

    @Option(names = "--channels", paramLabel = "N", defaultValue = "255",
            description = "how many channels they may have. Default: ${DEFAULT-VALUE}")
    private int channels;

    @Option(names = "--gate", paramLabel = "MODE", defaultValue = "OFF",
            description = "have clients prove their address: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ConnectGate gate;

    @ArgGroup(exclusive = false)
    private Identity identity;

    private static final class Identity {
        @Option(names = "--key", paramLabel = "FILE", required = true, description = "with DTLS: the private key")
        private Path key;

        @Option(names = "--certificate", paramLabel = "FILE", required = true,
                description = "with DTLS: the certificate and those above it")
        private Path certificate;
    }

    /** A host that listens there. */
    public ENetConnection open(HostPort listen) {
        ENetConnection connection = new ENetConnection();
        try {
            connection.createHostBound(listen.host(), listen.port(), peers, channels, 0, 0);
            host.apply(connection);
            connection.connectGate(gate);
            if (identity != null) {
                connection.dtlsServerSetup(TLSOptions.server(identity.key, identity.certificate));
                if (gate == ConnectGate.OFF) {
                    connection.handshakeLimit(0, 0);
                }
            }
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What it does to datagrams, in a few words. */
    public String describe() {
        return (identity == null ? "plain" : "DTLS") + ", compression " + HostOptions.name(host.compression())
                + (host.checksum() ? ", checksum" : "");
    }
}
