package io.github.enet4j.cli.load;

import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.RemoteNode;
import io.github.enet4j.multiplayer.RpcMismatch;
import io.github.enet4j.multiplayer.RpcMode;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.multiplayer.TransferMode;
import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.util.List;

/** A client of Godot's high-level multiplayer that calls RPCs as a scenario says. */
final class GodotClient implements LoadClient, MultiplayerListener {
    private static final int MAX_CALLS = 1000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadPlan plan;
    private final Scenario scenario;
    private final LoadStats stats;
    private final long start;
    private final double phase;

    /** When each of the scenario's calls is due next. */
    private final long[] due;

    private ENetMultiplayerPeer peer;
    private SceneMultiplayer multiplayer;
    private RemoteNode node;
    private boolean connected;
    private boolean over;
    private long number;

    GodotClient(LoadPlan plan, LoadStats stats, long start, double phase) {
        this.plan = plan;
        this.stats = stats;
        this.start = start;
        this.phase = phase;
        scenario = plan.scenario();
        due = new long[scenario.calls().size()];
    }

    /** Fails with a message if Godot has no such node, methods or values. */
    static void check(Scenario scenario) {
        try (SceneMultiplayer multiplayer = new SceneMultiplayer()) {
            declare(multiplayer, scenario);
            scenario.calls().forEach(call -> Variants.encodedSize(call.arguments()));
        } catch (IllegalArgumentException | VariantException e) {
            throw new IllegalArgumentException("scenario: " + e.getMessage(), e);
        }
    }

    private static RemoteNode declare(SceneMultiplayer multiplayer, Scenario scenario) {
        RemoteNode node = multiplayer.node(scenario.node());
        for (String method : scenario.methods()) {
            node.rpcConfig(method, RpcMode.ANY_PEER, TransferMode.RELIABLE, 0, false);
        }
        for (Scenario.Call call : scenario.calls()) {
            node.rpcConfig(call.method(), RpcMode.ANY_PEER, call.transfer(), call.channel(), false);
        }
        return node;
    }

    @Override
    public ENetConnection open() {
        stats.started.increment();
        try {
            peer = new ENetMultiplayerPeer();
            peer.createClient(plan.address().getAddress().getHostAddress(), plan.address().getPort());
            plan.options().configure(peer.getHost(), plan.target());
            multiplayer = new SceneMultiplayer();
            multiplayer.setListener(this);
            node = declare(multiplayer, scenario);
            scenario.methods().forEach(method -> node.onRpc(method, (sender, arguments) -> called(method, arguments)));
            multiplayer.setMultiplayerPeer(peer);
            return peer.getHost();
        } catch (ENetException e) {
            stats.problem("no socket: " + e.error());
            close();
            return null;
        }
    }

    @Override
    public void receive() {
        if (!over) {
            multiplayer.poll();
        }
    }

    @Override
    public void expire(long now) {
        if (!connected && !over && now - start > plan.connectNanos()) {
            stats.problem("not connected: no answer");
            close();
        }
    }

    @Override
    public void send(long until) {
        for (int i = 0; i < due.length; i++) {
            call(i, until);
        }
    }

    private void called(String method, Object[] arguments) {
        stats.received.increment();
        if (!method.equals(scenario.answer())) {
            return;
        }
        long now = System.nanoTime();
        for (int i = arguments.length - 1; i >= 0; i--) {
            if (arguments[i] instanceof Long sent && sent - start >= 0 && now - sent >= 0) {
                stats.echoed.increment();
                stats.roundTrip(now - sent);
                return;
            }
        }
    }

    private void call(int which, long until) {
        Scenario.Call call = scenario.calls().get(which);
        for (int i = 0; i < MAX_CALLS && due[which] - until <= 0; i++) {
            stats.late(System.nanoTime() - due[which]);
            ENetError error = node.rpcId(call.target(), call.method(), arguments(call.arguments(), due[which]));
            due[which] += (long) (NANOS_PER_SECOND / call.rate());
            number++;
            if (error == ENetError.OK) {
                stats.sent.increment();
            } else {
                stats.problem("call refused: " + error);
            }
        }
    }

    private Object[] arguments(List<Object> given, long when) {
        return given.stream().map(each -> Scenario.DUE.equals(each) ? (Object) when
                : Scenario.NUMBER.equals(each) ? (Object) number : each).toArray();
    }

    @Override
    public void connectedToServer() {
        connected = true;
        stats.connected.increment();
        stats.connect(System.nanoTime() - start);
        for (int i = 0; i < due.length; i++) {
            due[i] = System.nanoTime() + (long) (phase * NANOS_PER_SECOND / scenario.calls().get(i).rate());
        }
    }

    @Override
    public void connectionFailed() {
        stats.problem("not connected: failed");
        over = true;
    }

    @Override
    public void serverDisconnected() {
        stats.problem("disconnected");
        stats.ended.increment();
        over = true;
    }

    @Override
    public void packetRejected(int id, ENetError error, String reason) {
        stats.problem("rejected: " + reason);
    }

    @Override
    public void checksumMismatch(int id, RpcMismatch mismatch) {
        stats.problem("the scenario's methods are not those of the server's script");
    }

    @Override
    public long next() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < due.length && connected && !over; i++) {
            next = i == 0 || due[i] - next < 0 ? due[i] : next;
        }
        return next;
    }

    @Override
    public void close() {
        over = true;
        if (multiplayer != null) {
            multiplayer.close();
        }
        if (peer != null) {
            peer.close();
        }
    }
}
