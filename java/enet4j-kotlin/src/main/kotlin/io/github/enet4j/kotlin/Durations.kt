package io.github.enet4j.kotlin

import io.github.enet4j.ENetConnection
import io.github.enet4j.ENetEvent
import io.github.enet4j.ENetPacketPeer
import io.github.enet4j.PeerStatistic
import io.github.enet4j.server.ENetClients
import io.github.enet4j.server.ENetClientsBuilder
import io.github.enet4j.server.ENetServer
import io.github.enet4j.server.ENetServerBuilder
import io.github.enet4j.server.ServerHealth
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.toJavaDuration
import kotlinx.coroutines.future.await

/** [ENetConnection.service], in whole milliseconds, rounded down. It blocks. */
public fun ENetConnection.service(timeout: Duration): ENetEvent =
    service(timeout.inWholeMilliseconds.coerceIn(0, Int.MAX_VALUE.toLong()).toInt())

/** The mean time between sending a reliable packet and its acknowledgement. */
public val ENetPacketPeer.roundTripTime: Duration
    get() = getStatistic(PeerStatistic.ROUND_TRIP_TIME).milliseconds

/** [ENetPacketPeer.pingInterval]. */
public fun ENetPacketPeer.pingInterval(interval: Duration): Unit =
    pingInterval(interval.inWholeMilliseconds.coerceIn(-1, Int.MAX_VALUE.toLong()).toInt())

/** [ENetServerBuilder.tick]. */
public fun ENetServerBuilder.tick(period: Duration): ENetServerBuilder = tick(period.toJavaDuration())

/** [ENetServerBuilder.tick] with a limit for late ticks. */
public fun ENetServerBuilder.tick(period: Duration, catchUp: Int): ENetServerBuilder =
    tick(period.toJavaDuration(), catchUp)

/** [ENetClientsBuilder.tick]. */
public fun ENetClientsBuilder.tick(period: Duration): ENetClientsBuilder = tick(period.toJavaDuration())

/** [ENetServerBuilder.drainOnShutdown]. */
public fun ENetServerBuilder.drainOnShutdown(time: Duration): ENetServerBuilder =
    drainOnShutdown(time.toJavaDuration())

/** [ENetServer.health]. */
public fun ENetServer.health(quiet: Duration): ServerHealth = health(quiet.toJavaDuration())

/** [ENetServer.drain], waiting for the end. Cancelling ends the wait, not the drain. */
public suspend fun ENetServer.drain(time: Duration): Boolean = drain(time.toJavaDuration()).await()

/** [ENetClients.drain], waiting for the end. Cancelling ends the wait, not the drain. */
public suspend fun ENetClients.drain(time: Duration): Boolean = drain(time.toJavaDuration()).await()
