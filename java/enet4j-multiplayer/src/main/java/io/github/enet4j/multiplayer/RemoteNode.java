package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.project.ScriptText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Java program has in place of a node of the game's scene tree: a path that peers address, the remote methods of
 * its script, and who has authority over it. Made by {@link SceneMultiplayer#node}.
 *
 * <p>Peers number a node's methods in the order of their names. So every method that the script declares, base scripts
 * included, has to be declared here with {@link #rpcConfig}, also those that nobody here wants to know of.
 *
 * <p>Every method may be called from every thread.
 *
 * @since 0.1.0
 */
public final class RemoteNode {
    private static final Object[] ONE_NULL = {null};

    private final Session session;
    private final String path;
    private final RemoteNode parent;
    private final List<RemoteNode> children = new ArrayList<>();
    private int authority;
    private boolean removed;

    /* ---- For the other classes of this package, with the lock ---- */

    final RpcTable rpcs = new RpcTable();

    /** The number that stands for the path towards peers; 0 when it has none yet. */
    int pathId;

    boolean mismatchReported;

    /** What this node is, or null. */
    MultiplayerSynchronizer synchronizer;

    MultiplayerSpawner spawner;
    SpawnedNode spawned;

    private byte[] pathBytes;

    /** What stands for the script in Java, and the script, when they are known. */
    private final Set<RpcInterface> interfaces = new HashSet<>();

    private String script;
    private Map<String, ScriptText.Method> scriptMethods;

    /** Those whose root this node is. */
    private final List<MultiplayerSynchronizer> synchronizers = new ArrayList<>();

    RemoteNode(Session session, String path, RemoteNode parent) {
        this.session = session;
        this.path = path;
        this.parent = parent;
        authority = parent == null ? MultiplayerPeer.SERVER : parent.authority;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    int authority() {
        return authority;
    }

    List<RemoteNode> children() {
        return children;
    }

    /** The path in UTF-8 with a 0 behind it. */
    byte[] pathBytes() {
        if (pathBytes == null) {
            pathBytes = (path + '\0').getBytes(StandardCharsets.UTF_8);
        }
        return pathBytes;
    }

    List<MultiplayerSynchronizer> synchronizers() {
        return synchronizers;
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    void reject(int sender, ENetError error, String reason) {
        session.reject(sender, error, reason);
    }

    void detach() {
        removed = true;
        parent.children.remove(this);
        session.replication.removed(this);
        session.paths.removed(this);
    }

    /* ---- What programs see ---- */

    /**
     * Where the node is, relative to the multiplayer root, which is {@code /root}.
     *
     * @return a path as {@code Main/Player}; "." for the root itself
     */
    public String path() {
        return path;
    }

    /**
     * A node below this one, made when it is first asked for.
     *
     * @param path its path, relative to this node
     * @return the node
     */
    public RemoteNode node(String path) {
        session.enter();
        try {
            return session.nodes.make(SceneMultiplayer.normal(NodePaths.child(this.path, path)));
        } finally {
            session.leave();
        }
    }

    /**
     * Declares a remote method that the node's script has, as its {@code @rpc} line says.
     *
     * @param method       the method's name in the script
     * @param mode         who may call it
     * @param transferMode how calls of it travel; RELIABLE is what a bare {@code @rpc} means
     * @param channel      on which transfer channel, 0 to 253
     * @param callLocal    whether a call for everybody runs here, too
     * @return this
     * @throws IllegalArgumentException if no method can be called so, there is no such channel, or it would be the
     *     node's 32768th method
     */
    public RemoteNode rpcConfig(
            String method, RpcMode mode, TransferMode transferMode, int channel, boolean callLocal) {
        return configure(method, false, mode, transferMode, channel, callLocal);
    }

    /**
     * Declares a remote method that the game configures at run time, with {@code Node.rpc_config}. Such methods are
     * numbered by themselves.
     *
     * @param method       as for {@link #rpcConfig}
     * @param mode         as there
     * @param transferMode as there
     * @param channel      as there
     * @param callLocal    as there
     * @return this
     * @throws IllegalArgumentException as there
     */
    public RemoteNode nodeRpcConfig(
            String method, RpcMode mode, TransferMode transferMode, int channel, boolean callLocal) {
        return configure(method, true, mode, transferMode, channel, callLocal);
    }

    private RemoteNode configure(
            String name, boolean onNode, RpcMode mode, TransferMode transferMode, int channel, boolean callLocal) {
        Objects.requireNonNull(name, "method");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(transferMode, "transferMode");
        session.enter();
        try {
            rpcs.declare(name, onNode, mode, transferMode, channel, callLocal);
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what runs when a peer calls a method; declared or not, in which order does not matter.
     *
     * @param method  the method's name
     * @param handler what runs, in place of the one before; null for nothing
     * @return this
     */
    public RemoteNode onRpc(String method, @Nullable RpcHandler handler) {
        Objects.requireNonNull(method, "method");
        session.enter();
        try {
            rpcs.handle(method, handler);
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Declares the methods of an interface that are marked with {@link Rpc}, and runs those of an object when peers
     * call them.
     *
     * @param <T>            the interface
     * @param type           what the node's script has in Java; interfaces that it extends stand for base scripts
     * @param implementation what runs; who called is {@link SceneMultiplayer#getRemoteSenderId()}
     * @return this
     * @throws IllegalArgumentException if the interface has methods that can't be remote ones (overloads, parameters of
     *     types that Godot does not have); the message says which and why
     */
    public <T> RemoteNode implement(Class<T> type, T implementation) {
        Objects.requireNonNull(implementation, "implementation");
        for (RpcInterface.RpcMethod method : declare(type).methods()) {
            onRpc(method.name(), new RpcReceiver(this, method, implementation));
        }
        return this;
    }

    /**
     * Declares the methods of an interface that are marked with {@link Rpc}, and makes remote calls of those that are
     * called on the result, for all peers.
     *
     * @param <T>  the interface
     * @param type as for {@link #implement}
     * @return as {@link #remote(Class, int)}
     * @throws IllegalArgumentException as there
     */
    public <T> T remote(Class<T> type) {
        return remote(type, MultiplayerPeer.TARGET_BROADCAST);
    }

    /**
     * Declares the methods of an interface that are marked with {@link Rpc}, and makes remote calls of those that are
     * called on the result.
     *
     * @param <T>    the interface
     * @param type   as for {@link #implement}
     * @param target a peer's id; 0 for all, or minus an id for all but that one
     * @return an object whose methods call those of the peers. Those that return {@link ENetError} give what {@link
     *     #rpcId} does; the others do nothing when not connected, and throw {@link io.github.enet4j.ENetException} with
     *     INVALID_PARAMETER for calls of this peer that the method does not allow
     * @throws IllegalArgumentException as {@link #implement}
     */
    public <T> T remote(Class<T> type, int target) {
        declare(type);
        return RpcSender.make(this, target, type);
    }

    private RpcInterface declare(Class<?> type) {
        RpcInterface declared = RpcInterface.of(type);
        session.enter();
        try {
            if (script != null) {
                ScriptAgreement.check(script, scriptMethods, declared);
            }
            interfaces.add(declared);
            for (RpcInterface.RpcMethod method : declared.methods()) {
                Rpc rpc = method.rpc();
                rpcConfig(method.name(), rpc.mode(), rpc.transferMode(), rpc.channel(), rpc.callLocal());
            }
            return declared;
        } finally {
            session.leave();
        }
    }

    /** Declares all methods of the node's script, which interfaces must agree with. */
    void declare(String newScript, Map<String, ScriptText.Method> methods) {
        session.enter();
        try {
            interfaces.forEach(declared -> ScriptAgreement.check(newScript, methods, declared));
            script = newScript;
            scriptMethods = methods;
            for (ScriptText.Method method : methods.values()) {
                declare(method);
            }
        } finally {
            session.leave();
        }
    }

    private void declare(ScriptText.Method method) {
        try {
            rpcConfig(method.name(), method.mode(), method.transferMode(), method.channel(), method.callLocal());
        } catch (IllegalArgumentException e) {
            throw new GodotProjectException(method.file() + ":" + method.line() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The declared methods, in the order in which they are numbered: those of the script, then those configured on the
     * node.
     *
     * @return a new list of their names
     */
    public List<String> getRpcMethods() {
        session.enter();
        try {
            return rpcs.list();
        } finally {
            session.leave();
        }
    }

    /** The script that its methods were read from; null when the program has declared them itself. */
    String script() {
        return script;
    }

    /**
     * Calls a method on all peers.
     *
     * @param method    its name
     * @param arguments values as {@link io.github.enet4j.variant.Variants} writes them, at most 255
     * @return as {@link #rpcId}
     * @throws IllegalArgumentException if an argument is no value; its message says which
     */
    public ENetError rpc(String method, @Nullable Object... arguments) {
        return rpcId(MultiplayerPeer.TARGET_BROADCAST, method, arguments);
    }

    /**
     * Calls a method on a peer.
     *
     * @param target    its id; 0 for all, or minus an id for all but that one
     * @param method    its name
     * @param arguments values as {@link io.github.enet4j.variant.Variants} writes them, at most 255
     * @return OK, also if there is no such peer (as in Godot; the listener hears of it); UNCONFIGURED if the node was
     *     removed; CONNECTION_ERROR when not connected; INVALID_PARAMETER if the method is not declared, there are too
     *     many arguments, or it is this side that is meant and the method does not allow local calls
     * @throws IllegalArgumentException if an argument is no value; its message says which
     */
    public ENetError rpcId(int target, String method, @Nullable Object... arguments) {
        session.enter();
        try {
            return session.calls.call(this, target, method, arguments == null ? ONE_NULL : arguments);
        } finally {
            session.leave();
        }
    }

    /**
     * Calls a method, with arguments that are written one by one: nothing is allocated on the heap for it.
     *
     * @param target    as for {@link #rpcId(int, String, Object...)}
     * @param method    as there
     * @param count     how many arguments are written, 0 to 255
     * @param arguments writes them
     * @return as there
     * @throws IllegalArgumentException if the count is negative
     */
    public ENetError writeRpc(int target, String method, int count, RpcArguments arguments) {
        Objects.requireNonNull(arguments, "arguments");
        if (count < 0) {
            throw new IllegalArgumentException("count must be 0 or more: " + count);
        }
        session.enter();
        try {
            return session.calls.call(this, target, method, count, arguments);
        } finally {
            session.leave();
        }
    }

    /**
     * Sets who has authority over this node and all nodes below it: may call methods of mode AUTHORITY, and owns the
     * state of synchronizers. The server (1) unless set otherwise. It has to be set alike on all sides; nothing is
     * sent.
     *
     * @param id a peer's id
     */
    public void setMultiplayerAuthority(int id) {
        session.enter();
        try {
            setAuthority(id);
        } finally {
            session.leave();
        }
    }

    private void setAuthority(int id) {
        authority = id;
        children.forEach(child -> child.setAuthority(id));
    }

    /**
     * Who has authority over this node.
     *
     * @return a peer's id
     */
    public int getMultiplayerAuthority() {
        session.enter();
        try {
            return authority;
        } finally {
            session.leave();
        }
    }

    /**
     * The synchronizer below this node that has this node's properties, made when it is first asked for.
     *
     * @param path where it is in the game's scene, relative to this node
     * @return the synchronizer
     */
    public MultiplayerSynchronizer synchronizer(String path) {
        RemoteNode node = node(path);
        session.enter();
        try {
            return session.replication.synchronizer(node, this);
        } finally {
            session.leave();
        }
    }

    /**
     * Removes the node and all below it, as freeing it does in Godot. Peers' calls for it are rejected until there is
     * one of that path again.
     *
     * @throws IllegalStateException if this is the root
     */
    public void remove() {
        if (parent == null) {
            throw new IllegalStateException("the root can't be removed");
        }
        session.enter();
        try {
            session.nodes.remove(this);
        } finally {
            session.leave();
        }
    }

    /**
     * Whether the node was removed.
     *
     * @return true for good after {@link #remove()} of it or of one above it
     */
    public boolean isRemoved() {
        session.enter();
        try {
            return removed;
        } finally {
            session.leave();
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
