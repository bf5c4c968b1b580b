package io.github.enet4j;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Operating system, C library and processor, named like the folders of the jar: as JNA names them, and musl apart. */
final class NativePlatform {
    /** Those that releases have a native library for. */
    static final List<String> RELEASED = List.of(
            "linux-x86-64", "linux-aarch64", "linux-musl-x86-64", "linux-musl-aarch64",
            "win32-x86-64", "win32-aarch64", "darwin-x86-64", "darwin-aarch64");

    private static final String LINUX = "linux-";

    private NativePlatform() {
    }

    static String current() {
        String name = Platform.RESOURCE_PREFIX;
        return name.startsWith(LINUX) && isMusl(Path.of("/proc/self/maps"), Path.of("/lib"))
                ? LINUX + "musl-" + name.substring(LINUX.length()) : name;
    }

    /** The name of the library's file on a platform. */
    static String file(String platform) {
        if (platform.startsWith("win32-")) {
            return "enet4j.dll";
        }
        return platform.startsWith("darwin-") ? "libenet4j.dylib" : "libenet4j.so";
    }

    /**
     * Whether this process runs on musl: its memory map names the C library. A folder can't tell for sure, as either C
     * library may be installed beside the other; it has the word only where there is no /proc.
     */
    static boolean isMusl(Path memoryMap, Path libraries) {
        try (Stream<String> lines = Files.lines(memoryMap, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains("/ld-musl-") || line.contains("/libc.musl-"));
        } catch (IOException | UncheckedIOException e) {
            try (Stream<Path> files = Files.list(libraries)) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith("ld-musl-"));
            } catch (IOException none) {
                return false;
            }
        }
    }
}
