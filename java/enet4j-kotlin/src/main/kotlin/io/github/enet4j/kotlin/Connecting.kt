package io.github.enet4j.kotlin

import io.github.enet4j.ENetConnection
import io.github.enet4j.ENetError
import io.github.enet4j.ENetException
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.server.ENetClients
import java.net.InetSocketAddress
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withContext

/**
 * Connects, and returns the peer when it is connected. The connection is serviced meanwhile, on a thread of
 * [Dispatchers.IO], so it must have no other peer, and nobody may collect [events] yet; afterwards they have what
 * comes. If this is cancelled, the attempt is given up; by itself that takes 31.5 s when nobody answers.
 *
 * Arguments are those of [ENetConnection.connectToHost].
 *
 * @throws ENetException with CANT_CONNECT and the reason when nobody answers or DTLS fails, else as connectToHost
 * @throws IllegalStateException if there is another peer, or another coroutine services the connection
 */
public suspend fun ENetConnection.connect(
    address: String,
    port: Int,
    channels: Int = 0,
    data: Int = 0,
): ENetPacketPeer = awaitConnect { connectToHost(address, port, channels, data) }

/** The same with an address of the JDK's; an unresolved one is looked up. */
public suspend fun ENetConnection.connect(
    address: InetSocketAddress,
    channels: Int = 0,
    data: Int = 0,
): ENetPacketPeer = awaitConnect { connectToHost(address, channels, data) }

private suspend fun ENetConnection.awaitConnect(begin: () -> ENetPacketPeer): ENetPacketPeer {
    var begun: ENetPacketPeer? = null
    try {
        return withContext(Dispatchers.IO) {
            servicedByThis {
                check(peers.none { it.isActive }) {
                    "the connection has other peers, whose events would get lost: connect with a connection of its " +
                        "own, or call connectToHost and wait for Connected among the events"
                }
                begin().also {
                    begun = it
                    awaitConnected(it)
                }
            }
        }
    } catch (e: Throwable) { // also of a caller who was cancelled after it had connected
        begun?.peerDisconnectNow(0)
        throw e
    }
}

private suspend fun ENetConnection.awaitConnected(peer: ENetPacketPeer) {
    while (true) {
        currentCoroutineContext().ensureActive()
        when (val event = service(WAIT_MILLIS).toPeerEvent()) {
            null -> continue
            is PeerEvent.Connected -> if (event.peer == peer) return
            is PeerEvent.Disconnected -> throw ENetException(
                ENetError.CANT_CONNECT,
                "$peer: ${event.reason}${peer.dtlsError?.let { ": ${it.text()}" } ?: ""}",
            )
            is PeerEvent.Received -> error("a packet before the connection")
        }
    }
}

/**
 * [ENetClients.connect] that waits. If this is cancelled, the attempt is, or the peer that has just connected leaves.
 *
 * @throws ENetException as there
 */
public suspend fun ENetClients.connectTo(
    address: String,
    port: Int,
    channels: Int = 0,
    data: Int = 0,
): ENetPacketPeer = connect(address, port, channels, data).awaitPeer()

/** The same with an address of the JDK's; an unresolved one is looked up. */
public suspend fun ENetClients.connectTo(
    address: InetSocketAddress,
    channels: Int = 0,
    data: Int = 0,
): ENetPacketPeer = connect(address, channels, data).awaitPeer()

private suspend fun CompletableFuture<ENetPacketPeer>.awaitPeer(): ENetPacketPeer = try {
    await()
} catch (e: CancellationException) {
    thenAccept { it.peerDisconnect(0) } // which the caller will not hear of
    throw e
}
