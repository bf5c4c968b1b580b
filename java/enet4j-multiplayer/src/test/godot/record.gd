extends SceneTree
## Plays a script of events as a server (--id=1) or a client, and prints each packet that Godot sends for it, as
## "sent" with target, mode, channel and bytes. GodotRecordingTest does the same in Java, and compares.

const Util := preload("res://util.gd")

var options := Util.arguments({"id": 1})
var peer := preload("res://recorder.gd").new()
var api: SceneMultiplayer
var main: Node
var world: Node


func _initialize() -> void:
	multiplayer_poll = false
	peer.own_id = options["id"]
	api = get_multiplayer() as SceneMultiplayer
	main = _add("Main", preload("res://main.gd"))
	world = _add("World")
	var spawner := MultiplayerSpawner.new()
	spawner.name = "Spawner"
	spawner.spawn_path = NodePath("../World")
	spawner.add_spawnable_scene("res://player.tscn")
	root.add_child(spawner)
	await process_frame
	api.multiplayer_peer = peer
	if options["id"] == 1:
		await _serve()
	else:
		await _play()
	Util.emit("done")
	quit(0)


func _add(called: String, script: Script = null) -> Node:
	var node := Node.new()
	node.name = called
	node.set_script(script)
	root.add_child(node)
	return node


func _step(what: String) -> void:
	await process_frame
	Util.emit("step", {"what": what})


func _come(id: int) -> void:
	peer.peer_connected.emit(id)
	api.poll()


func _inject(sender: int, hex: String) -> void:
	peer.incoming.append([sender, hex.replace(" ", "").hex_decode()])
	api.poll()


func _spawn(called: String) -> Node:
	var player: Node = load("res://player.tscn").instantiate()
	player.name = called
	world.add_child(player, true)
	return player


func _serve() -> void:
	await _step("join")
	_come(9)
	await _step("call by path")
	main.hear.rpc_id(9, "hi")
	await _step("call by number")
	_inject(9, "02 01 01 00 00 00")
	main.hear.rpc_id(9, "hi")
	main.take_bytes.rpc_id(9, PackedByteArray([1, 2, 3]))
	main.take_bytes.rpc_id(9, PackedByteArray())
	await _step("second joins")
	_come(5)
	await _step("calls to all")
	main.hear.rpc("all")
	main.echo_ordered.rpc_id(5, -300, 2.5)
	main.proclaim.rpc("loud")
	main.hear.rpc_id(-9, "not 9")
	await _step("raw")
	api.send_bytes(PackedByteArray([1]), 0, MultiplayerPeer.TRANSFER_MODE_UNRELIABLE, 3)
	api.send_bytes(PackedByteArray([1]), 5, MultiplayerPeer.TRANSFER_MODE_RELIABLE, 0)
	api.send_bytes(PackedByteArray([1]), -9, MultiplayerPeer.TRANSFER_MODE_UNRELIABLE_ORDERED, 0)
	await _step("spawn")
	var player := _spawn("9")
	await _step("first tick")
	api.poll()
	await _step("changes")
	player.hp = 50
	player.position = Vector2(5, 6)
	api.poll()
	await _step("late joiner")
	_come(7)
	await _step("hidden")
	player.get_node("Sync").public_visibility = false
	api.poll()
	await _step("shown to one")
	player.get_node("Sync").set_visibility_for(9, true)
	api.poll()
	await _step("relays")
	for target: String in ["05000000", "09000000", "4d000000", "01000000", "00000000", "ffffffff", "fbffffff"]:
		peer.incoming.append([9, ("0703" + target + "03aa").hex_decode()])
	api.poll()
	await _step("paths")
	_inject(9, "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65 63 66 38 34 32 37 65 00"
			+ " 03 00 00 00 57 6f 72 6c 64 2f 39 00")
	await _step("freed")
	player.free()
	api.poll()
	await _step("leaving")
	peer.peer_disconnected.emit(5)
	api.poll()


func _play() -> void:
	await _step("join")
	_come(1)
	_inject(1, "07 01 05 00 00 00")
	await _step("calls")
	main.hear.rpc("all")
	main.hear.rpc_id(5, "five")
	main.echo_ordered.rpc_id(1, 1, null)
	await _step("confirmed by the server")
	_inject(1, "02 01 01 00 00 00")
	main.hear.rpc("all")
	main.hear.rpc_id(1, "one")
	await _step("confirmed by the other")
	_inject(1, "07 03 05 00 00 00 02 01 01 00 00 00")
	main.hear.rpc("all")
	await _step("raw")
	api.send_bytes(PackedByteArray([1]), 0, MultiplayerPeer.TRANSFER_MODE_UNRELIABLE, 3)
	api.send_bytes(PackedByteArray([1]), 5)
	api.send_bytes(PackedByteArray([1]), -1)
	api.send_bytes(PackedByteArray([1]), 1)
	await _step("spawned")
	_inject(1, "01 64 34 31 64 38 63 64 39 38 66 30 30 62 32 30 34 65 39 38 30 30 39 39 38 65 63 66 38 34 32 37 65 00"
			+ " 01 00 00 00 53 70 61 77 6e 65 72 00")
	_inject(1, "04 00 01 00 00 00 01 00 00 00 01 00 00 00 02 00 00 00 02 00 00 00 39 00"
			+ " 05 00 00 00 00 00 80 3f 00 00 00 40 02 64 1d 00 00 00 02 00 00 00 09 08 00 00")
	await _step("own state")
	world.get_node("9").x = 2.5
	_inject(1, "02 01 02 00 00 00")
	_inject(1, "07 03 05 00 00 00 02 01 02 00 00 00")
	await _step("despawned")
	_inject(1, "05 01 00 00 00")
	api.poll()
