extends Node
## The remote methods of node Main, on whichever side: what is called is printed, and echoed as it came.

const Util := preload("res://util.gd")


func _called(method: String, value: Variant) -> int:
	var sender := multiplayer.get_remote_sender_id()
	Util.emit("call", {"method": method, "from": sender, "value": var_to_str(value)})
	return sender


@rpc("any_peer", "call_remote", "reliable")
func echo_reliable(number: int, value: Variant) -> void:
	answer_reliable.rpc_id(multiplayer.get_remote_sender_id(), number, value)


@rpc("any_peer", "call_remote", "unreliable")
func echo_unreliable(number: int, value: Variant) -> void:
	answer_unreliable.rpc_id(multiplayer.get_remote_sender_id(), number, value)


@rpc("any_peer", "call_remote", "unreliable_ordered", 2)
func echo_ordered(number: int, value: Variant) -> void:
	answer_ordered.rpc_id(multiplayer.get_remote_sender_id(), number, value)


@rpc("any_peer", "call_remote", "reliable")
func answer_reliable(number: int, value: Variant) -> void:
	_called("answer_reliable", [number, value])


@rpc("any_peer", "call_remote", "unreliable", 3)
func answer_unreliable(number: int, value: Variant) -> void:
	_called("answer_unreliable", [number, value])


@rpc("any_peer", "call_remote", "unreliable_ordered")
func answer_ordered(number: int, value: Variant) -> void:
	_called("answer_ordered", [number, value])


@rpc("any_peer", "call_remote", "reliable")
func take_bytes(bytes: PackedByteArray) -> void:
	take_bytes.rpc_id(_called("take_bytes", bytes.size()), bytes)


## Has this side call a method of another one, or of all for 0.
@rpc("any_peer", "call_remote", "reliable")
func tell(target: int, text: String) -> void:
	hear.rpc_id(target, text)


@rpc("any_peer", "call_remote", "reliable")
func hear(text: String) -> void:
	_called("hear", text)


@rpc("authority", "call_local", "reliable", 4)
func proclaim(text: String) -> void:
	_called("proclaim", text)


## On a server: has it spawn a player for the caller, change it, or take it away.
@rpc("any_peer", "call_remote", "reliable")
func play(what: String, number: int) -> void:
	var world := get_node("/root/World")
	var id := str(multiplayer.get_remote_sender_id())
	match what:
		"spawn":
			var player: Node = load("res://player.tscn").instantiate()
			player.name = id
			world.add_child(player, true)
		"custom":
			get_node("/root/Spawner").spawn(number)
		"hp":
			world.get_node(id).hp = number
		"hide":
			world.get_node(id + "/Sync").set_visibility_for(number, false)
			world.get_node(id + "/Sync").public_visibility = false
		"free":
			world.get_node(id).free()


## Has this side set its part of its player.
@rpc("any_peer", "call_remote", "reliable")
func move(x: float) -> void:
	get_node("/root/World/" + str(multiplayer.get_unique_id())).x = x
