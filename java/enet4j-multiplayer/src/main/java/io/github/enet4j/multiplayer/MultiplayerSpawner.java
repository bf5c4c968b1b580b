package io.github.enet4j.multiplayer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes that appear at all peers, also at those that join later, and go with them. Named after Godot's node of
 * that name, whose counterpart it is, on the side that has authority over it as on the others. Made by {@link
 * SceneMultiplayer#spawner}.
 *
 * <p>In place of a scene there is a setup: code that declares the new node's remote methods and synchronizers, the
 * latter in the order in which they stand in the scene. It runs on the side that spawns and on those that receive.
 *
 * <p>A peer that has not loaded the scene with the spawner yet loses what is sent for it; so that is repeated, after a
 * second and then ever less often, until the peer has confirmed the spawner. (Godot does not.)
 *
 * <p>Every method may be called from every thread.
 *
 * @since 0.1.0
 */
public final class MultiplayerSpawner {
    /**
     * Sets up the node of a custom spawn.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface SpawnFunction {
        /**
         * Declares the methods and synchronizers of a new node.
         *
         * @param node the node; it may set its authority
         * @param data the argument of the spawn, as {@link io.github.enet4j.variant.Variants} reads it, also on the
         *     side that spawns
         */
        void spawn(RemoteNode node, @Nullable Object data);
    }

    /** The numbers of scenes are below the one that stands for a custom spawn. */
    private static final int MAX_SCENES = SpawnedNode.CUSTOM;

    private record Scene(String name, Consumer<RemoteNode> setup) {
    }

    private final Session session;
    private final List<Scene> scenes = new ArrayList<>();

    /* ---- For the other classes of this package, with the lock ---- */

    final RemoteNode node;
    final RemoteNode parent;
    SpawnFunction function;
    int limit;

    /** How many nodes it has now. */
    int count;

    Consumer<RemoteNode> spawned = any -> { };
    Consumer<RemoteNode> despawned = any -> { };

    MultiplayerSpawner(Session session, RemoteNode node, RemoteNode parent) {
        this.session = session;
        this.node = node;
        this.parent = parent;
    }

    boolean isFull() {
        return limit > 0 && count >= limit;
    }

    /** Whether there is a scene of that number, or a function for custom spawns. */
    boolean knows(int scene) {
        return scene == SpawnedNode.CUSTOM ? function != null : scene < scenes.size();
    }

    List<String> sceneNames() {
        return scenes.stream().map(Scene::name).toList();
    }

    void setUp(SpawnedNode one) {
        if (one.scene == SpawnedNode.CUSTOM) {
            function.spawn(one.node, one.data);
        } else {
            scenes.get(one.scene).setup.accept(one.node);
        }
    }

    /* ---- What programs see ---- */

    /**
     * The node that the spawner is in the game's scene tree. Its authority says who may spawn.
     *
     * @return the node
     */
    public RemoteNode node() {
        return node;
    }

    /**
     * Adds a scene behind those that were added before. They are numbered, so the order has to be that of the spawner's
     * list in the game.
     *
     * @param scene a name to spawn it by, usually its {@code res://} path
     * @param setup declares the methods and synchronizers of a new node, and may set its authority
     * @return this
     * @throws IllegalStateException if there are 255 already
     */
    public MultiplayerSpawner addSpawnableScene(String scene, Consumer<RemoteNode> setup) {
        Objects.requireNonNull(scene, "scene");
        Objects.requireNonNull(setup, "setup");
        session.enter();
        try {
            if (scenes.size() == MAX_SCENES) {
                throw new IllegalStateException("a spawner has at most " + MAX_SCENES + " scenes");
            }
            scenes.add(new Scene(scene, setup));
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what makes the nodes of custom spawns.
     *
     * @param function the function, null for none
     * @return this
     */
    public MultiplayerSpawner setSpawnFunction(@Nullable SpawnFunction function) {
        session.enter();
        try {
            this.function = function;
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Limits how many nodes there may be at a time of those that peers spawn here.
     *
     * @param limit the number; 0, as at first: no limit of the program's, but 65536 for each peer
     * @return this
     */
    public MultiplayerSpawner setSpawnLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be 0 or more: " + limit);
        }
        session.enter();
        try {
            this.limit = limit;
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what runs when a peer has spawned a node here.
     *
     * @param callback gets the node, in the thread that polls
     * @return this
     */
    public MultiplayerSpawner onSpawned(Consumer<RemoteNode> callback) {
        Objects.requireNonNull(callback, "callback");
        session.enter();
        try {
            spawned = callback;
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what runs when a node that a peer had spawned here has gone.
     *
     * @param callback gets the node, which is removed
     * @return this
     */
    public MultiplayerSpawner onDespawned(Consumer<RemoteNode> callback) {
        Objects.requireNonNull(callback, "callback");
        session.enter();
        try {
            despawned = callback;
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Spawns a scene, here and at all peers that may see it. It goes with {@link RemoteNode#remove()}.
     *
     * @param scene as it was added
     * @param name  the node's name; without any of . : @ / " %
     * @return the node, set up
     * @throws IllegalArgumentException if there is no such scene, or the name is not allowed or taken
     * @throws io.github.enet4j.ENetException with UNAUTHORIZED if another has authority over the spawner
     */
    public RemoteNode spawn(String scene, String name) {
        session.enter();
        try {
            for (int i = 0; i < scenes.size(); i++) {
                if (scenes.get(i).name.equals(scene)) {
                    return session.replication.spawn(this, i, null, name);
                }
            }
        } finally {
            session.leave();
        }
        throw new IllegalArgumentException("not a scene of this spawner: " + scene + "; it has "
                + scenes.stream().map(each -> each.name).toList());
    }

    /**
     * Spawns a node with the {@linkplain #setSpawnFunction function}, here and at all peers that may see it.
     *
     * @param data the argument of the function, a value as {@link io.github.enet4j.variant.Variants} writes it
     * @param name as for {@link #spawn}
     * @return the node, set up
     * @throws IllegalArgumentException if the data are no such value, or the name is not allowed or taken
     * @throws IllegalStateException if there is no function
     * @throws io.github.enet4j.ENetException with UNAUTHORIZED if another has authority over the spawner
     */
    public RemoteNode spawnCustom(@Nullable Object data, String name) {
        session.enter();
        try {
            if (function == null) {
                throw new IllegalStateException("the spawner has no spawn function");
            }
            return session.replication.spawn(this, SpawnedNode.CUSTOM, data, name);
        } finally {
            session.leave();
        }
    }

    @Override
    public String toString() {
        return "spawner " + node;
    }
}
