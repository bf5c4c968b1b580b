extends SceneTree
## One side of a game: node Main with the methods of main.gd, a spawner of players in node World. It does what it is
## called for, and prints what happens, one line of JSON each.
##
##   scripts/godot run game.gd --role=client --port=N [--compress=none] [--auth=no] [--late=0] [--seconds=60]
##   scripts/godot run game.gd --role=server [--clients=32] ...  on any free port
##   scripts/godot run game.gd --role=mesh --id=N --port=N       the other side is to add it by that id
##
## --auth=yes: it sends "secret", and is content with who sends it. --late=N: Spawner and World are there only N
## seconds after the connection. Events: listening (port), connected (id), peer_connected, peer_disconnected,
## authenticating, authentication_failed, raw, gone, and those of main.gd and player.gd.

const Util := preload("res://util.gd")

var options := Util.arguments({
	"role": ["client", "server", "mesh"], "port": 0, "id": 2, "compress": Util.COMPRESSION, "auth": ["no", "yes"],
	"late": 0.0, "seconds": 60.0, "clients": 32,
})
var peer := ENetMultiplayerPeer.new()
var api: SceneMultiplayer


func _initialize() -> void:
	if options.is_empty():
		quit(2)
		return
	OS.low_processor_usage_mode_sleep_usec = 1000
	api = get_multiplayer() as SceneMultiplayer
	_add(Node.new(), "Main", preload("res://main.gd"))
	if options["late"] == 0.0:
		_add_world()
	_listen()
	await process_frame
	_begin()
	await create_timer(options["seconds"]).timeout
	quit(1)


func _add(node: Node, called: String, script: Script = null) -> void:
	node.name = called
	node.set_script(script)
	root.add_child(node)


func _add_world() -> void:
	_add(Node.new(), "World")
	var spawner := MultiplayerSpawner.new()
	spawner.name = "Spawner"
	spawner.spawn_path = NodePath("../World")
	spawner.add_spawnable_scene("res://player.tscn")
	spawner.spawn_function = _custom
	root.add_child(spawner)


func _custom(hp: int) -> Node:
	var player: Node = load("res://player.tscn").instantiate()
	player.name = str(hp)
	player.hp = hp
	return player


func _listen() -> void:
	api.peer_connected.connect(func(id: int) -> void: Util.emit("peer_connected", {"id": id}))
	api.peer_disconnected.connect(func(id: int) -> void: Util.emit("peer_disconnected", {"id": id}))
	api.connected_to_server.connect(_connected)
	api.connection_failed.connect(_gone)
	api.server_disconnected.connect(_gone)
	api.peer_packet.connect(_raw)
	if options["auth"] == "yes":
		api.auth_callback = _authenticate
		api.peer_authenticating.connect(_authenticating)
		api.peer_authentication_failed.connect(func(id: int) -> void: Util.emit("authentication_failed", {"id": id}))


func _begin() -> void:
	var connection: ENetConnection
	match options["role"]:
		"server":
			peer.set_bind_ip("127.0.0.1")
			peer.create_server(options["port"], options["clients"])
			connection = peer.host
		"client":
			peer.create_client("127.0.0.1", options["port"])
			connection = peer.host
		"mesh":
			peer.create_mesh(options["id"])
	if connection:
		Util.compress(connection, options["compress"])
	api.multiplayer_peer = peer
	if options["role"] == "mesh":
		_join_mesh()
	elif options["role"] == "server":
		Util.emit("listening", {"port": connection.get_local_port()})


func _join_mesh() -> void:
	var connection := ENetConnection.new()
	connection.create_host(1)
	var other := connection.connect_to_host("127.0.0.1", options["port"], 0, 0)
	while other.get_state() != ENetPacketPeer.STATE_CONNECTED:
		connection.service()
		OS.delay_msec(1)
	peer.add_mesh_peer(1, connection)


func _connected() -> void:
	Util.emit("connected", {"id": api.get_unique_id()})
	if options["late"] > 0.0:
		await create_timer(options["late"]).timeout
		_add_world()


func _gone() -> void:
	Util.emit("gone")
	quit(0)


func _raw(id: int, packet: PackedByteArray) -> void:
	Util.emit("raw", {"from": id, "size": packet.size()})
	api.send_bytes(packet, id, MultiplayerPeer.TRANSFER_MODE_RELIABLE, 1)


func _authenticating(id: int) -> void:
	Util.emit("authenticating", {"id": id})
	api.send_auth(id, "secret".to_ascii_buffer())


func _authenticate(id: int, data: PackedByteArray) -> void:
	if data.get_string_from_ascii() == "secret":
		api.complete_auth(id)
