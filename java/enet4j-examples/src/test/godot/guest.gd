# A guest of a room: says its word to everybody that it meets, and leaves when it has heard one. Arguments: PORT WORD
extends SceneTree

const FRAMES_UNTIL_GONE := 30 # in which its own word gets out

var leaving := 0

func _initialize():
	var arguments := OS.get_cmdline_user_args()
	var peer := ENetMultiplayerPeer.new()
	peer.create_client("127.0.0.1", int(arguments[0]))
	var room := get_multiplayer() as SceneMultiplayer
	room.multiplayer_peer = peer
	room.connected_to_server.connect(func(): print("is in the room"))
	room.peer_connected.connect(func(id):
		if id != 1:
			room.send_bytes(arguments[1].to_utf8_buffer(), id))
	room.peer_packet.connect(func(_id, packet):
		print("hears ", packet.get_string_from_utf8())
		leaving = 1)

func _process(_delta):
	if leaving > 0:
		leaving += 1
	if leaving > FRAMES_UNTIL_GONE:
		get_multiplayer().multiplayer_peer.close()
		return true
	return false
