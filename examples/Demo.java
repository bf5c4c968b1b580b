import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.HostStatistic;
import io.github.enet4j.PeerStatistic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * What scripts/demo shows: a server in Java; a client that is stock C ENet, over IPv4; a client in Java, over IPv6. All
 * with compression. The argument is the C client's program.
 */
public class Demo {
    private static final CompressionMode COMPRESSION = CompressionMode.RANGE_CODER;
    private static final int CHANNELS = 3;

    private static final long START = System.nanoTime();

    public static void main(String[] args) throws Exception {
        try (ENetConnection host = new ENetConnection()) {
            host.createHostBound("*", 0, 32, CHANNELS, 0, 0);
            host.compress(COMPRESSION);
            int port = host.getLocalPort();
            say("server", "listens on port %d, IPv4 and IPv6, compression %s", port, COMPRESSION);

            Thread server = new Thread(() -> serve(host, 2), "server");
            server.start();

            say("demo", "--- a client in C, stock ENet 1.3.18, over IPv4 ---");
            runClient(args[0], "127.0.0.1", String.valueOf(port), "--range-coder");
            say("demo", "--- a client in Java, over IPv6 ---");
            connect("::1", port);

            server.join(10_000);
            if (server.isAlive()) {
                throw new IllegalStateException("the server has not seen both clients leave");
            }
            say("server", "in all: %,.0f datagrams with %,.0f bytes in, %,.0f datagrams with %,.0f bytes out",
                    host.popStatistic(HostStatistic.TOTAL_RECEIVED_PACKETS),
                    host.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA),
                    host.popStatistic(HostStatistic.TOTAL_SENT_PACKETS),
                    host.popStatistic(HostStatistic.TOTAL_SENT_DATA));
        }
    }

    /** What the server remembers of a client. */
    private static final class Client {
        int packets;
        long bytes;
    }

    /** Echoes until that many clients have come and gone. */
    private static void serve(ENetConnection host, int clients) {
        int gone = 0;
        while (gone < clients) {
            ENetEvent event = host.service(1000);
            ENetPacketPeer peer = event.peer();
            switch (event.type()) {
                case CONNECT -> {
                    peer.attach(new Client());
                    say("server", "%s connected with %d channels and the number %d",
                            peer, peer.getChannels(), event.data());
                }
                case RECEIVE -> {
                    Client client = (Client) peer.attachment();
                    client.packets++;
                    client.bytes += event.getPacketSize();
                    int flags = event.getPacketFlags();
                    peer.send(event.channel(), event.getPacket(), flags);
                }
                case DISCONNECT -> {
                    Client client = (Client) peer.attachment();
                    say("server",
                            "%s left with the number %d: echoed %d packets, %,d bytes; round trip %.0f ms, "
                                    + "loss %.1f %%",
                            peer, event.data(), client.packets, client.bytes,
                            peer.getStatistic(PeerStatistic.ROUND_TRIP_TIME),
                            100 * peer.getStatistic(PeerStatistic.PACKET_LOSS) / ENetPacketPeer.PACKET_LOSS_SCALE);
                    gone++;
                }
                case ERROR -> say("server", "socket error");
                case NONE -> { }
            }
        }
    }

    private static void connect(String address, int port) {
        try (ENetConnection host = new ENetConnection()) {
            host.createHost(1, 0, 0, 0);
            host.compress(COMPRESSION);
            ENetPacketPeer peer = host.connectToHost(address, port, CHANNELS, 2026);
            await(host, EventType.CONNECT);
            say("client", "connected to %s", peer);

            byte[] text = "The quick brown fox jumps over the lazy dog. ".repeat(2).getBytes(StandardCharsets.UTF_8);
            byte[] noise = new byte[100_000];
            new Random(1).nextBytes(noise);
            exchange(host, peer, "reliable", 0, text, ENetPacketPeer.FLAG_RELIABLE);
            exchange(host, peer, "unreliable", 1, text, 0);
            exchange(host, peer, "unsequenced", 2, text, ENetPacketPeer.FLAG_UNSEQUENCED);
            exchange(host, peer, "empty", 0, new byte[0], ENetPacketPeer.FLAG_RELIABLE);
            exchange(host, peer, "in fragments", 0, noise, ENetPacketPeer.FLAG_RELIABLE);

            int rounds = 1000;
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                peer.send(0, text, ENetPacketPeer.FLAG_RELIABLE);
                await(host, EventType.RECEIVE).getPacket();
            }
            say("client", "%d round trips one after the other, %.1f us each", rounds,
                    (System.nanoTime() - start) / 1e3 / rounds);
            say("client", "sent %,.0f bytes, received %,.0f bytes, in datagrams",
                    host.popStatistic(HostStatistic.TOTAL_SENT_DATA),
                    host.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA));

            peer.peerDisconnect(7);
            await(host, EventType.DISCONNECT);
            say("client", "disconnected");
        }
    }

    private static void exchange(
            ENetConnection host, ENetPacketPeer peer, String what, int channel, byte[] packet, int flags) {
        long start = System.nanoTime();
        peer.send(channel, packet, flags);
        ENetEvent event = await(host, EventType.RECEIVE);
        int arrived = event.getPacketFlags();
        byte[] echo = event.getPacket();
        double micros = (System.nanoTime() - start) / 1e3;
        if (event.channel() != channel || !Arrays.equals(echo, packet)) {
            throw new IllegalStateException(what + ": another packet came back");
        }
        say("client", "%-12s %,7d bytes on channel %d came back whole, flags %d, after %,.0f us",
                what, packet.length, channel, arrived, micros);
    }

    private static ENetEvent await(ENetConnection host, EventType type) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < end) {
            ENetEvent event = host.service(1000);
            if (event.type() == type) {
                return event;
            }
            if (event.type() != EventType.NONE) {
                throw new IllegalStateException(event + " instead of " + type);
            }
        }
        throw new IllegalStateException("no " + type + " within 10 s");
    }

    private static void runClient(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                say("C client", "%s", line);
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the C client failed with status " + process.exitValue());
        }
    }

    private static synchronized void say(String who, String format, Object... arguments) {
        System.out.printf(
                "%6.0f ms  %-8s  %s%n", (System.nanoTime() - START) / 1e6, who, String.format(format, arguments));
    }
}
