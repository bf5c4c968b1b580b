package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operating system said is told, when there can't be a host and when its socket breaks. */
class SystemErrorTest {
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;
    private static final int EPIPE = 32;
    private static final int SHUT_RDWR = 2;

    interface SystemCalls extends Library {
        int shutdown(int socket, int how);
    }

    private static String failure(String address, int port) {
        try (ENetConnection host = new ENetConnection()) {
            ENetException e = assertThrows(ENetException.class, () -> host.createHostBound(address, port));
            assertEquals(ENetError.CANT_CREATE, e.error());
            return e.getMessage().replace(" (CANT_CREATE)", "");
        }
    }

    /** The address is that of the call, and not as enet4j would write it. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "::", "0.0.0.0", "127.0.0.1", "::ffff:127.0.0.1", "127.000.0.1"})
    @EnabledOnOs(OS.LINUX)
    void portInUse(String address) {
        try (ENetConnection first = new ENetConnection()) {
            first.createHostBound(address, 0);
            int port = first.getLocalPort();
            assertEquals("can't bind a socket to " + address + " port " + port + ": Address already in use ("
                    + EADDRINUSE + ")", failure(address, port));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void foreignAddress() {
        assertEquals("can't bind a socket to 2001:DB8::1 port 7: Cannot assign requested address (" + EADDRNOTAVAIL
                + ")", failure("2001:DB8::1", 7));
    }

    /** A socket that has been shut down sends nothing to anybody. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void brokenSocket() throws IOException {
        Set<String> before = sockets();
        try (ENetConnection host = new ENetConnection()) {
            host.createHost();
            Set<String> own = sockets();
            own.removeAll(before);
            SystemCalls system = Native.load("c", SystemCalls.class);
            own.forEach(fd -> system.shutdown(Integer.parseInt(fd), SHUT_RDWR));
            ENetPacketPeer peer = host.connectToHost(Loopback.LOCALHOST, 9);
            ENetEvent event = host.service();
            assertEquals(EventType.ERROR, event.type());
            assertEquals(EPIPE, event.getSystemError());
            assertEquals("Broken pipe", event.getSystemErrorText());
            assertEquals("ERROR Broken pipe (" + EPIPE + ")", event.toString());
            assertTrue(peer.isActive());
            event = host.checkEvents();
            assertEquals(EventType.NONE, event.type());
            assertEquals(0, event.getSystemError());
            assertNull(event.getSystemErrorText());
        }
    }

    /** The descriptors of this process that are sockets. */
    private static Set<String> sockets() throws IOException {
        Set<String> numbers = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                if (Files.isSymbolicLink(each) && target(each).startsWith("socket:")) {
                    numbers.add(each.getFileName().toString());
                }
            }
        }
        return numbers;
    }

    /** One that is closed meanwhile is none. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
