package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A MultiplayerPeer without a network: what it is given is recorded, and reaches the peers that it is joined to. */
final class MemoryPeer implements MultiplayerPeer {
    /** What was put, with the target that was named. */
    record Sent(int target, TransferMode mode, int channel, String hex) {
    }

    private record Packet(int sender, TransferMode mode, int channel, byte[] bytes) {
    }

    final List<Sent> sent = new ArrayList<>();

    /** Whom it was told to disconnect. */
    final List<Integer> disconnected = new ArrayList<>();

    int flushes;

    private final int id;
    private final Map<Integer, MemoryPeer> others = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> events = new ArrayDeque<>();
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();
    private ConnectionStatus status = ConnectionStatus.CONNECTED;
    private Listener listener;
    private boolean mesh;

    private MemoryPeer(int id) {
        this.id = id;
    }

    static MemoryPeer server() {
        return new MemoryPeer(SERVER);
    }

    static MemoryPeer client(int id) {
        MemoryPeer client = new MemoryPeer(id);
        client.status = ConnectionStatus.CONNECTING;
        return client;
    }

    static MemoryPeer mesh(int id) {
        MemoryPeer member = new MemoryPeer(id);
        member.mesh = true;
        return member;
    }

    /** Both hear of each other at their next poll. */
    static void join(MemoryPeer a, MemoryPeer b) {
        a.others.put(b.id, b);
        b.others.put(a.id, a);
        a.come(b.id);
        b.come(a.id);
    }

    /** As if a peer of that id had connected. */
    void come(int peer) {
        events.add(() -> {
            status = ConnectionStatus.CONNECTED;
            listener.peerConnected(peer);
        });
    }

    /** As if that peer had gone. */
    void go(int peer) {
        events.add(() -> {
            others.remove(peer);
            listener.peerDisconnected(peer);
            if (id != SERVER && peer == SERVER) {
                status = ConnectionStatus.DISCONNECTED;
            }
        });
    }

    /** As if a peer had sent that. */
    void inject(int sender, String hex) {
        packets.add(new Packet(sender, TransferMode.RELIABLE, 0, bytes(hex)));
    }

    void inject(int sender, byte[] bytes) {
        packets.add(new Packet(sender, TransferMode.RELIABLE, 0, bytes));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** What was sent since the last call, in the order of sending. */
    List<Sent> takeSent() {
        List<Sent> taken = new ArrayList<>(sent);
        sent.clear();
        return taken;
    }

    @Override
    public void setListener(Listener newListener) {
        listener = newListener;
    }

    @Override
    public boolean poll() {
        while (!events.isEmpty() && packets.isEmpty()) {
            events.remove().run();
        }
        return !events.isEmpty();
    }

    @Override
    public void await(int timeoutMillis) {
    }

    @Override
    public void wakeup() {
    }

    @Override
    public ENetError putPacket(ByteBuffer packet, int target, TransferMode mode, int channel) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(packet.position(), bytes);
        sent.add(new Sent(target, mode, channel, HexFormat.ofDelimiter(" ").formatHex(bytes)));
        MemoryPeer other = others.get(id != SERVER && !mesh ? SERVER : target);
        if (other != null) {
            other.packets.add(new Packet(id, mode, channel, bytes));
        }
        return ENetError.OK;
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public int getAvailablePacketCount() {
        return packets.size();
    }

    @Override
    public int getPacketPeer() {
        return packets.element().sender;
    }

    @Override
    public int getPacketChannel() {
        return packets.element().channel;
    }

    @Override
    public TransferMode getPacketMode() {
        return packets.element().mode;
    }

    @Override
    public int getPacketSize() {
        return packets.element().bytes.length;
    }

    @Override
    public int getPacket(ByteBuffer target) {
        target.put(packets.element().bytes);
        return packets.remove().bytes.length;
    }

    @Override
    public ConnectionStatus getConnectionStatus() {
        return status;
    }

    @Override
    public int getUniqueId() {
        return id;
    }

    @Override
    public boolean isServerRelaySupported() {
        return !mesh;
    }

    @Override
    public void disconnectPeer(int peer, boolean force) {
        disconnected.add(peer);
        MemoryPeer other = others.remove(peer);
        if (other != null) {
            other.go(id);
        }
    }

    @Override
    public void close() {
        status = ConnectionStatus.DISCONNECTED;
    }
}
