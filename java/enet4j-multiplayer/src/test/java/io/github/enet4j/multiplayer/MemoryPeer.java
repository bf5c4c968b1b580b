package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** The targets of each packet that was put for several at once. */
    final List<List<Integer>> together = new ArrayList<>();

    int flushes;

    /** What sending comes to; the packets are sent nevertheless. */
    ENetError answer = ENetError.OK;

    private final int id;
    private final Map<Integer, MemoryPeer> others = new LinkedHashMap<>();

    /** Packets and, as Runnables, what else happens, in order. */
    private final ArrayDeque<Object> events = new ArrayDeque<>();

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
        happen(() -> {
            status = ConnectionStatus.CONNECTED;
            listener.peerConnected(peer);
        });
    }

    /** As if that peer had gone. */
    void go(int peer) {
        happen(() -> {
            others.remove(peer);
            listener.peerDisconnected(peer);
            if (id != SERVER && peer == SERVER) {
                status = ConnectionStatus.DISCONNECTED;
            }
        });
    }

    private void happen(Runnable event) {
        events.add(event);
    }

    private Packet head() {
        return (Packet) events.element();
    }

    /** As if a peer had sent that. */
    void inject(int sender, String hex) {
        inject(sender, bytes(hex));
    }

    void inject(int sender, byte[] bytes) {
        inject(sender, TransferMode.RELIABLE, bytes);
    }

    void inject(int sender, TransferMode mode, byte[] bytes) {
        events.add(new Packet(sender, mode, 0, bytes));
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
        while (events.peek() instanceof Runnable) {
            ((Runnable) events.remove()).run();
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
            other.events.add(new Packet(id, mode, channel, bytes));
        }
        return answer;
    }

    @Override
    public void putPacket(
            ByteBuffer packet, int[] targets, int count, TransferMode mode, int channel, Refusals refusals) {
        together.add(Arrays.stream(targets, 0, count).boxed().toList());
        MultiplayerPeer.super.putPacket(packet, targets, count, mode, channel, refusals);
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public int getAvailablePacketCount() {
        return events.peek() instanceof Packet ? 1 : 0;
    }

    @Override
    public int getPacketPeer() {
        return head().sender;
    }

    @Override
    public int getPacketChannel() {
        return head().channel;
    }

    @Override
    public TransferMode getPacketMode() {
        return head().mode;
    }

    @Override
    public int getPacketSize() {
        return head().bytes.length;
    }

    @Override
    public int getPacket(ByteBuffer target) {
        target.put(head().bytes);
        return ((Packet) events.remove()).bytes.length;
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
