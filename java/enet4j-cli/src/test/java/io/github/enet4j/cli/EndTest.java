package io.github.enet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How commands end that would go on, in processes of their own. */
class EndTest {
    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(
                List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Who reads a line and goes, as head does. */
    @Test
    void readerGoes() throws IOException, InterruptedException {
        Process proxy = start("proxy", "127.0.0.1:0", "127.0.0.1:9", "--every", "0.05");
        try (BufferedReader in = output(proxy)) {
            assertTrue(in.readLine().startsWith("enet4j proxy"));
        }
        try {
            assertTrue(proxy.waitFor(60, TimeUnit.SECONDS), "it goes on");
            assertEquals(141, proxy.exitValue());
        } finally {
            proxy.destroyForcibly();
        }
    }

    /** SIGTERM, which is as Ctrl-C: the summary comes all the same. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void interrupted() throws IOException, InterruptedException {
        Process load = start("load", "127.0.0.1:9", "-n", "1", "-d", "600");
        try (BufferedReader in = output(load)) {
            assertTrue(in.readLine().startsWith("enet4j load"));
            load.toHandle().destroy();
            String rest = in.lines().collect(Collectors.joining("\n"));
            assertTrue(rest.contains("connected    0 of 1"), rest);
        } finally {
            load.destroyForcibly();
        }
    }

    /** The same while it waits for more of a capture. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void interruptedBetweenFrames() throws IOException, InterruptedException {
        Process decode = start("decode", "-");
        try (BufferedReader in = output(decode); BufferedReader err = decode.errorReader()) {
            decode.getOutputStream().write(connectAndABit());
            decode.getOutputStream().flush();
            assertTrue(in.readLine().startsWith("#1"));
            decode.toHandle().destroy();
            assertTrue(err.lines().anyMatch(line -> line.contains("in the middle of a frame")));
        } finally {
            decode.destroyForcibly();
        }
    }

    /** A capture of a CONNECT, and the first byte of what follows. */
    private static byte[] connectAndABit() {
        int udp = 8 + 52;
        ByteBuffer pcap = ByteBuffer.allocate(24 + 16 + 20 + udp + 1);
        pcap.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(1 << 16).putInt(101);
        pcap.putLong(0).putInt(20 + udp).putInt(20 + udp);
        pcap.putShort((short) 0x4500).putShort((short) (20 + udp)).putInt(0).putInt(0x40110000);
        pcap.putInt(0x7F000001).putInt(0x7F000001).putShort((short) 5000).putShort((short) 7777);
        pcap.putShort((short) udp).putShort((short) 0);
        pcap.putInt(0x8FFF0000).putInt(0x82FF0001).putInt(0x0000FFFF).putInt(1392).putInt(65536).putInt(1);
        pcap.putLong(0).putInt(5000).putInt(2).putInt(2).putInt(0x1234567).putInt(0);
        return pcap.array();
    }
}
