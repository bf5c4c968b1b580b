package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.VariantWriter;
import io.github.enet4j.variant.Variants;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** REMOTE_CALL packets: who is called, which method, with which arguments. */
final class RemoteCalls {
    static final int MAX_ARGUMENTS = 255;

    private static final int NODE_SIZE_SHIFT = 4;
    private static final int METHOD_SIZE_FLAG = 1 << 6;

    /** Of the first byte: no count and no Variants, but the bytes of one array, or nothing at all. */
    private static final int RAW_FLAG = 1 << 7;

    /** Of the node's four bytes: not a number, but where in the packet the path is. */
    private static final int PATH_FLAG = 1 << 31;

    private static final Object[] NO_ARGUMENTS = {};

    private final Session session;

    /** Null before the first use, and while a call is being written. */
    private VariantWriter writer;

    RemoteCalls(Session session) {
        this.session = session;
    }

    /* ---- Sending ---- */

    ENetError call(RemoteNode node, int target, String name, Object[] arguments) {
        RpcTable.Method method = node.rpcs.find(name);
        ENetError refusal = refusal(node, method, target, arguments.length);
        if (refusal != ENetError.OK) {
            return refusal;
        }
        if (target != session.uniqueId()) {
            boolean raw = arguments.length == 0 || arguments.length == 1 && arguments[0] instanceof byte[];
            send(node, target, method, raw, arguments.length, encode(arguments, raw));
        }
        if (runsHere(method, target)) {
            run(node, method, session.uniqueId(), asReceived(arguments));
        }
        return ENetError.OK;
    }

    ENetError call(RemoteNode node, int target, String name, int count, RpcArguments arguments) {
        RpcTable.Method method = node.rpcs.find(name);
        ENetError refusal = refusal(node, method, target, count);
        if (refusal != ENetError.OK) {
            return refusal;
        }
        ByteBuffer written = write(arguments);
        Object[] here = runsHere(method, target) ? readBack(written, count) : null;
        if (target == session.uniqueId()) {
            session.buffers.giveBack(written);
        } else {
            send(node, target, method, count == 0, count, written);
        }
        if (here != null) {
            run(node, method, session.uniqueId(), here);
        }
        return ENetError.OK;
    }

    private ENetError refusal(RemoteNode node, RpcTable.Method method, int target, int count) {
        if (node.isRemoved()) {
            return ENetError.UNCONFIGURED;
        }
        if (!session.isConnected()) {
            return ENetError.CONNECTION_ERROR;
        }
        boolean fine = method != null && count <= MAX_ARGUMENTS
                && (target != session.uniqueId() || method.callLocal);
        return fine ? ENetError.OK : ENetError.INVALID_PARAMETER;
    }

    private boolean runsHere(RpcTable.Method method, int target) {
        int self = session.uniqueId();
        return method.callLocal && (target == self || target <= 0 && target != -self);
    }

    private ByteBuffer write(RpcArguments arguments) {
        ByteBuffer out = session.buffers.take();
        VariantWriter mine = writer != null ? writer : new VariantWriter(out);
        writer = null;
        while (true) {
            try {
                mine.target(out);
                arguments.write(mine);
                writer = mine;
                return out;
            } catch (BufferOverflowException e) {
                out = Buffers.withRoom(out.position(Buffers.HEADROOM), out.capacity());
            }
        }
    }

    /** What a callback gets is the same wherever it comes from: long for an int, and lists of its own. */
    Object[] asReceived(Object... arguments) {
        ByteBuffer written = encode(arguments, false);
        Object[] received = readBack(written, arguments.length);
        session.buffers.giveBack(written);
        return received;
    }

    private static Object[] readBack(ByteBuffer written, int count) {
        ByteBuffer source = written.duplicate().order(written.order()).flip().position(Buffers.HEADROOM);
        Object[] arguments = new Object[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = Variants.decodeCompact(source);
        }
        return arguments;
    }

    /** The arguments behind a buffer's headroom. */
    private ByteBuffer encode(Object[] arguments, boolean raw) {
        ByteBuffer out = session.buffers.take();
        if (raw) {
            byte[] bytes = arguments.length == 0 ? null : (byte[]) arguments[0];
            return bytes == null ? out : Buffers.withRoom(out, bytes.length).put(bytes);
        }
        for (Object argument : arguments) {
            out = encode(argument, out);
        }
        return out;
    }

    /** Writes a value in the compact form, into a larger buffer if need be. */
    static ByteBuffer encode(Object value, ByteBuffer out) {
        for (ByteBuffer buffer = out;; buffer = Buffers.withRoom(buffer, buffer.remaining() + 1)) {
            try {
                Variants.encodeCompact(value, buffer);
                return buffer;
            } catch (BufferOverflowException e) {
                /* Once more with more room. */
            }
        }
    }

    /** Sends encoded arguments with each target's header in front, and gives the buffer back. */
    private void send(
            RemoteNode node, int target, RpcTable.Method method, boolean raw, int count, ByteBuffer arguments) {
        if (target > 0 && session.peer(target) == null) {
            session.buffers.giveBack(arguments);
            session.reject(
                    target, ENetError.INVALID_PARAMETER, "our call of " + method.name + ": no such peer is connected");
            return;
        }
        int number = session.paths.number(node);
        Targets byNumber = session.targets.take();
        Targets byPath = session.targets.take();
        for (Peer peer : session.peers()) {
            if (isTarget(peer, target, node)) {
                (peer.confirmed().get(number) ? byNumber : byPath).add(peer.id);
            }
        }
        for (int i = 0; i < byPath.count(); i++) {
            Peer peer = session.peer(byPath.get(i));
            if (peer != null) { // a visibility filter may have shown it out
                session.paths.announce(node, peer);
            }
        }
        boolean allConfirmed = byPath.count() == 0;
        int end = arguments.position();
        int start = putHeader(arguments, number, allConfirmed, method, raw, count);
        ByteBuffer packet = arguments;
        if (!allConfirmed) {
            packet = Buffers.withRoom(arguments, node.pathBytes().length).put(node.pathBytes());
        }
        int endWithPath = packet.position();
        session.send(packet.limit(end).position(start), byNumber, method.transferMode, method.channel);
        if (!allConfirmed) {
            packet.putInt(start + 1, PATH_FLAG | end - start);
            session.send(packet.limit(endWithPath), byPath, method.transferMode, method.channel);
        }
        session.targets.giveBack(byNumber);
        session.targets.giveBack(byPath);
        session.buffers.giveBack(packet);
    }

    private boolean isTarget(Peer peer, int target, RemoteNode node) {
        return target > 0 ? peer.id == target : peer.id != -target && session.replication.showsCalls(node, peer);
    }

    /** Writes the header before the arguments, which begin behind the headroom; returns where it starts. */
    private static int putHeader(
            ByteBuffer out, int number, boolean small, RpcTable.Method method, boolean raw, int count) {
        int nodeCode = !small || number > 0xffff ? 2 : number > 0xff ? 1 : 0;
        boolean wideMethod = method.id > 0xff;
        int at = Buffers.HEADROOM;
        if (!raw) {
            out.put(--at, (byte) count);
        }
        if (wideMethod) {
            at -= 2;
            out.putShort(at, (short) method.id);
        } else {
            out.put(--at, (byte) method.id);
        }
        at -= 1 << nodeCode;
        switch (nodeCode) {
            case 0 -> out.put(at, (byte) number);
            case 1 -> out.putShort(at, (short) number);
            default -> out.putInt(at, number);
        }
        int flags = nodeCode << NODE_SIZE_SHIFT | (wideMethod ? METHOD_SIZE_FLAG : 0) | (raw ? RAW_FLAG : 0);
        out.put(--at, (byte) flags);
        return at;
    }

    /* ---- Receiving ---- */

    void receive(int sender, ByteBuffer packet) {
        int start = packet.position();
        int flags = packet.get(start);
        int nodeCode = flags >> NODE_SIZE_SHIFT & 3;
        int methodSize = (flags & METHOD_SIZE_FLAG) != 0 ? 2 : 1;
        int nodeSize = 1 << nodeCode;
        if (nodeCode == 3 || packet.remaining() < 1 + nodeSize + methodSize) {
            session.reject(sender, ENetError.INVALID_DATA, "a cut remote call");
            return;
        }
        int end = packet.limit();
        int target = switch (nodeCode) {
            case 0 -> packet.get(start + 1) & 0xff;
            case 1 -> packet.getShort(start + 1) & 0xffff;
            default -> packet.getInt(start + 1);
        };
        boolean byPath = (target & PATH_FLAG) != 0;
        if (byPath) {
            int offset = target & ~PATH_FLAG;
            int arguments = 1 + nodeSize + methodSize;
            if (offset >= packet.remaining() || offset < arguments) {
                session.reject(sender, ENetError.INVALID_DATA, "a remote call whose path is outside of it");
                return;
            }
            end = start + offset;
        }
        String path = byPath ? PathCache.string(packet, end, packet.limit()) : null;
        RemoteNode node = byPath ? session.nodes.find(path) : node(sender, target);
        if (node == null) {
            String what = byPath ? "'" + path + "'" : "path number " + target;
            session.reject(sender, ENetError.DOES_NOT_EXIST, "a remote call on " + what + ", which is not known");
            return;
        }
        int at = start + 1 + nodeSize;
        int id = methodSize == 2 ? packet.getShort(at) & 0xffff : packet.get(at) & 0xff;
        packet.limit(end).position(at + methodSize);
        receive(sender, node, id, (flags & RAW_FLAG) != 0, packet);
    }

    private RemoteNode node(int sender, int number) {
        Peer peer = session.peer(sender);
        return peer == null ? null : session.nodes.current(peer.paths().get(number));
    }

    private void receive(int sender, RemoteNode node, int id, boolean raw, ByteBuffer arguments) {
        RpcTable.Method method = node.rpcs.find(id);
        if (method == null) {
            session.reject(sender, ENetError.DOES_NOT_EXIST, node + " has no remote method number " + id);
            return;
        }
        if (method.mode == RpcMode.DISABLED || method.mode == RpcMode.AUTHORITY && sender != node.authority()) {
            session.reject(sender, ENetError.UNAUTHORIZED, "may not call " + node + "." + method.name
                    + ", whose mode is " + method.mode + " and authority " + node.authority());
            return;
        }
        if (!raw && !arguments.hasRemaining()) {
            session.reject(
                    sender, ENetError.INVALID_DATA, "a call of " + node + "." + method.name + " without a count");
            return;
        }
        run(node, method, sender, raw ? rawArguments(arguments) : arguments(sender, node, method, arguments));
    }

    private static Object[] rawArguments(ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return NO_ARGUMENTS;
        }
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return new Object[] {bytes};
    }

    /** What can't be decoded is null, and all after it, as in Godot. */
    private Object[] arguments(int sender, RemoteNode node, RpcTable.Method method, ByteBuffer packet) {
        Object[] arguments = new Object[packet.get() & 0xff];
        for (int i = 0; i < arguments.length; i++) {
            try {
                arguments[i] = Variants.decodeCompact(packet);
            } catch (VariantException e) {
                session.reject(
                        sender, e.error(), "argument " + i + " of " + node + "." + method.name + ": " + e.getMessage());
                break;
            }
        }
        return arguments;
    }

    private void run(RemoteNode node, RpcTable.Method method, int sender, Object[] arguments) {
        RpcHandler handler = method.handler;
        if (handler == null) {
            session.reject(sender, ENetError.UNAVAILABLE, "nobody handles " + node + "." + method.name);
            return;
        }
        int outer = session.remoteSender;
        session.remoteSender = sender;
        try {
            handler.call(sender, arguments);
        } catch (Throwable e) {
            session.failed(sender, e);
        } finally {
            session.remoteSender = outer;
        }
    }
}
