extends SceneTree
## Godot's DTLS client in front of a plain ENet client: it opens one session to a DTLS server, and carries what one
## ENet client sends to its plain port. It stands in for Godot's ENet DTLS client, which Debian's engine lacks, as it is
## built on the system's ENet.
##
##   scripts/godot run dtls_bridge_client.gd --server-port=N [--server-host=127.0.0.1] [--hostname=localhost]
##       [--ca=FILE.pem] [--bind=127.0.0.1] [--port=0] [--seconds=30]
##
## The server's certificate must be for --hostname and signed by one of --ca; without --ca any will do.
## One line of JSON on stdout for each event: listening (port), connect (peer: the DTLS server), disconnect (peer, why,
## inward, outward: numbers of datagrams), error (what).
## Exit status: 0 after a session or --seconds, 1 if it cannot start, 2 on wrong arguments, 3 if the handshake failed.

const Util := preload("res://util.gd")
const Link := preload("res://dtls_link.gd")

var options := Util.arguments({
	"server_host": "127.0.0.1", "server_port": 0, "hostname": "localhost", "ca": "",
	"bind": "127.0.0.1", "port": 0, "seconds": 30.0,
})


func _initialize() -> void:
	quit(2 if options.is_empty() else _run())


func _run() -> int:
	var trusted: X509Certificate = null
	if not options["ca"].is_empty():
		trusted = X509Certificate.new()
		if trusted.load(options["ca"]) != OK:
			return _refuse("cannot load the trusted certificate")
	var tls := TLSOptions.client(trusted, options["hostname"]) if trusted else TLSOptions.client_unsafe()
	var plain := PacketPeerUDP.new()
	if plain.bind(options["port"], options["bind"], Link.QUEUE_SIZE) != OK:
		return _refuse("cannot listen")
	var udp := PacketPeerUDP.new()
	udp.bind(0, "*", Link.QUEUE_SIZE)
	var session := PacketPeerDTLS.new()
	if udp.connect_to_host(options["server_host"], options["server_port"]) != OK \
			or session.connect_to_peer(udp, options["hostname"], tls) != OK:
		return _refuse("cannot reach the server")
	Util.emit("listening", {"port": plain.get_local_port()})
	var link := Link.new(session, plain, "%s:%d" % [options["server_host"], options["server_port"]])
	var end := Time.get_ticks_msec() + int(options["seconds"] * 1000)
	while Time.get_ticks_msec() < end and not link.has_ended():
		if not link.pump():
			OS.delay_usec(200)
	link.close()
	return 0 if link.connected else 3


func _refuse(what: String) -> int:
	Util.emit("error", {"what": what})
	return 1
