package io.github.enet4j.interop;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.util.Arrays;

/** The scenario of native/test/wire_scenario.c through our public API, step by step the same, on the real clock. */
final class WireScenario {
    private static final int PATIENT_PING = 3_600_000;
    private static final int MARGIN = 10;

    private final WireScript.Mode mode;
    private final WireScript script;
    private final ENetConnection server = new ENetConnection();
    private final ENetConnection client = new ENetConnection();
    private ENetPacketPeer toServer;
    private ENetPacketPeer toClient;
    private int arrivals;
    private long longestPause;

    private WireScenario(WireScript.Mode mode) {
        this.mode = mode;
        this.script = new WireScript(mode);
    }

    WireScript script() {
        return script;
    }

    /** The longest time, in ns, that a round of service calls took; none waits, so the machine did something else. */
    long longestPause() {
        return longestPause;
    }

    static WireScenario run(WireScript.Mode mode) {
        WireScenario scenario = new WireScenario(mode);
        try (scenario.server; scenario.client) {
            scenario.run();
        }
        return scenario;
    }

    private void open(ENetConnection connection, char direction) {
        connection.intercept(datagram -> {
            arrivals++;
            byte[] bytes = new byte[datagram.data().remaining()];
            datagram.data().get(bytes);
            script.datagram(direction, bytes);
            return false;
        });
        if (mode == WireScript.Mode.RANGE) {
            connection.compress(CompressionMode.RANGE_CODER);
        }
        connection.checksum(mode == WireScript.Mode.CHECKSUM);
    }

    private void run() {
        server.createHostBound("127.0.0.1", 0, 4, 3, 0, 0);
        client.createHost(2, 1, 0, 0);
        open(server, '>');
        open(client, '<');
        script.step("connect");
        /* ENet's tick of once a second must have gone by just now. */
        exchange();
        advance(1000);
        exchange();
        connect(5, 0x12345678);
        script.step("tick");
        advance(1000);
        exchange();
        script.step("throttle");
        toServer.throttleConfigure(5000, 2, 0);
        exchange();
        toClient.throttleConfigure(4000, 3, 0);
        exchange();
        script.step("flags");
        sendWithAllFlags();
        script.step("many");
        sendMany();
        script.step("ping");
        toServer.ping();
        exchange();
        toClient.ping();
        exchange();
        script.step("ping by time");
        toServer.pingInterval(500);
        advance(600);
        exchange();
        toServer.pingInterval(PATIENT_PING);
        script.step("bandwidth limit");
        client.bandwidthLimit(1_000_000, 2_000_000);
        advance(1000);
        exchange();
        script.step("resend");
        send(toServer, 1, 100, 1, 1);
        service(client, "client");
        advance(1000);
        exchange();
        script.step("disconnect");
        toServer.peerDisconnect(0x89abcdef);
        exchange();
        advance(1000);
        exchange();
        end();
    }

    private void end() {
        script.step("disconnect later");
        connect(1, 1);
        for (int i = 0; i < 3; i++) {
            send(toClient, 0, 1500, 1, i);
        }
        toClient.peerDisconnectLater(7);
        exchange();
        script.step("disconnect now by the client");
        connect(255, -1);
        send(toServer, 2, 50, 1, 1);
        exchange();
        toServer.peerDisconnectNow(8);
        exchange();
        script.step("disconnect now by the server");
        connect(2, 0);
        send(toServer, 1, 50, 0, 2);
        exchange();
        toClient.peerDisconnectNow(9);
        exchange();
        script.step("two peers");
        connect(2, 10);
        ENetPacketPeer first = toServer;
        ENetPacketPeer firstAtServer = toClient;
        connect(3, 11);
        server.broadcast(1, payload(200, 3), 1);
        exchange();
        server.broadcast(2, payload(30, 4), 0);
        exchange();
        firstAtServer.reset();
        first.reset();
        server.broadcast(0, payload(31, 5), 2);
        exchange();
        toClient.peerDisconnect(12);
        exchange();
        script.step("cancel");
        toServer = client.connectToHost("127.0.0.1", server.getLocalPort(), 4, 13);
        service(client, "client");
        toServer.peerDisconnect(14);
        exchange();
    }

    private void connect(int channels, int data) {
        toServer = client.connectToHost("127.0.0.1", server.getLocalPort(), channels, data);
        exchange();
    }

    private void sendWithAllFlags() {
        int[] flags = {0, 1, 2, 8, 10, 3, 9};
        int[] sizes = {0, 1, 16, 1363, 1364, 1365, 3000};
        for (int f = 0; f < flags.length; f++) {
            for (int s = 0; s < sizes.length; s++) {
                send(toServer, (f + s) % 3, sizes[s], flags[f], 10 * f + s);
                exchange();
            }
        }
    }

    private void sendMany() {
        for (int i = 0; i < 40; i++) {
            send(toServer, 0, 1 + i % 3, 1, i);
        }
        for (int i = 0; i < 6; i++) {
            send(toServer, 1 + i % 2, 20, i % 3 == 0 ? 2 : 0, i);
        }
        for (int i = 0; i < 9; i++) {
            send(toClient, i % 3, 100 * i, i % 3, i);
        }
        send(toClient, 2, 5000, 8, 77);
        exchange();
    }

    private void send(ENetPacketPeer peer, int channel, int length, int flags, int seed) {
        /* Stock ENet's range coder crashes on an empty packet, so there is nothing to compare with. */
        if (length > 0 || mode != WireScript.Mode.RANGE) {
            ENetError error = peer.send(channel, payload(length, seed), flags);
            if (error != ENetError.OK) {
                throw new IllegalStateException("send: " + error);
            }
        }
    }

    private static byte[] payload(int length, int seed) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (0x40 + seed % 32));
        if (length > 0) {
            bytes[0] = (byte) length;
        }
        if (length > 1) {
            bytes[length - 1] = (byte) seed;
        }
        return bytes;
    }

    private static void advance(int milliseconds) {
        try {
            Thread.sleep(milliseconds + MARGIN);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Services both in turn until nothing has arrived for two rounds. */
    private void exchange() {
        for (int quiet = 0; quiet < 2;) {
            int before = arrivals;
            service(client, "client");
            service(server, "server");
            quiet = arrivals == before ? quiet + 1 : 0;
        }
    }

    private void service(ENetConnection connection, String name) {
        long start = System.nanoTime();
        serviceAll(connection, name);
        longestPause = Math.max(longestPause, System.nanoTime() - start);
    }

    private void serviceAll(ENetConnection connection, String name) {
        for (ENetEvent event = connection.service(); event.type() != EventType.NONE; event = connection.service()) {
            ENetPacketPeer peer = event.peer();
            switch (event.type()) {
                case CONNECT -> {
                    if (connection == server) {
                        toClient = peer;
                    }
                    peer.pingInterval(PATIENT_PING);
                    script.event(name + " connect " + event.data());
                }
                case DISCONNECT -> script.event(name + " disconnect " + event.data());
                case RECEIVE -> {
                    int flags = peer.getPacketFlags();
                    int length = peer.getPacket().length;
                    script.event(name + " receive " + event.channel() + " " + flags + " " + length);
                }
                default -> throw new IllegalStateException(event.toString());
            }
        }
    }
}
