package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A listener that writes down what it is told, a line each. */
class Told implements MultiplayerListener {
    final List<String> lines = new ArrayList<>();

    /** Of packetRejected, which most tests want none of. */
    final List<String> rejected = new ArrayList<>();

    final List<Exception> failures = new ArrayList<>();

    List<String> take() {
        List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }

    /** The codes of the rejections since the last call. */
    List<String> takeRejected() {
        List<String> taken = rejected.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
        rejected.clear();
        return taken;
    }

    @Override
    public void peerConnected(int id) {
        lines.add("connected " + id);
    }

    @Override
    public void peerDisconnected(int id) {
        lines.add("disconnected " + id);
    }

    @Override
    public void peerPacket(int id, byte[] packet) {
        lines.add("packet " + id + " " + HexFormat.of().formatHex(packet));
    }

    @Override
    public void connectedToServer() {
        lines.add("connected to server");
    }

    @Override
    public void connectionFailed() {
        lines.add("connection failed");
    }

    @Override
    public void serverDisconnected() {
        lines.add("server disconnected");
    }

    @Override
    public void peerAuthenticating(int id) {
        lines.add("authenticating " + id);
    }

    @Override
    public void peerAuthenticationFailed(int id) {
        lines.add("authentication failed " + id);
    }

    @Override
    public void packetRejected(int id, ENetError error, String reason) {
        rejected.add(id + " " + error + ": " + reason);
    }

    @Override
    public void packetNotSent(int id, ENetError error) {
        lines.add("not sent " + id + " " + error);
    }

    @Override
    public void checksumMismatch(int id, RpcMismatch mismatch) {
        lines.add("mismatch " + id + " " + mismatch.node() + " " + mismatch.checksum());
    }

    @Override
    public void callbackFailed(int id, Exception failure) {
        failures.add(failure);
    }
}
