package io.github.enet4j.multiplayer;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps properties alike on all sides: sends them on the side that has authority over its node, and sets them on the
 * others. Named after Godot's node of that name, whose counterpart it is. Made by {@link RemoteNode#synchronizer} and
 * {@link SceneMultiplayer#synchronizer}.
 *
 * <p>Properties have no names on the wire: they must be added in the order in which they stand in the game's
 * replication configuration, with the same modes.
 *
 * <p>Every method may be called from every thread.
 *
 * @since 0.1.0
 */
public final class MultiplayerSynchronizer {
    /** As many as fit into the mask of a message about changes. */
    static final int MAX_ON_CHANGE = 64;

    private static final double NANOS_PER_SECOND = 1e9;

    /** One property. */
    static final class Property {
        final String name;
        final Supplier<?> getter;
        final Consumer<Object> setter;

        /** Encoded, when it was last looked at for changes; null when it was not. */
        byte[] last;

        /** Of the change that made it so. */
        long version;

        Property(String name, Supplier<?> getter, Consumer<Object> setter) {
            this.name = name;
            this.getter = getter;
            this.setter = setter;
        }
    }

    private final Session session;
    private final Set<Integer> shownTo = new HashSet<>();
    private final List<IntPredicate> filters = new ArrayList<>();
    private boolean isPublic = true;

    /* ---- For the other classes of this package, with the lock ---- */

    final RemoteNode node;
    final RemoteNode root;
    final List<Property> onSpawn = new ArrayList<>();
    final List<Property> always = new ArrayList<>();
    final List<Property> onChange = new ArrayList<>();
    long intervalNanos;
    long deltaIntervalNanos;
    Runnable synchronizedCallback = () -> { };
    Runnable deltaSynchronizedCallback = () -> { };

    /** The number from the spawn of its root, given by the side that has authority; 0 when it has none. */
    int netId;

    /** When the state was last sent. */
    long lastSent = Long.MIN_VALUE;

    /** In the current tick: where the state is among those of all, and its size, 0 if it is not sent. */
    int stateAt;

    int stateSize;

    /** The tick in which changes were last looked for. */
    long lastLooked = Long.MIN_VALUE;

    /** The time of the last state that came, 16 bits; -1 before the first. */
    int lastTime = -1;

    MultiplayerSynchronizer(Session session, RemoteNode node, RemoteNode root) {
        this.session = session;
        this.node = node;
        this.root = root;
    }

    int authority() {
        return node.authority();
    }

    boolean hasFilters() {
        return !filters.isEmpty();
    }

    boolean shows(int peer) {
        for (IntPredicate filter : filters) {
            if (!passes(filter, peer)) {
                return false;
            }
        }
        return isPublic || shownTo.contains(peer);
    }

    /** Where a filter fails nothing is shown. */
    private boolean passes(IntPredicate filter, int peer) {
        try {
            return filter.test(peer);
        } catch (Throwable e) {
            session.failed(peer, e);
            return false;
        }
    }

    /* ---- What programs see ---- */

    /**
     * The node that the synchronizer is in the game's scene tree. Its authority says who sends.
     *
     * @return the node
     */
    public RemoteNode node() {
        return node;
    }

    /**
     * Adds a property that is also sent when the node is spawned (Godot's default).
     *
     * @param name   what it is called, for messages
     * @param mode   when it is sent
     * @param getter gives its value, as {@link io.github.enet4j.variant.Variants} writes it; in the thread that polls
     *     or spawns
     * @param setter gets its value, as {@link io.github.enet4j.variant.Variants} reads it; in the thread that polls
     * @return this
     */
    public MultiplayerSynchronizer property(
            String name, ReplicationMode mode, Supplier<?> getter, Consumer<@Nullable Object> setter) {
        return property(name, mode, true, getter, setter);
    }

    /**
     * Adds a property.
     *
     * @param name    as for {@link #property(String, ReplicationMode, Supplier, Consumer)}
     * @param mode    as there
     * @param onSpawn whether it is also sent when the node is spawned
     * @param getter  as there
     * @param setter  as there
     * @return this
     * @throws IllegalStateException if it would be the 65th of mode ON_CHANGE
     */
    public MultiplayerSynchronizer property(
            String name, ReplicationMode mode, boolean onSpawn, Supplier<?> getter, Consumer<@Nullable Object> setter) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(getter, "getter");
        Objects.requireNonNull(setter, "setter");
        session.enter();
        try {
            Property property = new Property(name, getter, setter);
            switch (mode) {
                case NEVER -> { }
                case ALWAYS -> always.add(property);
                case ON_CHANGE -> {
                    if (onChange.size() == MAX_ON_CHANGE) {
                        throw new IllegalStateException("at most " + MAX_ON_CHANGE + " properties of mode ON_CHANGE");
                    }
                    onChange.add(property);
                }
            }
            if (onSpawn) {
                this.onSpawn.add(property);
            }
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Adds fields of an object as properties that are also sent when the node is spawned. Numbers become those of the
     * field's type; a value that does not fit is not set, and reported.
     *
     * @param access a lookup that may use the fields: {@code MethodHandles.lookup()} in the class that has them
     * @param target the object
     * @param mode   when they are sent
     * @param fields their names, in the order of the game's configuration
     * @return this
     * @throws IllegalArgumentException if there is no such field, or it can't be used
     */
    public MultiplayerSynchronizer fields(
            MethodHandles.Lookup access, Object target, ReplicationMode mode, String... fields) {
        for (String field : fields) {
            FieldProperty property = FieldProperty.of(access, target, field);
            property(field, mode, property::get, property::set);
        }
        return this;
    }

    /**
     * Sets how often the state is sent, and changes are looked for.
     *
     * @param state   at least so many seconds between two states; 0, as at first: at each tick
     * @param changes at least so many seconds between two messages about changes; 0, as at first: at each tick
     * @return this
     */
    public MultiplayerSynchronizer setIntervals(double state, double changes) {
        if (!(state >= 0 && changes >= 0)) {
            throw new IllegalArgumentException("intervals must be 0 or more: " + state + ", " + changes);
        }
        session.enter();
        try {
            intervalNanos = (long) (state * NANOS_PER_SECOND);
            deltaIntervalNanos = (long) (changes * NANOS_PER_SECOND);
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Whether all peers see it, and, if it is inside of a spawned node, that node: what they don't see is not sent to
     * them.
     *
     * @param visible true, as at first, for all; false for those only that {@link #setVisibilityFor} names
     * @return this
     */
    public MultiplayerSynchronizer setPublicVisibility(boolean visible) {
        return changeVisibility(() -> isPublic = visible);
    }

    /**
     * Whether a peer sees it that does not see it anyway.
     *
     * @param peer    its id; 0 for all, as {@link #setPublicVisibility}
     * @param visible whether
     * @return this
     */
    public MultiplayerSynchronizer setVisibilityFor(int peer, boolean visible) {
        return changeVisibility(() -> {
            if (peer == MultiplayerPeer.TARGET_BROADCAST) {
                isPublic = visible;
            } else if (visible) {
                shownTo.add(peer);
            } else {
                shownTo.remove(peer);
            }
        });
    }

    /**
     * Adds a condition that a peer must meet to see it, whatever else is set. It is asked at each tick.
     *
     * @param filter gets the peer's id
     * @return this
     */
    public MultiplayerSynchronizer addVisibilityFilter(IntPredicate filter) {
        Objects.requireNonNull(filter, "filter");
        return changeVisibility(() -> filters.add(filter));
    }

    private MultiplayerSynchronizer changeVisibility(Runnable change) {
        session.enter();
        try {
            change.run();
            session.replication.visibilityChanged(root);
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what runs when a state has come and was set.
     *
     * @param callback runs in the thread that polls
     * @return this
     */
    public MultiplayerSynchronizer onSynchronized(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        session.enter();
        try {
            synchronizedCallback = callback;
            return this;
        } finally {
            session.leave();
        }
    }

    /**
     * Sets what runs when changes have come and were set.
     *
     * @param callback runs in the thread that polls
     * @return this
     */
    public MultiplayerSynchronizer onDeltaSynchronized(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        session.enter();
        try {
            deltaSynchronizedCallback = callback;
            return this;
        } finally {
            session.leave();
        }
    }

    @Override
    public String toString() {
        return "synchronizer " + node;
    }
}
