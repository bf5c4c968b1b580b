extends SceneTree
## An ENet client that checks an echo server: packets of all sizes with all flags on all channels must come back
## whole, on their channel, with the flags ENet gives them; a burst must come back in order; then it parts as told.
##
##   scripts/godot run client.gd --port=N [--host=127.0.0.1] [--compress=none] [--channels=3] [--data=0]
##       [--sizes=0,1,15,...] [--flags=0,1,2,8,10] [--burst=50] [--end=disconnect] [--end-data=0] [--seconds=30]
##
## --compress is none, range, fastlz, zlib or zstd. --end says how it parts, with --end-data as N:
##   disconnect, now   peer_disconnect or peer_disconnect_now with data N
##   later             it sends packets "last 0" to "last 7", reliable, on channel 0, then peer_disconnect_later with N
##   kick, kick-now    it sends "!kick N" or "!kick-now N": the server is to disconnect it with data N
##   kick-later        it sends the same packets as for "later", then "!kick-later N": all echoes must come before that
##   quit              it sends "!quit": the server is to disconnect it with data 0
##
## One line of JSON on stdout for each event:
##   connect   channels                                 burst   packets, us
##   check     flags, channel, size, arrived, tries, us: "arrived" are the flags of the echo
##   error     what: the first thing that is wrong ends the run
##   done      ok, checks, resent, wire_sent, wire_received
##
## A packet in an unreliable mode is sent again if its echo does not come. Under --compress=range empty packets are
## left out, since they would crash the engine. Through the DTLS bridges more than 40000 bytes in unreliable fragments
## (flags 8 and 10) seldom arrive.
## Exit status: 0 all is right, 1 something is not, 2 wrong arguments.

const Util := preload("res://util.gd")
const ENDS: Array[String] = ["disconnect", "now", "later", "kick", "kick-now", "kick-later", "quit"]
const FRAGMENT_SIZE := 1364 # the most that goes unfragmented at ENet's default MTU of 1392
const LAST_PACKETS := 8
const TRIES := 5

var options := Util.arguments({
	"host": "127.0.0.1", "port": 0, "compress": Util.COMPRESSION, "channels": 3, "data": 0,
	"sizes": "0,1,15,16,17,1363,1364,1365,1391,1392,1400,5000,100000", "flags": "0,1,2,8,10", "burst": 50,
	"end": ENDS, "end_data": 0, "seconds": 30.0,
})
var connection := ENetConnection.new()
var server: ENetPacketPeer
var deadline := 0
var checks := 0
var resent := 0


func _initialize() -> void:
	quit(2 if options.is_empty() else _run())


func _run() -> int:
	deadline = Time.get_ticks_msec() + int(options["seconds"] * 1000)
	var ok := _connect() and _check_all() and _burst(options["burst"]) and _part(options["end"], options["end_data"])
	Util.emit("done", {
		"ok": ok, "checks": checks, "resent": resent,
		"wire_sent": int(connection.pop_statistic(ENetConnection.HOST_TOTAL_SENT_DATA)),
		"wire_received": int(connection.pop_statistic(ENetConnection.HOST_TOTAL_RECEIVED_DATA)),
	})
	connection.destroy()
	return 0 if ok else 1


func _connect() -> bool:
	connection.create_host(1)
	Util.compress(connection, options["compress"])
	server = connection.connect_to_host(options["host"], options["port"], options["channels"], options["data"])
	if server == null or _next(10000) != [ENetConnection.EVENT_CONNECT, server, 0, 0]:
		return _wrong("no connection")
	Util.emit("connect", {"channels": server.get_channels()})
	# A packet in unreliable fragments is lost as soon as the throttle drops one of them: it stays open on both sides.
	server.throttle_configure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0)
	return true


func _check_all() -> bool:
	for flags: String in options["flags"].split(",", false):
		for channel in server.get_channels():
			for size: String in options["sizes"].split(",", false):
				var packet := _payload(size.to_int(), channel)
				if not Util.crashes_engine(packet, options["compress"]) and not _check(packet, channel, flags.to_int()):
					return false
	return true


func _check(packet: PackedByteArray, channel: int, flags: int) -> bool:
	var expected := _flags_arriving(packet.size(), flags)
	var reliable := expected == ENetPacketPeer.FLAG_RELIABLE
	var what := {"flags": flags, "channel": channel, "size": packet.size()}
	var start := Time.get_ticks_usec()
	for attempt in 1 if reliable else TRIES:
		if server.send(channel, packet, flags) != OK:
			return _wrong("send failed", what)
		var event := _next(10000 if reliable else 1000)
		if event[0] == ENetConnection.EVENT_NONE:
			continue
		if event[0] != ENetConnection.EVENT_RECEIVE:
			return _wrong("event %d instead of the echo" % event[0], what)
		what["arrived"] = server.get_packet_flags()
		var echo := server.get_packet()
		if event[3] != channel or what["arrived"] != expected or echo != packet:
			return _wrong("another echo, of %d bytes on channel %d" % [echo.size(), event[3]], what)
		what.merge({"tries": attempt + 1, "us": Time.get_ticks_usec() - start})
		Util.emit("check", what)
		checks += 1
		if attempt > 0:
			resent += attempt
			_discard_late_echoes()
		return true
	return _wrong("no echo", what)


## The flags with which ENet hands over a packet. A large one becomes reliable unless unreliable fragments were asked
## for; a small one forgets that they were; the unsequenced flag does not go with fragments.
func _flags_arriving(size: int, flags: int) -> int:
	if flags & ENetPacketPeer.FLAG_RELIABLE:
		return ENetPacketPeer.FLAG_RELIABLE
	if size <= FRAGMENT_SIZE:
		return flags & ENetPacketPeer.FLAG_UNSEQUENCED
	if flags & ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT:
		return ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT
	return ENetPacketPeer.FLAG_RELIABLE


## Echoes of packets that were sent again only because they were slow.
func _discard_late_echoes() -> void:
	while _next(300)[0] == ENetConnection.EVENT_RECEIVE:
		server.get_packet()


## Reliable packets of mixed sizes on all channels at once: each channel's must come back in order.
func _burst(count: int) -> bool:
	var start := Time.get_ticks_usec()
	var expected: Array[Array] = []
	for channel in server.get_channels():
		expected.append([])
		for number in count:
			expected[channel].append(_payload(4 + number * 37 % 3000, channel))
			expected[channel][-1].encode_u32(0, number)
	for number in count:
		for channel in expected.size():
			server.send(channel, expected[channel][number], ENetPacketPeer.FLAG_RELIABLE)
	for each in count * expected.size():
		var event := _next(10000)
		if event[0] != ENetConnection.EVENT_RECEIVE or server.get_packet() != expected[event[3]].pop_front():
			return _wrong("burst: event %d or another packet instead of echo %d" % [event[0], each])
	Util.emit("burst", {"packets": count * expected.size(), "us": Time.get_ticks_usec() - start})
	return true


func _part(how: String, data: int) -> bool:
	var last: Array[PackedByteArray] = []
	if how in ["later", "kick-later"]:
		for number in LAST_PACKETS:
			last.append(("last %d" % number).to_ascii_buffer())
			server.send(0, last[-1], ENetPacketPeer.FLAG_RELIABLE)
	match how:
		"now":
			server.peer_disconnect_now(data)
			return not server.is_active() or _wrong("active after peer_disconnect_now")
		"disconnect":
			server.peer_disconnect(data)
		"later":
			server.peer_disconnect_later(data)
		_:
			var order := "!quit" if how == "quit" else "!%s %d" % [how, data]
			server.send(0, order.to_ascii_buffer(), ENetPacketPeer.FLAG_RELIABLE)
	if how == "kick-later":
		for packet in last:
			if _next(5000)[0] != ENetConnection.EVENT_RECEIVE or server.get_packet() != packet:
				return _wrong("no echo of a last packet")
	# Data goes over the wire as 32 bits without a sign; who disconnects by itself sees 0.
	var expected := data & 0xFFFFFFFF if how.begins_with("kick") else 0
	var event := _next(5000)
	if event != [ENetConnection.EVENT_DISCONNECT, server, expected, 0]:
		return _wrong("event %s instead of a disconnect with data %d" % [event, expected])
	return true


## The next event within this time, else one of EVENT_NONE.
func _next(milliseconds: int) -> Array:
	var end := mini(Time.get_ticks_msec() + milliseconds, deadline)
	while true:
		var event := connection.service()
		if event[0] != ENetConnection.EVENT_NONE or Time.get_ticks_msec() >= end:
			return event
		OS.delay_usec(100) # service() does not wait, whatever its timeout
	return []


## By channel: what does not compress, what compresses well, and some of both.
func _payload(size: int, channel: int) -> PackedByteArray:
	var random := RandomNumberGenerator.new()
	random.seed = size * 256 + channel
	var bytes := PackedByteArray()
	bytes.resize(size)
	bytes.fill(0x61)
	if channel % 3 != 1:
		for i in size:
			if channel % 3 == 0 or i & 64:
				bytes[i] = random.randi() & 0xFF
	return bytes


func _wrong(what: String, fields: Dictionary = {}) -> bool:
	Util.emit("error", {"what": what}.merged(fields))
	return false
