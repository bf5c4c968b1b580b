extends MultiplayerPeerExtension
## A peer without a network: prints what it is told to send, and gets what it is given.

const Util := preload("res://util.gd")

var own_id := 1
var target := 0
var channel := 0
var mode := MultiplayerPeer.TRANSFER_MODE_RELIABLE
var incoming: Array[Array] = []


func _put_packet_script(packet: PackedByteArray) -> Error:
	Util.emit("sent", {"target": target, "mode": mode, "channel": channel, "hex": packet.hex_encode()})
	return OK


func _get_packet_script() -> PackedByteArray:
	return incoming.pop_front()[1]


func _get_available_packet_count() -> int:
	return incoming.size()


func _get_packet_peer() -> int:
	return incoming[0][0]


func _get_packet_channel() -> int:
	return 0


func _get_packet_mode() -> MultiplayerPeer.TransferMode:
	return MultiplayerPeer.TRANSFER_MODE_RELIABLE


func _get_max_packet_size() -> int:
	return 1 << 24


func _get_unique_id() -> int:
	return own_id


func _is_server() -> bool:
	return own_id == 1


func _is_server_relay_supported() -> bool:
	return true


func _get_connection_status() -> MultiplayerPeer.ConnectionStatus:
	return MultiplayerPeer.CONNECTION_CONNECTED


func _set_target_peer(peer: int) -> void:
	target = peer


func _set_transfer_channel(number: int) -> void:
	channel = number


func _get_transfer_channel() -> int:
	return channel


func _set_transfer_mode(new_mode: MultiplayerPeer.TransferMode) -> void:
	mode = new_mode


func _get_transfer_mode() -> MultiplayerPeer.TransferMode:
	return mode


func _poll() -> void:
	pass


func _close() -> void:
	pass


func _disconnect_peer(_peer: int, _force: bool) -> void:
	pass


func _set_refuse_new_connections(_enable: bool) -> void:
	pass


func _is_refusing_new_connections() -> bool:
	return false
