extends RefCounted
## One DTLS session joined to a plain UDP socket: each datagram that comes out of one goes into the other, which on the
## wire is ENet over DTLS as Godot does it. A handshake that fails makes the engine print lines of its own, not JSON, on
## stdout and stderr.

const Util := preload("res://util.gd")
const QUEUE_SIZE := 1 << 20 # of a plain socket, in bytes; Godot drops what comes in between two looks beyond that

var dtls: PacketPeerDTLS
var plain: PacketPeerUDP
var name := ""
var connected := false
var inward := 0
var outward := 0


func _init(dtls_: PacketPeerDTLS, plain_: PacketPeerUDP, name_: String) -> void:
	dtls = dtls_
	plain = plain_
	name = name_


## Moves what there is; true if anything was.
func pump() -> bool:
	var before := inward + outward
	dtls.poll()
	if dtls.get_status() != PacketPeerDTLS.STATUS_CONNECTED:
		return false # the plain socket's queue keeps what is to go out
	if not connected:
		connected = true
		Util.emit("connect", {"peer": name})
	while dtls.get_available_packet_count() > 0:
		plain.put_packet(dtls.get_packet())
		inward += 1
	while plain.get_available_packet_count() > 0:
		dtls.put_packet(plain.get_packet())
		outward += 1
		if not plain.is_socket_connected(): # it answers who wrote last
			plain.set_dest_address(plain.get_packet_ip(), plain.get_packet_port())
	return inward + outward > before


func has_ended() -> bool:
	return not dtls.get_status() in [PacketPeerDTLS.STATUS_HANDSHAKING, PacketPeerDTLS.STATUS_CONNECTED]


## Says goodbye if there still is a session, and reports why and after how many datagrams it ended.
func close() -> void:
	var why := "closed by the peer" if connected else "handshake failed"
	match dtls.get_status():
		PacketPeerDTLS.STATUS_CONNECTED:
			why = "time is up"
			dtls.disconnect_from_peer()
		PacketPeerDTLS.STATUS_HANDSHAKING:
			why = "time is up in the handshake"
	plain.close()
	Util.emit("disconnect", {"peer": name, "why": why, "inward": inward, "outward": outward})
