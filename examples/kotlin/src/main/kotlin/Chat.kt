import io.github.enet4j.ENetConnection
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.kotlin.PeerEvent
import io.github.enet4j.kotlin.connect
import io.github.enet4j.kotlin.drainOnShutdown
import io.github.enet4j.kotlin.enetServer
import io.github.enet4j.kotlin.events
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

// The chat of examples/Chat.java; clients and servers of both understand each other.
//
//   ChatKt serve [PORT]            until Ctrl-C
//   ChatKt join HOST PORT NAME     until the end of what is typed (Ctrl-D)

private const val LONGEST = 1000 // bytes that somebody may say, or be called

fun main(args: Array<String>) {
    when {
        args.size in 1..2 && args[0] == "serve" -> serve(args.getOrElse(1) { "7777" }.toInt())
        args.size == 4 && args[0] == "join" -> runBlocking { join(args[1], args[2].toInt(), args[3]) }
        else -> println("ChatKt serve [PORT], or ChatKt join HOST PORT NAME")
    }
}

// tag::serve[]
private fun serve(port: Int) {
    val server = enetServer({
        bind("*", port).maxPeers(200).drainOnShutdown(5.seconds)
        setup { host -> host.maximumPacketSize = 3 * LONGEST }      // a name and a text; settings are properties
    }) { loop ->
        val host = loop.connections().single()
        val names = HashMap<ENetPacketPeer, String>()               // used by this loop's thread only

        fun tellOthers(text: String, except: ENetPacketPeer) {
            println(text)
            host.broadcastExcept(0, text.encodeToByteArray(), ENetPacketPeer.FLAG_RELIABLE, except)
        }

        received { peer, event ->
            val text = event.packet!!.decodeToString()
            val name = names[peer]
            if (name == null) {
                names[peer] = text
                tellOthers("$text is here", peer)
            } else {
                tellOthers("$name: $text", peer)
            }
        }
        disconnected { peer, reason, _ ->
            names.remove(peer)?.let { name -> tellOthers("$name has left ($reason)", peer) }
        }
    }
    println("listening on UDP port ${server.localPort}, until Ctrl-C")
}
// end::serve[]

// tag::join[]
private suspend fun join(address: String, port: Int, name: String): Unit = ENetConnection().use { host ->
    host.createHost(1, 0, 0, 0)
    val server = withTimeoutOrNull(3.seconds) { host.connect(address, port, channels = 1) }
        ?: return println("nobody answers at $address port $port")
    server.say(name)
    thread(isDaemon = true) {                                       // reading what is typed can't be cancelled
        generateSequence(::readlnOrNull).forEach(server::say)       // leaves at once, whatever the flow does
        server.peerDisconnectLater(0)                               // when all has arrived
    }
    val end = host.events()
        .onEach { if (it is PeerEvent.Received) println(it.packet.decodeToString()) }
        .first { it is PeerEvent.Disconnected } as PeerEvent.Disconnected
    println("the end: ${end.reason}")
}

private fun ENetPacketPeer.say(text: String) {
    val bytes = text.encodeToByteArray()
    if (bytes.size <= LONGEST) putPacket(bytes) else println("too long: ${bytes.size} bytes")
}
// end::join[]
