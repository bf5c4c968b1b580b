extends SceneTree
## Godot's DTLS server in front of a plain ENet server: each session's datagrams go to that server from a socket of
## the session's own. It stands in for Godot's ENet DTLS server, which Debian's engine lacks, as it is built on the
## system's ENet.
##
##   scripts/godot run dtls_bridge_server.gd --cert=CERT.pem --key=KEY.pem --backend-port=N [--backend-host=127.0.0.1]
##       [--bind=127.0.0.1] [--port=0] [--seconds=30]
##
## One line of JSON on stdout for each event: listening (port), connect (peer), disconnect (peer, why, inward, outward:
## numbers of datagrams), error (what), end. Godot queues 64 KiB of datagrams from each client between two looks at its
## socket, and drops the rest, so that large packets in unreliable fragments get lost.
## Exit status: 0 after --seconds, 1 if it cannot listen, 2 on wrong arguments.

const Util := preload("res://util.gd")
const Link := preload("res://dtls_link.gd")

var options := Util.arguments({
	"cert": "", "key": "", "backend_host": "127.0.0.1", "backend_port": 0, "bind": "127.0.0.1", "port": 0, "seconds": 30.0,
})
var listener := UDPServer.new()
var dtls := DTLSServer.new()
var links: Array[Link] = []


func _initialize() -> void:
	quit(2 if options.is_empty() else _run())


func _run() -> int:
	var certificate := X509Certificate.new()
	var key := CryptoKey.new()
	if certificate.load(options["cert"]) != OK or key.load(options["key"]) != OK \
			or dtls.setup(TLSOptions.server(key, certificate)) != OK \
			or listener.listen(options["port"], options["bind"]) != OK:
		Util.emit("error", {"what": "cannot listen"})
		return 1
	Util.emit("listening", {"port": listener.get_local_port()})
	var end := Time.get_ticks_msec() + int(options["seconds"] * 1000)
	while Time.get_ticks_msec() < end:
		listener.poll()
		while listener.is_connection_available():
			_accept(listener.take_connection())
		var moved := false
		for link: Link in links.duplicate():
			moved = link.pump() or moved
			if link.has_ended():
				link.close()
				links.erase(link)
		if not moved:
			OS.delay_usec(200)
	for link in links:
		link.close()
	Util.emit("end")
	return 0


func _accept(udp: PacketPeerUDP) -> void:
	var session := dtls.take_connection(udp)
	if session.get_status() != PacketPeerDTLS.STATUS_HANDSHAKING:
		return # a first hello: it was answered with a cookie, which the second one will carry
	var backend := PacketPeerUDP.new()
	backend.bind(0, "*", Link.QUEUE_SIZE)
	if backend.connect_to_host(options["backend_host"], options["backend_port"]) != OK:
		Util.emit("error", {"what": "cannot reach the backend"})
		return
	links.append(Link.new(session, backend, "%s:%d" % [udp.get_packet_ip(), udp.get_packet_port()]))
