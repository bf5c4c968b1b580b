package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.WireCommand;
import java.util.Locale;

/** One ENet connection of a conversation: from its CONNECT on, or from where the capture begins. */
final class Connection {
    private static final long MICROS_PER_MILLI = 1000;
    private static final long SILENCE_MICROS = 2_000_000;

    final int number;
    final Conversation conversation;

    /** The CONNECT that it began with, null if the capture began later. */
    WireCommand.Connect connect;

    long connectTime = -1;
    int connectTries;
    long verifyTime = -1;
    long establishedTime = -1;

    /** How each side addresses the other, -1 where that is not known. */
    int serverPeer = -1;

    int clientPeer = -1;

    private final Half fromClient = new Half();
    private final Half fromServer = new Half();

    private Direction disconnected;
    private WireCommand.Disconnect disconnect;
    private long disconnectTime;
    private boolean replaced;

    /** What stands above ENet; null where that is not looked at. */
    GodotLayer godot;

    Connection(int number, Conversation conversation) {
        this.number = number;
        this.conversation = conversation;
    }

    Half half(Direction sender) {
        return sender == Direction.TO_SERVER ? fromClient : fromServer;
    }

    Half otherHalf(Direction sender) {
        return sender == Direction.TO_SERVER ? fromServer : fromClient;
    }

    void disconnect(Direction direction, WireCommand.Disconnect command, long time) {
        if (disconnect == null) {
            disconnected = direction;
            disconnect = command;
            disconnectTime = time;
        }
    }

    void replace() {
        replaced = true;
    }

    boolean hasEnded() {
        return disconnect != null || replaced;
    }

    long start() {
        long client = fromClient.firstTime;
        long server = fromServer.firstTime;
        return client < 0 ? server : server < 0 ? client : Math.min(client, server);
    }

    long end() {
        return Math.max(fromClient.lastTime, fromServer.lastTime);
    }

    /** Why it ended, as far as the capture tells; that ends at the given time (µs). */
    String ending(long captureEnd) {
        if (disconnect != null) {
            return String.format(Locale.ROOT, "%s disconnected%s, data %d",
                    disconnected == Direction.TO_SERVER ? "the client" : "the server",
                    disconnect.header().isReliable() ? "" : " at once", disconnect.data());
        }
        if (connect != null && verifyTime < 0) {
            return String.format(Locale.ROOT, "never answered: %d CONNECT in %.1f s", connectTries,
                    (fromClient.lastTime - connectTime) / 1e6);
        }
        if (connect != null && establishedTime < 0) {
            return "the server answered, the client did not take it: another compression or checksum, or its way back "
                    + "is blocked";
        }
        for (Direction sender : Direction.values()) {
            Half half = half(sender);
            Half.Sent waiting = half.unconfirmed();
            long silence = half.lastTime - otherHalf(sender).lastTime;
            if (waiting != null && waiting.times > 1 && silence > SILENCE_MICROS) {
                return String.format(Locale.ROOT, "timeout: nothing from %s for %.1f s, %s was sent %d times",
                        sender == Direction.TO_SERVER ? "the server" : "the client", silence / 1e6, waiting.type,
                        waiting.times);
            }
        }
        if (replaced) {
            return "replaced by a new connection from the same address";
        }
        double quiet = (captureEnd - end()) / 1e6;
        return quiet * 1e6 > SILENCE_MICROS
                ? String.format(Locale.ROOT, "open at last, with nothing in the capture's last %.1f s", quiet)
                : "open when the capture ends";
    }

    /** From CONNECT to the confirmation of its answer, ms; negative if the capture does not have both. */
    double handshakeMillis() {
        boolean both = connectTime >= 0 && establishedTime >= 0;
        return both ? (establishedTime - connectTime) / (double) MICROS_PER_MILLI : -1;
    }

    long disconnectTime() {
        return disconnectTime;
    }
}
