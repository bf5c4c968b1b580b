import io.github.enet4j.kotlin.drainOnShutdown
import io.github.enet4j.kotlin.enetServer
import kotlin.time.Duration.Companion.seconds

/** Sends each packet back, with the flags that it came with, until Ctrl-C. */
fun main(args: Array<String>) {
    val port = args.getOrElse(0) { "7777" }.toInt()
    val server = enetServer({ bind("*", port).maxPeers(100).drainOnShutdown(5.seconds) }) {
        connected { peer, _ -> println("$peer is here") }
        received { peer, event ->
            val flags = event.packetFlags                       // before the packet is taken
            peer.send(event.channel(), event.packet!!, flags)   // there is one: the event is a packet's
        }
        disconnected { peer, reason, _ -> println("$peer is gone: $reason") }
    }
    println("listening on UDP port ${server.localPort}, until Ctrl-C")
}
