import io.github.enet4j.ENetConnection
import io.github.enet4j.kotlin.PeerEvent
import io.github.enet4j.kotlin.connect
import io.github.enet4j.kotlin.events
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

/** Says hello to a server, shows what comes back, and ends. */
fun main(args: Array<String>) {
    val address = args.getOrElse(0) { "127.0.0.1" }
    val port = args.getOrElse(1) { "7777" }.toInt()
    ENetConnection().use { host ->
        host.createHost()
        println(runBlocking { ask(host, address, port, "hello") })
    }
}

private suspend fun ask(host: ENetConnection, address: String, port: Int, question: String): String {
    val server = withTimeoutOrNull(3.seconds) { host.connect(address, port) }   // suspends; gives the attempt up
        ?: return "nobody answers at $address port $port: is the server running?"
    server.putPacket(question.encodeToByteArray())              // reliable, on channel 0
    val event = withTimeoutOrNull(3.seconds) { host.events().first() }
    server.peerDisconnectNow(0)
    return when (event) {
        is PeerEvent.Received -> "it says ${event.packet.decodeToString()}"
        else -> "connected, but no answer: $event"
    }
}
