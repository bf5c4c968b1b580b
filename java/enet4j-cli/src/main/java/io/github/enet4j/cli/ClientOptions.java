package io.github.enet4j.cli;

import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.TLSOptions;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to connect. */
public final class ClientOptions {
    private static final long MOST_DATA = 0xFFFFFFFFL;

    @Mixin
    private HostOptions host;

    @Option(names = "--channels", paramLabel = "N", defaultValue = "255",
            description = "how many channels to ask for. Default: ${DEFAULT-VALUE}")
    private int channels;

    @Option(names = "--data", paramLabel = "N", defaultValue = "0", description = "the number that goes with CONNECT")
    private long data;

    @Option(names = "--godot-id", arity = "0..1", paramLabel = "ID", fallbackValue = "0",
            description = "connect as a client of Godot's high-level multiplayer, with this id or a random one")
    private Integer godotId;

    @Option(names = "--dtls", description = "with DTLS; trusts what Java trusts")
    private boolean dtls;

    @Option(names = "--dtls-name", paramLabel = "NAME",
            description = "whose certificate to expect; otherwise the host's")
    private String dtlsName;

    @Option(names = "--trust", paramLabel = "FILE", description = "certificates (PEM or DER) to trust instead")
    private Path trust;

    @Option(names = "--insecure", description = "trust whoever answers")
    private boolean insecure;

    @ArgGroup(exclusive = true)
    private Family family;

    private static final class Family {
        @Option(names = {"-4", "--ipv4"}, description = "only IPv4")
        private boolean four;

        @Option(names = {"-6", "--ipv6"}, description = "only IPv6")
        private boolean six;
    }

    /** A new host, for connections to that server. */
    public ENetConnection open(HostPort server) {
        ENetConnection connection = new ENetConnection();
        try {
            connection.createHost(1, 0, 0, 0);
            configure(connection, server);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Sets up a host that somebody else has made. */
    public void configure(ENetConnection connection, HostPort server) {
        host.apply(connection);
        if (usesDtls()) {
            connection.dtlsClientSetup(dtlsName(server), tls());
        }
    }

    private TLSOptions tls() {
        if (insecure) {
            return trust == null ? TLSOptions.clientUnsafe() : TLSOptions.clientUnsafe(Crypto.loadCertificates(trust));
        }
        return trust == null ? TLSOptions.client() : TLSOptions.client(Crypto.loadCertificates(trust));
    }

    /** Whether to encrypt: asked for, or meant by what else was asked for. */
    public boolean usesDtls() {
        return dtls || dtlsName != null || trust != null || insecure;
    }

    /** The name that the server's certificate shall have. */
    public String dtlsName(HostPort server) {
        return dtlsName != null ? dtlsName : server.host();
    }

    /** Of both ends. */
    public HostOptions host() {
        return host;
    }

    /** How many channels to ask for. */
    public int channels() {
        return channels;
    }

    /** The number for CONNECT; a new one at each call where it is a random id. */
    public int data() {
        Arguments.require(data >= 0 && data <= MOST_DATA, "--data must be 0 to " + MOST_DATA + ", not " + data);
        Arguments.require(godotId == null || godotId == 0 || godotId > 1, "--godot-id must be 2 to 2147483647");
        if (godotId == null) {
            return (int) data;
        }
        return godotId != 0 ? godotId : ThreadLocalRandom.current().nextInt(2, Integer.MAX_VALUE);
    }

    /** Whether it connects as Godot's high-level multiplayer does. */
    public boolean isGodotClient() {
        return godotId != null;
    }

    /** True for IPv6, false for IPv4, null for either. */
    public Boolean six() {
        return family == null ? null : Boolean.valueOf(family.six);
    }
}
