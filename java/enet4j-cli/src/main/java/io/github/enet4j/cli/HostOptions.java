package io.github.enet4j.cli;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What both ends of a connection must have alike. */
public final class HostOptions {
    /** The library's, for a key log. */
    private static final String KEYLOG_PROPERTY = "io.github.enet4j.keylog";

    @Option(names = "--compress", paramLabel = "MODE", defaultValue = "none", converter = Mode.class,
            description = "none, range, fastlz, zlib or zstd; the other side's, since it is not negotiated")
    private CompressionMode compression;

    @Option(names = "--checksum", description = "with ENet's checksum, which Godot never uses")
    private boolean checksum;

    @Option(names = "--mtu", paramLabel = "BYTES", defaultValue = "1392",
            description = "largest datagram, 576 to 4096. Default: ${DEFAULT-VALUE}")
    private int mtu;

    @Option(names = "--keylog", paramLabel = "FILE",
            description = "with DTLS: write the keys there, for decode; whoever reads them can read everything")
    private Path keylog;

    /** A mode by its name in Godot's documentation or on this command's help. */
    static final class Mode implements ITypeConverter<CompressionMode> {
        @Override
        public CompressionMode convert(String text) {
            return Arrays.stream(CompressionMode.values())
                    .filter(mode -> name(mode).equalsIgnoreCase(text) || mode.name().equalsIgnoreCase(text))
                    .findFirst().orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not none, range, fastlz, zlib or zstd"));
        }
    }

    /** What --compress calls a mode. */
    public static String name(CompressionMode mode) {
        return mode == CompressionMode.RANGE_CODER ? "range" : mode.name().toLowerCase(Locale.ROOT);
    }

    /** Sets a host accordingly. */
    public void apply(ENetConnection host) {
        if (keylog != null) {
            System.setProperty(KEYLOG_PROPERTY, keylog.toString());
        }
        host.compress(compression);
        host.checksum(checksum);
        host.mtu(mtu);
    }

    /** How datagrams are compressed. */
    public CompressionMode compression() {
        return compression;
    }

    /** Whether they have a checksum. */
    public boolean checksum() {
        return checksum;
    }
}
