package io.github.enet4j.kotlin

import io.github.enet4j.CompressionMode
import io.github.enet4j.ConnectGate
import io.github.enet4j.ENetConnection
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What Java's getters and setters are in Kotlin. This compiles only if each is a pair of the same type. */
class PropertiesTest {
    @Test
    fun settingsAreProperties() {
        ENetConnection().use { host ->
            host.createHostBound("127.0.0.1", 0)
            host.mtu = 1200
            host.isChecksum = true
            host.compression = CompressionMode.FASTLZ
            host.isRefusingNewConnections = true
            host.maxChannels = 4
            host.maximumPacketSize = 1000
            host.maximumWaitingData += 1
            host.duplicatePeers = 2
            host.maximumQueuedData = 1 shl 20
            host.maximumUnreadData = 1 shl 21
            host.maximumReceivedMemory = 1L shl 22
            host.connectGate = ConnectGate.ALWAYS
            host.connectLimit *= 2
            assertEquals(1200, host.mtu)
            assertTrue(host.isChecksum)
            assertEquals(CompressionMode.FASTLZ, host.compression)
            assertTrue(host.isRefusingNewConnections)
            assertEquals(4, host.maxChannels)
            assertEquals(1000, host.maximumPacketSize)
            assertEquals(2, host.duplicatePeers)
            assertEquals(1 shl 20, host.maximumQueuedData)
            assertEquals(1 shl 21, host.maximumUnreadData)
            assertEquals(1L shl 22, host.maximumReceivedMemory)
            assertEquals(ConnectGate.ALWAYS, host.connectGate)
            assertTrue(host.localPort > 0 && host.peers.isEmpty())
        }
    }
}
