package io.github.enet4j.cli.echo;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.HostStatistic;
import io.github.enet4j.cli.Arguments;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.Screen;
import io.github.enet4j.cli.ServerOptions;
import io.github.enet4j.cli.Stop;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enet4j echo}. */
@Command(
        name = "echo",
        description = "Serves: sends each packet back to whom it came from, on its channel and with its flags.",
        mixinStandardHelpOptions = true,
        footer = {"", "  enet4j echo 7777", "  enet4j echo 7777 --compress zlib --key key.pem --certificate cert.pem"})
public final class EchoCommand implements Callable<Integer> {
    private static final int SERVICE_MILLIS = 200;
    private static final int USUAL_PACKET = 64 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What came from one peer. */
    private static final class Account {
        final long since = System.nanoTime();
        long packets;
        long bytes;
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "LISTEN", description = "PORT or ADDRESS:PORT", converter = HostPort.Converter.class)
    private HostPort listen;

    @Mixin
    private ServerOptions options;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "stop after so long")
    private double duration;

    @Option(names = "--quiet", description = "no line per peer")
    private boolean quiet;

    @Option(names = "--stall", paramLabel = "MS[/SECONDS]",
            description = "do nothing for so long, once in so many seconds (10): to see what clients make of it")
    private String stall;

    private final Map<ENetPacketPeer, Account> accounts = new HashMap<>();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(USUAL_PACKET);
    private Screen screen;
    private PrintWriter out;
    private long packets;
    private long bytes;
    private long refused;
    private double wireIn;
    private double wireOut;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        Arguments.requireSeconds("--duration", duration);
        long stallMillis = 0;
        double stallSeconds = 10;
        if (stall != null) {
            try {
                String[] parts = stall.split("/", 2);
                stallMillis = Long.parseLong(parts[0]);
                stallSeconds = parts.length > 1 ? Double.parseDouble(parts[1]) : stallSeconds;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--stall takes ms, or ms/seconds, not " + stall);
            }
        }
        Arguments.require(stallMillis >= 0 && stallSeconds > 0, "--stall takes ms, or ms/seconds, not " + stall);
        try (Stop stop = new Stop(duration); ENetConnection host = options.open(listen)) {
            HostPort bound = new HostPort(listen.host(), host.getLocalPort());
            out.println("enet4j echo on " + bound + ": " + options.describe());
            out.flush();
            try (Screen opened = Screen.open()) {
                screen = opened;
                run(host, stop, stallMillis, stallSeconds);
            }
            host.getPeers().forEach(peer -> peer.peerDisconnectNow(0));
            out.println(total(host));
            out.flush();
        }
        return 0;
    }

    private void run(ENetConnection host, Stop stop, long stallMillis, double stallSeconds) {
        long nextView = System.nanoTime();
        long nextStall = System.nanoTime() + (long) (stallSeconds * 1e9);
        while (!stop.isWanted()) {
            serve(host.service(SERVICE_MILLIS));
            long now = System.nanoTime();
            if (screen != null && now - nextView >= 0) {
                nextView = now + SERVICE_MILLIS * NANOS_PER_MILLI;
                screen.paint(List.of(total(host)));
            }
            if (stallMillis > 0 && now - nextStall >= 0) {
                nextStall = now + (long) (stallSeconds * 1e9);
                stop.await(stallMillis);
            }
        }
    }

    private void serve(ENetEvent event) {
        ENetPacketPeer peer = event.peer();
        switch (event.type()) {
            case CONNECT -> {
                accounts.put(peer, new Account());
                say(peer + " connected, " + peer.getChannels() + " channels, data " + event.data());
            }
            case DISCONNECT -> {
                Account account = accounts.remove(peer);
                String reason = event.getDisconnectReason().toString().toLowerCase(Locale.ROOT);
                if (account != null) {
                    say(String.format(Locale.ROOT, "%s disconnected (%s, data %d) after %.1f s: %d packets, %d bytes",
                            peer, reason, event.data(), (System.nanoTime() - account.since) / 1e9, account.packets,
                            account.bytes));
                }
            }
            case RECEIVE -> echo(event);
            case ERROR -> say("the socket failed");
            default -> { }
        }
    }

    private void echo(ENetEvent event) {
        int size = event.getPacketSize();
        int flags = event.getPacketFlags();
        if (size > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(size);
        }
        event.getPacket(buffer.clear());
        ENetError error = event.peer().send(event.channel(), buffer.flip(), flags);
        packets++;
        bytes += size;
        refused += error == ENetError.OK ? 0 : 1;
        Account account = accounts.get(event.peer());
        if (account != null) {
            account.packets++;
            account.bytes += size;
        }
    }

    private void say(String line) {
        if (quiet) {
            return;
        }
        if (screen != null) {
            screen.print(line);
        } else {
            out.println(line);
            out.flush();
        }
    }

    private String total(ENetConnection host) {
        wireIn += host.popStatistic(HostStatistic.TOTAL_RECEIVED_DATA);
        wireOut += host.popStatistic(HostStatistic.TOTAL_SENT_DATA);
        return String.format(Locale.ROOT, "%d peers, %d packets (%d bytes) echoed, %d not; on the wire %.0f bytes in, "
                + "%.0f out", accounts.size(), packets, bytes, refused, wireIn, wireOut);
    }
}
