package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {
    private static final String GLIBC = "x86_64-linux-gnu/ld-linux-x86-64.so.2";

    @TempDir
    Path folder;

    @Test
    void agreesWithJnaHere() {
        assertEquals(Platform.RESOURCE_PREFIX, NativePlatform.current().replace("-musl", ""));
        assertEquals(Platform.isWindows(), NativePlatform.isWindows());
        assertEquals(Platform.isMac(), NativePlatform.isMac());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86-64", "Linux, x86_64, linux-x86-64", "Linux, x86-64, linux-x86-64",
        "Linux, AMD64, linux-x86-64", "Linux, aarch64, linux-aarch64", "Linux, arm64, linux-aarch64",
        "Linux, i386, linux-x86", "Linux, i686, linux-x86", "Linux, x86, linux-x86", "Linux, riscv64, linux-riscv64",
        "Linux, s390x, linux-s390x", "Linux, ppc64le, linux-ppc64le", "Linux, loongarch64, linux-loongarch64",
        "Windows 11, amd64, win32-x86-64", "Windows Server 2022, aarch64, win32-aarch64", "Windows 10, x86, win32-x86",
        "Mac OS X, x86_64, darwin-x86-64", "Mac OS X, aarch64, darwin-aarch64", "Darwin, arm64, darwin-aarch64",
        "FreeBSD, amd64, freebsd-x86-64", "SunOS, sparcv9, sunos-sparcv9", "AIX, ppc64, aix-ppc64",
        "z/OS, s390x, zos-s390x", "Linux, ../../etc, linux-etc", "'', '', -"})
    void namesTheSystemAndTheProcessor(String os, String arch, String expected) throws IOException {
        name(os, arch, GLIBC);
        assertEquals(expected, nameByMaps(os, arch, "", ""));
    }

    @Test
    void tellsMuslFromGlibcByWhatIsMapped() throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Files.createFile(libraries.resolve("ld-musl-x86_64.so.1"));
        assertEquals("linux-x86-64", name("Linux", "amd64", GLIBC), "installed beside glibc, and not in use");
        assertEquals("linux-musl-x86-64", name("Linux", "amd64", "ld-musl-x86_64.so.1"));
        assertEquals("linux-musl-aarch64", name("Linux", "aarch64", "libc.musl-aarch64.so.1"));

        Files.delete(folder.resolve("maps"));
        assertEquals("linux-musl-x86-64", nameByMaps("Linux", "amd64", "", "little"), "without /proc");
        Files.delete(libraries.resolve("ld-musl-x86_64.so.1"));
        assertEquals("linux-x86-64", nameByMaps("Linux", "amd64", "", "little"));
    }

    @Test
    void tellsHowArmPassesFloatingPointNumbers() throws IOException {
        assertEquals("linux-arm", name("Linux", "arm", "arm-linux-gnueabihf/ld-linux-armhf.so.3"));
        assertEquals("linux-armel", name("Linux", "arm", "arm-linux-gnueabi/ld-linux.so.3"));
        assertEquals("linux-arm", name("Linux", "armv7l", "ld-linux-armhf.so.3"));
        assertEquals("linux-musl-arm", name("Linux", "arm", "ld-musl-armhf.so.1"));
        assertEquals("linux-musl-armel", name("Linux", "arm", "ld-musl-arm.so.1"));
    }

    @Test
    void asksTheVirtualMachineWhatOsAndArchDoNotSay() throws IOException {
        name("Linux", "", GLIBC);
        assertEquals("android-aarch64", nameByMaps("Linux", "aarch64", "Dalvik", "little"));
        assertEquals("linux-ppc64le", nameByMaps("Linux", "ppc64", "", "little"));
        assertEquals("linux-ppc64", nameByMaps("Linux", "ppc64", "", "big"));
    }

    /** In a process that has such a file mapped. */
    private String name(String os, String arch, String mapped) throws IOException {
        Files.writeString(folder.resolve("maps"),
                "7f00-7f01 r-xp 00000000 08:01 41   /usr/lib/jvm/lib/server/libjvm.so\n"
                + "7f02-7f03 r-xp 00000000 08:01 42   /lib/" + mapped + "\n7f04-7f05 rw-p 00000000 00:00 0\n");
        return nameByMaps(os, arch, "", "little");
    }

    private String nameByMaps(String os, String arch, String vm, String endian) {
        return NativePlatform.name(os, arch, vm, endian, folder.resolve("maps"), folder.resolve("lib"));
    }
}
