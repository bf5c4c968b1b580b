extends SceneTree
## The game without a window: scripts/godot run examples/godot-quick-start/godot/play.gd [PORT [WORDS]]


func _initialize() -> void:
	root.add_child(load("res://main.tscn").instantiate())
	create_timer(20.0).timeout.connect(quit)
