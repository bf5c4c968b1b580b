package io.github.enet4j.kotlin

import io.github.enet4j.DisconnectReason
import io.github.enet4j.ENetConnection
import io.github.enet4j.ENetEvent
import io.github.enet4j.ENetException
import io.github.enet4j.ENetError
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.EventType
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/** So long, in ms, a thread waits in a service call before it looks whether it is still wanted. */
internal const val WAIT_MILLIS: Int = 50

/**
 * Something that has happened to a peer; unlike an [ENetEvent] it can be kept.
 *
 * @since 0.1.0
 */
public sealed interface PeerEvent {
    public val peer: ENetPacketPeer

    /** The peer has connected; [data] is the number that the other side gave, 0 to 4294967295. */
    public data class Connected(override val peer: ENetPacketPeer, val data: Long) : PeerEvent

    /** A packet has come, and is taken from the peer; [flags] are those of [ENetPacketPeer]. */
    public class Received(
        override val peer: ENetPacketPeer,
        public val channel: Int,
        public val flags: Int,
        public val packet: ByteArray,
    ) : PeerEvent {
        override fun toString(): String =
            "Received(peer=$peer, channel=$channel, flags=$flags, packet=${packet.size} bytes)"
    }

    /** The connection has ended; [data] is the number that the other side gave, 0 if it was not that side's doing. */
    public data class Disconnected(
        override val peer: ENetPacketPeer,
        val reason: DisconnectReason,
        val data: Long,
    ) : PeerEvent
}

/**
 * The events of this connection, which is serviced while they are collected, on a thread of [Dispatchers.IO]. To be
 * collected once at a time; `shareIn` makes a flow for several collectors of it. Ends when the connection is destroyed;
 * cancelling takes up to 50 ms. Each packet is copied to an array of its own: who must not allocate takes an
 * ENetListener.
 *
 * An event is taken from the connection when the one before has been collected, so whoever stops collecting
 * (`first`, `take`) may go on later and misses nothing; but one that comes in the moment of cancelling is lost. And
 * while a collector is busy nobody services: after some seconds of that the peers are lost. `buffer()` services ahead.
 *
 * @throws ENetException with FAILED when the socket is broken, UNCONFIGURED when there is no host
 * @throws IllegalStateException while another coroutine collects them, or is in [connect]: each event comes only once
 */
public fun ENetConnection.events(): Flow<PeerEvent> = flow {
    while (true) {
        emit(next() ?: break)
    }
}

/** Null when the connection is destroyed. */
private suspend fun ENetConnection.next(): PeerEvent? = withContext(Dispatchers.IO) {
    servicedByThis {
        var event: PeerEvent? = null
        while (event == null) {
            ensureActive()
            event = try {
                service(WAIT_MILLIS)
            } catch (_: IllegalStateException) {
                return@servicedByThis null
            }.toPeerEvent()
        }
        event
    }
}

/** Those that a coroutine is servicing at this moment. */
private val serviced = ConcurrentHashMap.newKeySet<ENetConnection>()

/** Two that service at once would take each other's events, and wait for ever for those that the other one got. */
internal inline fun <T> ENetConnection.servicedByThis(service: () -> T): T {
    check(serviced.add(this)) {
        "another coroutine collects the events of this connection, or is in connect: connect first, then collect " +
            "once, and share the flow (shareIn) if there are several collectors"
    }
    try {
        return service()
    } finally {
        serviced.remove(this)
    }
}

/** Null for NONE. */
internal fun ENetEvent.toPeerEvent(): PeerEvent? = when (type()) {
    EventType.CONNECT -> PeerEvent.Connected(peer()!!, data())
    EventType.RECEIVE -> PeerEvent.Received(peer()!!, channel(), packetFlags, packet!!)
    EventType.DISCONNECT -> PeerEvent.Disconnected(peer()!!, disconnectReason!!, data())
    EventType.ERROR -> throw ENetException(ENetError.FAILED, "the socket is broken: $systemErrorText")
    EventType.NONE -> null
}
