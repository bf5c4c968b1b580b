package io.github.enet4j.kotlin

import io.github.enet4j.DisconnectReason
import io.github.enet4j.ENetEvent
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.server.ENetListener
import io.github.enet4j.server.ENetLoop
import io.github.enet4j.server.ENetServer
import io.github.enet4j.server.ENetServerBuilder

/**
 * Marks the blocks of [enetServer].
 *
 * @since 0.1.0
 */
@DslMarker
public annotation class ENetDsl

/**
 * Starts a server:
 *
 * ```
 * val server = enetServer({ bind("*", 7777).threads(4).tick(50.milliseconds) }) { loop ->
 *     received { peer, event -> peer.send(event.channel(), event.packet!!, ENetPacketPeer.FLAG_RELIABLE) }
 * }
 * ```
 *
 * @param settings  what it is to be like
 * @param listeners what one loop does; called once for each
 */
public fun enetServer(
    settings: ENetServerBuilder.() -> Unit,
    listeners: ListenerDsl.(ENetLoop) -> Unit,
): ENetServer = ENetServer.builder { loop -> ListenerDsl().apply { listeners(loop) }.build() }.apply(settings).start()

/**
 * What a loop does; see [ENetListener], whose methods these are. Of one that is set several times the last counts.
 *
 * @since 0.1.0
 */
@ENetDsl
public class ListenerDsl internal constructor() {
    private var connected: (ENetPacketPeer, Long) -> Unit = { _, _ -> }
    private var received: (ENetPacketPeer, ENetEvent) -> Unit = { _, _ -> }
    private var disconnected: (ENetPacketPeer, DisconnectReason, Long) -> Unit = { _, _, _ -> }
    private var tick: (Long) -> Unit = { }
    private var draining: () -> Unit = { }
    private var closed: () -> Unit = { }

    /** A peer has connected; `data` is the number that it gave, 0 to 4294967295. */
    public fun connected(action: (peer: ENetPacketPeer, data: Long) -> Unit) {
        connected = action
    }

    /**
     * A packet has come. The event is a packet's, so that `event.packet` is there once and null afterwards; read
     * `event.packetFlags` before. The event is good until this returns.
     */
    public fun received(action: (peer: ENetPacketPeer, event: ENetEvent) -> Unit) {
        received = action
    }

    /**
     * A connection has ended, and `peer` is inactive; `data` is the number that the other side gave, 0 if it was
     * not that side's doing.
     */
    public fun disconnected(action: (peer: ENetPacketPeer, reason: DisconnectReason, data: Long) -> Unit) {
        disconnected = action
    }

    /** Once per period of the builder's `tick`, without which it is not called; `number` counts from 0. */
    public fun tick(action: (number: Long) -> Unit) {
        tick = action
    }

    /** The drain begins: what is sent now still arrives, then the peers are disconnected. */
    public fun draining(action: () -> Unit) {
        draining = action
    }

    /** The loop has ended; nothing comes after this. */
    public fun closed(action: () -> Unit) {
        closed = action
    }

    internal fun build(): ENetListener = object : ENetListener {
        override fun connected(peer: ENetPacketPeer, data: Long) = this@ListenerDsl.connected.invoke(peer, data)

        override fun received(peer: ENetPacketPeer, event: ENetEvent) = this@ListenerDsl.received.invoke(peer, event)

        override fun disconnected(peer: ENetPacketPeer, reason: DisconnectReason, data: Long) =
            this@ListenerDsl.disconnected.invoke(peer, reason, data)

        override fun tick(number: Long) = this@ListenerDsl.tick.invoke(number)

        override fun draining() = this@ListenerDsl.draining.invoke()

        override fun closed() = this@ListenerDsl.closed.invoke()
    }
}
