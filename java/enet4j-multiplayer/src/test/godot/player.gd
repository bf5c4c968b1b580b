extends Node
## A player: the server has its hp, the client whose number is its name has x.

const Util := preload("res://util.gd")

var position := Vector2(1, 2)
var hp := 100
var blob := PackedByteArray([9, 8])
var title := "t"
var x := 0.0
var last_x := 0.0


func _enter_tree() -> void:
	$Input.set_multiplayer_authority(str(name).to_int())


func _ready() -> void:
	Util.emit("spawned", {"name": name, "hp": hp, "title": title, "position": var_to_str(position)})
	$Sync.delta_synchronized.connect(func() -> void: Util.emit("changed", {"name": name, "hp": hp, "title": title}))
	$Input.synchronized.connect(_moved)


func _moved() -> void:
	if x != last_x:
		last_x = x
		Util.emit("moved", {"name": name, "x": x})


func _exit_tree() -> void:
	Util.emit("despawned", {"name": name})
