package io.github.enet4j.multiplayer;

import static io.github.enet4j.multiplayer.MultiplayerPeer.SERVER;

import io.github.enet4j.ENetError;
import java.nio.ByteBuffer;

/** Takes packets from the transport and brings each to the part that it concerns. */
final class Incoming {
    /** Enough for a datagram; grows to what is still kept for the next packets. */
    private static final int BUFFER = 4096;

    private static final int LARGEST_KEPT = 64 * 1024;

    /** How many one poll takes in at most, so that the program gets its turn whatever peers send. */
    private static final int MOST_PER_POLL = 8192;

    private static final int SMALLEST_RELAY = Relay.HEADER + 1;

    private final Session session;
    private ByteBuffer usual = Buffers.allocate(BUFFER);

    Incoming(Session session) {
        this.session = session;
    }

    /** Whether anything came. */
    boolean receive() {
        MultiplayerPeer transport = session.transport;
        long before = session.membership.changes;
        int taken = takeAll(transport, 0); // what the last poll has left comes before all that polling may bring
        boolean more = true;
        while (more && goesOn(transport, taken)) {
            more = transport.poll();
            taken = takeAll(transport, taken);
        }
        return taken > 0 || session.membership.changes != before;
    }

    /** Returns how many are taken then. */
    private int takeAll(MultiplayerPeer transport, int takenBefore) {
        int taken = takenBefore;
        while (goesOn(transport, taken) && transport.getAvailablePacketCount() > 0) {
            take(transport);
            taken++;
        }
        return taken;
    }

    private boolean goesOn(MultiplayerPeer transport, int taken) {
        return session.transport == transport && taken < MOST_PER_POLL && !session.hasError();
    }

    private void take(MultiplayerPeer transport) {
        int sender = transport.getPacketPeer();
        int channel = transport.getPacketChannel();
        TransferMode mode = transport.getPacketMode();
        int size = transport.getPacketSize();
        ByteBuffer packet = bufferFor(size);
        transport.getPacket(packet);
        packet.flip();
        session.received++;
        if (session.membership.isPending(sender)) {
            session.membership.receivePending(sender, packet);
        } else if (session.peer(sender) == null) {
            session.reject(sender, ENetError.UNAUTHORIZED, "a packet of a peer that is not admitted");
        } else if (!packet.hasRemaining()) {
            session.reject(sender, ENetError.INVALID_DATA, "an empty packet");
        } else if ((packet.get(0) & Command.MASK) == Command.SYS) {
            receiveSystem(sender, packet, mode, channel);
        } else {
            process(sender, packet);
        }
    }

    private ByteBuffer bufferFor(int size) {
        if (size > LARGEST_KEPT) {
            return Buffers.allocate(size);
        }
        if (size > usual.capacity()) {
            usual = Buffers.allocate(LARGEST_KEPT);
        }
        return usual.clear();
    }

    private void receiveSystem(int sender, ByteBuffer packet, TransferMode mode, int channel) {
        int what = packet.remaining() < 2 ? -1 : packet.get(1);
        switch (what) {
            case Command.SYS_AUTH -> {
                if (packet.remaining() > 2) {
                    session.reject(sender, ENetError.INVALID_DATA, "authentication data after the admission");
                }
            }
            case Command.SYS_ADD_PEER, Command.SYS_DEL_PEER -> session.membership.receive(sender, what, packet);
            case Command.SYS_RELAY -> receiveRelay(sender, packet, mode, channel);
            default -> session.reject(sender, ENetError.INVALID_DATA, "an unknown system message: " + what);
        }
    }

    private void receiveRelay(int sender, ByteBuffer packet, TransferMode mode, int channel) {
        if (packet.remaining() < SMALLEST_RELAY) {
            session.reject(sender, ENetError.INVALID_DATA, "a cut relay");
        } else if (!session.relay.isPossible()) {
            session.reject(sender, ENetError.UNAVAILABLE, "the relay is off");
        } else if (session.uniqueId() == SERVER) {
            if (session.relay.forward(session.peer(sender), packet, mode, channel)) {
                process(sender, packet.position(Relay.HEADER));
            }
        } else if (sender != SERVER) {
            session.reject(sender, ENetError.UNAUTHORIZED, "a relay that does not come from the server");
        } else {
            process(packet.getInt(2), packet.position(Relay.HEADER));
        }
    }

    /** All but system messages, for which a relay is no way to come. */
    private void process(int sender, ByteBuffer packet) {
        int first = packet.get(packet.position());
        switch (first & Command.MASK) {
            case Command.REMOTE_CALL -> session.calls.receive(sender, packet);
            case Command.SIMPLIFY_PATH -> session.paths.receiveSimplify(sender, packet);
            case Command.CONFIRM_PATH -> session.paths.receiveConfirm(sender, packet);
            case Command.RAW -> receiveRaw(sender, packet);
            case Command.SPAWN -> session.replication.receiveSpawn(sender, packet);
            case Command.DESPAWN -> session.replication.receiveDespawn(sender, packet);
            case Command.SYNC -> session.replication.receiveSync(sender, packet, (first & Command.DELTA_FLAG) != 0);
            default -> session.reject(sender, ENetError.INVALID_DATA, "a system message inside a relay");
        }
    }

    private void receiveRaw(int sender, ByteBuffer packet) {
        if (packet.remaining() < 2) {
            session.reject(sender, ENetError.INVALID_DATA, "a raw packet without contents");
            return;
        }
        byte[] contents = new byte[packet.remaining() - 1];
        packet.get(packet.position() + 1, contents);
        int outer = session.remoteSender;
        session.remoteSender = sender;
        session.callBack(sender, () -> session.listener.peerPacket(sender, contents));
        session.remoteSender = outer;
    }
}
