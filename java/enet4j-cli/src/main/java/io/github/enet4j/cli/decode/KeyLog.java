package io.github.enet4j.cli.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The secrets of DTLS sessions, from a file in the form of NSS (SSLKEYLOGFILE); read again when it has changed. */
final class KeyLog {
    private static final Pattern LINE = Pattern.compile("CLIENT_RANDOM ([0-9a-fA-F]{64}) ([0-9a-fA-F]{96})");

    private final Path file;
    private final Map<String, byte[]> secrets = new HashMap<>();
    private FileTime read;
    private long size = -1;

    /** Fails when the file can't be read. */
    KeyLog(Path file) throws IOException {
        this.file = file;
        update();
    }

    /** The master secret of the session that a client began with this random number, null if it is not known. */
    byte[] secret(byte[] clientRandom) {
        String name = HexFormat.of().formatHex(clientRandom);
        if (!secrets.containsKey(name)) {
            try {
                update();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return secrets.get(name);
    }

    private void update() throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        long length = Files.size(file);
        if (modified.equals(read) && length == size) {
            return;
        }
        read = modified;
        size = length;
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n")) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                secrets.put(matcher.group(1).toLowerCase(), HexFormat.of().parseHex(matcher.group(2)));
            }
        }
    }
}
