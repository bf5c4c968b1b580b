package io.github.enet4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Operating system, C library and processor, named like the folders of the jar: OS-PROCESSOR, or linux-musl-PROCESSOR.
 * Where there is no name in our tables, the JVM's own is taken, so that the failure to find a library names it.
 */
final class NativePlatform {
    /** Those that releases have a native library for. */
    static final List<String> RELEASED = List.of(
            "linux-x86-64", "linux-aarch64", "linux-musl-x86-64", "linux-musl-aarch64",
            "win32-x86-64", "win32-aarch64", "darwin-x86-64", "darwin-aarch64");

    private static final String LINUX = "linux";
    private static final String WINDOWS = "win32";
    private static final String MAC = "darwin";

    /** What JVMs say where it is not the usual name. */
    private static final Map<String, String> PROCESSORS = Map.ofEntries(
            Map.entry("amd64", "x86-64"), Map.entry("x86_64", "x86-64"), Map.entry("x64", "x86-64"),
            Map.entry("i386", "x86"), Map.entry("i486", "x86"), Map.entry("i586", "x86"), Map.entry("i686", "x86"),
            Map.entry("arm64", "aarch64"), Map.entry("powerpc", "ppc"), Map.entry("powerpc64", "ppc64"),
            Map.entry("powerpc64le", "ppc64le"), Map.entry("zarch_64", "s390x"));

    private NativePlatform() {
    }

    static String current() {
        return name(property("os.name"), property("os.arch"), property("java.vm.name"), property("sun.cpu.endian"),
                Path.of("/proc/self/maps"), Path.of("/lib"));
    }

    static boolean isWindows() {
        return system(property("os.name"), "").equals(WINDOWS);
    }

    static boolean isMac() {
        return system(property("os.name"), "").equals(MAC);
    }

    /** The name of the library's file on a platform. */
    static String file(String platform) {
        if (platform.startsWith(WINDOWS + "-")) {
            return "enet4j.dll";
        }
        return platform.startsWith(MAC + "-") ? "libenet4j.dylib" : "libenet4j.so";
    }

    /**
     * A platform by what a JVM says of itself, and, for Linux, by what this process has mapped: that names the C
     * library's loader, and in its name how floating-point numbers are passed on arm.
     */
    static String name(String os, String arch, String vm, String endian, Path memoryMap, Path libraries) {
        String system = system(os, vm);
        String processor = processor(arch, endian);
        if (!system.equals(LINUX)) {
            return system + "-" + processor;
        }
        List<String> loaders = loaders(memoryMap, libraries);
        boolean musl = loaders.stream().anyMatch(name -> name.startsWith("ld-musl-") || name.startsWith("libc.musl-"));
        if (processor.equals("arm") && loaders.stream().noneMatch(name -> name.contains("armhf"))) {
            processor = "armel";
        }
        return LINUX + (musl ? "-musl-" : "-") + processor;
    }

    private static String system(String os, String vm) {
        String name = os.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return MAC;
        }
        if (name.startsWith(LINUX)) {
            return vm.equalsIgnoreCase("dalvik") ? "android" : LINUX; // Android's C library is another one
        }
        return name.replaceAll("[^a-z0-9]", "");
    }

    private static String processor(String arch, String endian) {
        String name = arch.toLowerCase(Locale.ROOT).strip();
        name = PROCESSORS.getOrDefault(name, name);
        if (name.startsWith("arm")) {
            return "arm"; // of whatever version: armv7l, armv6...
        }
        return name.equals("ppc64") && endian.equals("little") ? "ppc64le" : name.replaceAll("[^a-z0-9-]", "");
    }

    /**
     * File names of the C library and its loader in use. A folder can't tell for sure, as several may be installed
     * beside each other; it has the word only where there is no /proc.
     */
    private static List<String> loaders(Path memoryMap, Path libraries) {
        try (Stream<String> lines = Files.lines(memoryMap, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.substring(line.lastIndexOf('/') + 1))
                    .filter(name -> name.startsWith("ld-") || name.startsWith("libc.")).toList();
        } catch (IOException | UncheckedIOException e) {
            try (Stream<Path> files = Files.list(libraries)) {
                return files.map(file -> file.getFileName().toString()).toList();
            } catch (IOException none) {
                return List.of();
            }
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }
}
