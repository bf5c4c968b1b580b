package io.github.enet4j.kotlin

import io.github.enet4j.DisconnectReason
import io.github.enet4j.ENetConnection
import io.github.enet4j.ENetError
import io.github.enet4j.ENetException
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.server.ENetClients
import io.github.enet4j.server.ENetListener
import java.net.DatagramSocket
import java.net.InetSocketAddress
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A server and clients as a Kotlin program has them. */
class KotlinTest {
    private val ends = ConcurrentLinkedQueue<DisconnectReason>()
    private val ticks = AtomicInteger()

    private fun echo() = enetServer({ bind("127.0.0.1", 0).tick(5.milliseconds) }) { loop ->
        assertEquals(0, loop.index())
        received { peer, event -> peer.send(event.channel(), event.packet!!, ENetPacketPeer.FLAG_RELIABLE) }
        disconnected { _, reason, _ -> ends.add(reason) }
        tick { ticks.incrementAndGet() }
    }

    private fun patiently(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) =
        runBlocking { withTimeout(60.seconds, test) }

    @Test
    fun eventsAreAFlow() = patiently {
        echo().use { server ->
            ENetConnection().use { client ->
                client.createHost()
                val here = InetSocketAddress("127.0.0.1", server.localPort)
                val peer = client.connect(here, channels = 2, data = 7)
                repeat(3) { peer.send(1, byteArrayOf(it.toByte()), ENetPacketPeer.FLAG_RELIABLE) }
                val packets = client.events().map { it as PeerEvent.Received }.take(3).toList()
                packets.forEachIndexed { i, event ->
                    assertEquals(peer, event.peer)
                    assertEquals(1, event.channel)
                    assertArrayEquals(byteArrayOf(i.toByte()), event.packet)
                }
                assertTrue(peer.roundTripTime < 30.seconds)
                assertTrue(server.drain(30.seconds))
                val end = client.events().first() as PeerEvent.Disconnected
                assertEquals(DisconnectReason.REMOTE, end.reason)
                assertEquals(listOf(DisconnectReason.LOCAL), ends.toList())
                assertTrue(ticks.get() > 0)
            }
        }
    }

    /** However it is collected: what was not wanted yet is for the next one. */
    @Test
    fun nothingIsLostBetweenCollectors() = patiently {
        echo().use { server ->
            ENetConnection().use { client ->
                client.createHost()
                val peer = client.connect("127.0.0.1", server.localPort)
                repeat(100) { peer.send(0, byteArrayOf(it.toByte()), ENetPacketPeer.FLAG_RELIABLE) }
                repeat(100) {
                    val event = client.events().first() as PeerEvent.Received
                    assertEquals(it, event.packet[0].toInt())
                }
            }
        }
    }

    /** The second one would wait for ever for what the first one has got. */
    @Test
    fun collectingTwiceAtOnceIsRefused() = patiently {
        echo().use { server ->
            ENetConnection().use { client ->
                client.createHost()
                client.connect("127.0.0.1", server.localPort).putPacket(byteArrayOf(1))
                assertTrue(client.events().first().toString().endsWith("packet=1 bytes)"))
                val ends = Channel<Throwable?>(2)
                val collectors = List(2) {
                    launch(Dispatchers.Default) {
                        ends.send(runCatching { client.events().collect() }.exceptionOrNull())
                    }
                }
                val end = ends.receive() // whichever came second; the other one goes on
                assertTrue(end is IllegalStateException && end !is CancellationException, "$end")
                collectors.forEach { it.cancelAndJoin() }
            }
        }
    }

    /** Or the collector would get what connect waits for. */
    @Test
    fun connectingWhileSomebodyCollectsIsRefused() = patiently {
        echo().use { server ->
            ENetConnection().use { client ->
                client.createHost()
                val ends = Channel<Throwable?>(2)
                val collector = launch(Dispatchers.Default) {
                    ends.send(runCatching { client.events().collect() }.exceptionOrNull())
                }
                launch(Dispatchers.Default) {
                    ends.send(runCatching { client.connect("127.0.0.1", server.localPort) }.exceptionOrNull())
                }
                val first = ends.receive() // one of them is refused, or connect was done before the collector began
                assertTrue(first == null || first is IllegalStateException, "$first")
                collector.cancelAndJoin()
            }
        }
    }

    /** A caller that is cancelled gets no peer, and leaves none. */
    @Test
    fun aPeerThatNobodyGetsLeaves() = patiently {
        echo().use { server ->
            ENetConnection().use { client ->
                client.createHost()
                repeat(50) {
                    var got: ENetPacketPeer? = null
                    val attempt =
                        launch(Dispatchers.Default) { got = client.connect("127.0.0.1", server.localPort) }
                    delay((it % 10).milliseconds)
                    attempt.cancelAndJoin()
                    got?.peerDisconnectNow(0)
                    assertTrue(client.peers.none { peer -> peer.isActive })
                }
            }
            val held = Channel<Runnable>(Channel.UNLIMITED)
            val slow = object : CoroutineDispatcher() {
                override fun dispatch(context: CoroutineContext, block: Runnable) {
                    held.trySend(block)
                }
            }
            ENetClients.builder { object : ENetListener { } }.start().use { clients ->
                do {
                    val attempt =
                        launch(slow) { clients.connectTo("127.0.0.1", server.localPort).peerDisconnect(0) }
                    held.receive().run() // begins
                    if (attempt.isActive) { // else it had connected before it could wait
                        val continues = held.receive() // has connected
                        attempt.cancel()
                        continues.run()
                    }
                    attempt.join()
                } while (!attempt.isCancelled)
                while (clients.loops().any { loop -> loop.connections().any { it.peers.isNotEmpty() } }) {
                    delay(1)
                }
            }
        }
    }

    /** Without anybody who cancels it. */
    @Test
    fun theFlowEndsWithTheConnection() = patiently {
        val connection = ENetConnection()
        connection.createHost()
        val events = async(Dispatchers.Default) { connection.events().toList() }
        connection.destroy()
        // If it was destroyed before it was serviced, that is its end as well.
        assertEquals(emptyList<PeerEvent>(), events.await())
    }

    @Test
    fun connectingFailsAndIsCancelled() = patiently {
        DatagramSocket().use { silent ->
            ENetConnection().use { client ->
                client.createHost()
                val attempt = launch { client.connect("127.0.0.1", silent.localPort) }
                while (client.peers.isEmpty()) {
                    delay(1)
                }
                val second = assertThrows(IllegalStateException::class.java) {
                    runBlocking { client.connect("127.0.0.1", silent.localPort) }
                }
                assertTrue(second !is CancellationException)
                attempt.cancel()
                attempt.join()
                client.service(0.milliseconds)
                assertTrue(client.peers.isEmpty(), "given up")
            }
        }
    }

    @Test
    fun manyClients() = patiently {
        echo().use { server ->
            ENetClients.builder { object : ENetListener { } }.start().use { clients ->
                val peers = List(20) { async { clients.connectTo("127.0.0.1", server.localPort) } }.map { it.await() }
                val one = clients.connectTo(InetSocketAddress.createUnresolved("127.0.0.1", server.localPort))
                assertEquals(21, (peers + one).distinct().size)
                assertTrue(server.health(10.seconds).healthy())
                val unknown = assertThrows(ENetException::class.java) {
                    runBlocking { clients.connectTo("no such host.invalid", 1) }
                }
                assertEquals(ENetError.CANT_RESOLVE, unknown.error())
                assertTrue(clients.drain(30.seconds))
            }
        }
    }
}
