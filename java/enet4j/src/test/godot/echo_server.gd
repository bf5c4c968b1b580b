extends SceneTree
## An ENet server that sends each packet back on its channel, with the flags it arrived with.
##
##   scripts/godot run echo_server.gd [--bind=127.0.0.1] [--port=0] [--compress=none] [--channels=0]
##       [--max-peers=32] [--seconds=30]
##
## --compress is none, range, fastlz, zlib or zstd. One line of JSON on stdout for each event:
##   listening   port, channels, engine            connect     peer, data, channels
##   packet      peer, channel, flags, size, sha256, echoed
##   disconnect  peer, data                        stats       see !stats
##   error       what                              end         packets, bytes, wire_sent, wire_received
##
## Packets that are orders, and not echoed (N is a number):
##   !kick N, !kick-later N, !kick-now N   peer_disconnect, _later and _now of the sender, with data N
##   !reset          the sender is forgotten without a word; after this one and !kick-now there is no "disconnect"
##   !broadcast X    X goes to all peers, reliably, on channel 0
##   !stats          a line "stats", with the sender's and the host's figures
##   !quit           all peers are disconnected once their queues are empty, then the process ends
##
## An empty packet is not echoed (or broadcast) under --compress=range, since that would crash the engine.
## Exit status: 0 after !quit or --seconds, 1 if it cannot listen or ENet failed, 2 on wrong arguments.

const Util := preload("res://util.gd")
const ORDERS: Array[String] = ["!kick", "!kick-later", "!kick-now", "!reset", "!broadcast", "!stats", "!quit"]

var options := Util.arguments({
	"bind": "127.0.0.1", "port": 0, "compress": Util.COMPRESSION, "channels": 0, "max_peers": 32, "seconds": 30.0,
})
var connection := ENetConnection.new()
var names := {} # address:port by peer, since a peer that has gone no longer tells
var packets := 0
var bytes := 0
var errors := 0
var quitting := false


func _initialize() -> void:
	quit(2 if options.is_empty() else _run())


func _run() -> int:
	var error := connection.create_host_bound(options["bind"], options["port"], options["max_peers"], options["channels"])
	if error != OK:
		Util.emit("error", {"what": "cannot listen: " + error_string(error)})
		return 1
	Util.compress(connection, options["compress"])
	Util.emit("listening", {
		"port": connection.get_local_port(), "channels": connection.get_max_channels(),
		"engine": Engine.get_version_info()["string"],
	})
	var end := Time.get_ticks_msec() + int(options["seconds"] * 1000)
	while Time.get_ticks_msec() < end and not (quitting and connection.get_peers().is_empty()):
		_dispatch(connection.service())
	Util.emit("end", {
		"packets": packets, "bytes": bytes,
		"wire_sent": int(connection.pop_statistic(ENetConnection.HOST_TOTAL_SENT_DATA)),
		"wire_received": int(connection.pop_statistic(ENetConnection.HOST_TOTAL_RECEIVED_DATA)),
	})
	connection.destroy()
	return 1 if errors > 0 else 0


func _dispatch(event: Array) -> void:
	var peer: ENetPacketPeer = event[1]
	match event[0]:
		ENetConnection.EVENT_NONE:
			OS.delay_usec(200) # service() does not wait, whatever its timeout
		ENetConnection.EVENT_CONNECT:
			names[peer] = "%s:%d" % [peer.get_remote_address(), peer.get_remote_port()]
			Util.emit("connect", {"peer": names[peer], "data": event[2], "channels": peer.get_channels()})
		ENetConnection.EVENT_DISCONNECT:
			Util.emit("disconnect", {"peer": names[peer], "data": event[2]})
			names.erase(peer)
		ENetConnection.EVENT_RECEIVE:
			_receive(peer, event[3])
		_:
			_fail("service")


func _receive(peer: ENetPacketPeer, channel: int) -> void:
	var flags := peer.get_packet_flags()
	var packet := peer.get_packet()
	packets += 1
	bytes += packet.size()
	var order := _order(packet)
	var echo := order.is_empty() and peer.get_state() == ENetPacketPeer.STATE_CONNECTED \
			and not Util.crashes_engine(packet, options["compress"])
	Util.emit("packet", {
		"peer": names[peer], "channel": channel, "flags": flags, "size": packet.size(),
		"sha256": Util.sha256(packet), "echoed": echo,
	})
	if echo:
		if peer.send(channel, packet, flags) != OK:
			_fail("send")
	elif not order.is_empty():
		_obey(peer, order, packet.slice(order.length() + 1).get_string_from_utf8())


## The order that a packet is, or nothing.
func _order(packet: PackedByteArray) -> String:
	if packet.is_empty() or packet[0] != 0x21: # "!"
		return ""
	var word := packet.slice(0, 16).get_string_from_ascii().get_slice(" ", 0)
	return word if word in ORDERS else ""


func _obey(peer: ENetPacketPeer, order: String, argument: String) -> void:
	match order:
		"!kick":
			peer.peer_disconnect(argument.to_int())
		"!kick-later":
			peer.peer_disconnect_later(argument.to_int())
		"!kick-now":
			peer.peer_disconnect_now(argument.to_int())
			names.erase(peer)
		"!reset":
			peer.reset()
			names.erase(peer)
		"!broadcast":
			var packet := argument.to_utf8_buffer()
			if not Util.crashes_engine(packet, options["compress"]):
				connection.broadcast(0, packet, ENetPacketPeer.FLAG_RELIABLE)
		"!stats":
			Util.emit("stats", {
				"peers": connection.get_peers().size(), "packets": packets, "bytes": bytes,
				"round_trip_ms": peer.get_statistic(ENetPacketPeer.PEER_ROUND_TRIP_TIME),
				"loss": peer.get_statistic(ENetPacketPeer.PEER_PACKET_LOSS),
				"throttle": peer.get_statistic(ENetPacketPeer.PEER_PACKET_THROTTLE),
			})
		"!quit":
			quitting = true
			for each in connection.get_peers():
				each.peer_disconnect_later()


func _fail(what: String) -> void:
	errors += 1
	Util.emit("error", {"what": what})
