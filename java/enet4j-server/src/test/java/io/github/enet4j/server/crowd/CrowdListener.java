package io.github.enet4j.server.crowd;

import io.github.enet4j.DisconnectReason;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.server.ENetListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The players on one loop of a crowd. Numbers that others read are written by its thread alone. */
final class CrowdListener implements ENetListener {
    private static final int BYTES = 40;
    private static final int RARE_PING_MILLIS = 5000;

    /** For each tick of an interval those whose turn it is. */
    private final List<List<Player>> turns;

    private final ByteBuffer out = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BYTES);
    private final List<Player> leaving = new ArrayList<>();
    private int nextTurn;
    volatile boolean sending;
    volatile boolean over;
    volatile long present;
    volatile long sent;
    volatile long answered;
    volatile long come;
    volatile long gone;
    volatile long lost;
    volatile long longest;

    CrowdListener(int intervalMillis) {
        turns = IntStream.range(0, intervalMillis).<List<Player>>mapToObj(i -> new ArrayList<>()).toList();
    }

    @Override
    public void connected(ENetPacketPeer peer, long data) {
        Player player = new Player(peer);
        peer.attach(player);
        peer.pingInterval(RARE_PING_MILLIS); // who plays needs none
        turns.get(nextTurn).add(player);
        nextTurn = (nextTurn + 1) % turns.size();
        come++;
        present++;
    }

    @Override
    public void tick(long number) {
        if (!sending) {
            return;
        }
        for (Player player : turns.get((int) (number % turns.size()))) {
            out.clear().putLong(0, System.nanoTime());
            if (player.peer.send(0, out, ENetPacketPeer.FLAG_RELIABLE) == ENetError.OK) {
                player.sent++;
                sent++;
            }
        }
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        event.getPacket(in.clear());
        longest = Math.max(longest, System.nanoTime() - in.getLong(0));
        Player player = (Player) peer.attachment();
        player.answered++;
        answered++;
        leaveIfDone(player);
    }

    /** Has one of them leave, as soon as all that it has sent has come back. */
    void dismiss(int which) {
        for (int i = 0; i < turns.size(); i++) {
            List<Player> some = turns.get((which % turns.size() + i) % turns.size());
            if (!some.isEmpty()) {
                Player player = some.remove(which % some.size());
                leaving.add(player);
                player.leaving = true;
                leaveIfDone(player);
                return;
            }
        }
    }

    private void leaveIfDone(Player player) {
        if (player.leaving && player.hasAllAnswers()) {
            player.peer.peerDisconnect(0);
        }
    }

    @Override
    public void disconnected(ENetPacketPeer peer, DisconnectReason reason, long data) {
        if (over) {
            return;
        }
        Player player = (Player) peer.attachment();
        present--;
        if (leaving.remove(player) && reason == DisconnectReason.LOCAL) {
            gone++;
            return;
        }
        turns.forEach(some -> some.remove(player));
        if (player.sent > 0 || reason != DisconnectReason.REMOTE) { // otherwise it was with the wrong loop
            lost++;
            System.out.println("lost: " + peer + ", " + reason);
        }
    }

    /** Whether nobody waits for anything. */
    boolean isQuiet() {
        return leaving.isEmpty()
                && turns.stream().allMatch(some -> some.stream().allMatch(Player::hasAllAnswers));
    }
}
