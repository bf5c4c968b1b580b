extends Node
## Connects to the server, says something, and prints what comes.

# tag::auth[]
const VERSION := "1"

@onready var api := multiplayer as SceneMultiplayer

func authenticate() -> void:
	api.auth_callback = func(_id: int, data: PackedByteArray) -> void:
		print("refused: ", data.get_string_from_utf8()) # a server that lets us in says nothing
	api.peer_authenticating.connect(func(id: int) -> void:
		api.send_auth(id, VERSION.to_utf8_buffer())
		api.complete_auth(id))
	api.peer_authentication_failed.connect(func(_id: int) -> void: print("not let in"))
# end::auth[]


func join(address: String, port: int, words: String) -> void:
	authenticate()
	api.connected_to_server.connect(func() -> void: say.rpc_id(1, words))
	api.connection_failed.connect(func() -> void: print("nobody answers"))
	api.server_disconnected.connect(func() -> void: print("the server is gone"))
	var peer := ENetMultiplayerPeer.new()
	peer.create_client(address, port)
	api.multiplayer_peer = peer


func _ready() -> void:
	var arguments := OS.get_cmdline_user_args()
	join("127.0.0.1", int(arguments[0]) if arguments.size() > 0 else 7777,
			arguments[1] if arguments.size() > 1 else "hello")


@rpc("any_peer")
func say(_text: String) -> void:
	pass


@rpc
func said(who: int, text: String) -> void:
	print(who, " says ", text)


@rpc
func kicked(reason: String) -> void:
	print("kicked: ", reason)
