# The client in Godot: godot --headless --script client.gd [-- PORT]
extends SceneTree

# tag::client[]
var host := ENetConnection.new()
var server: ENetPacketPeer

func _initialize():
	var arguments := OS.get_cmdline_user_args()
	host.create_host(1)
	server = host.connect_to_host("127.0.0.1", 7777 if arguments.is_empty() else int(arguments[0]))

func _process(_delta):
	var event := host.service()
	match event[0]:
		ENetConnection.EVENT_CONNECT:
			server.send(0, "hello".to_utf8_buffer(), ENetPacketPeer.FLAG_RELIABLE)
		ENetConnection.EVENT_RECEIVE:
			print("it says ", server.get_packet().get_string_from_utf8())
			server.peer_disconnect_now(0)
			return true # ends the program
		ENetConnection.EVENT_DISCONNECT:
			print("nobody answers")
			return true
	return false
# end::client[]
