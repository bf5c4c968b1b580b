package io.github.enet4j.server;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.ENetPacketPeer;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps the attempts to connect of one loop away from its listener until they have succeeded. Of the loop's thread. */
final class Connecting implements ENetListener {
    private final ENetLoop loop;
    private final ENetListener listener;
    private final Map<ENetPacketPeer, CompletableFuture<ENetPacketPeer>> attempts = new HashMap<>();

    Connecting(ENetLoop loop, ENetListener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    void begin(ENetConnection connection, Attempt attempt) {
        if (attempt.result().isDone()) {
            return; // given up before it began
        }
        ENetPacketPeer peer = connection.connectToHost(attempt.address(), attempt.channels(), attempt.data());
        attempts.put(peer, attempt.result());
        attempt.result().whenComplete((connected, failure) -> {
            if (loop.isCurrent()) {
                giveUp(peer); // nothing is left to give up when it has ended here
            } else {
                LoopGroup.executeIfAlive(loop, () -> giveUp(peer));
            }
        });
    }

    private void giveUp(ENetPacketPeer peer) {
        if (attempts.remove(peer) != null) {
            peer.peerDisconnectNow(0);
        }
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        CompletableFuture<ENetPacketPeer> attempt = attempts.remove(peer);
        if (attempt == null || attempt.complete(peer)) {
            listener.connected(peer, data); // without an attempt: from outside, where the program allows that
        } else {
            peer.peerDisconnectNow(0); // it was given up
        }
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        listener.received(peer, event);
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        CompletableFuture<ENetPacketPeer> attempt = attempts.remove(peer);
        if (attempt == null) {
            listener.disconnected(peer, reason, data);
            return;
        }
        if (reason == DisconnectReason.LOCAL) {
            attempt.completeExceptionally(wasClosed());
            return;
        }
        String why = reason == DisconnectReason.DTLS ? reason + ": " + peer.getDtlsError() : reason.toString();
        attempt.completeExceptionally(new ENetException(ENetError.CANT_CONNECT, peer + ": " + why));
    }

    @Override
    public void tick(long number) {
        listener.tick(number);
    }

    @Override
    public void draining() {
        listener.draining();
    }

    /** Also those which ended without an event, when all connections were drained. */
    @Override
    public void closed() {
        for (CompletableFuture<ENetPacketPeer> attempt : List.copyOf(attempts.values())) {
            attempt.completeExceptionally(wasClosed());
        }
        listener.closed();
    }

    private static ENetException wasClosed() {
        return new ENetException(ENetError.UNAVAILABLE, "the clients were closed");
    }
}
