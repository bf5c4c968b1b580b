extends SceneTree
## Prints what the engine makes of this project: the nodes, the remote methods, spawners and synchronizers of each.


func _initialize() -> void:
	await process_frame
	root.add_child(load(ProjectSettings.get_setting("application/run/main_scene")).instantiate())
	for child in root.get_children():
		_print(child)
	print("end")
	quit()


func _print(node: Node) -> void:
	print("node ", root.get_path_to(node))
	var script: Script = node.get_script()
	var config: Dictionary = script.get_rpc_config() if script != null else {}
	var names := config.keys()
	names.sort_custom(func(a: StringName, b: StringName) -> bool: return String(a) < String(b))
	for method: StringName in names:
		var rpc: Dictionary = config[method]
		print("rpc ", method, " ", rpc["rpc_mode"], " ", rpc.get("transfer_mode", 2), " ", rpc.get("channel", 0), " ",
				rpc.get("call_local", false))
	if node is MultiplayerSpawner:
		print("spawns ", root.get_path_to(node.get_node(node.spawn_path)), " ", node.spawn_limit)
		for i: int in node.get_spawnable_scene_count():
			print("scene ", ResourceUID.ensure_path(node.get_spawnable_scene(i)))
	if node is MultiplayerSynchronizer:
		var owner: Node = node.get_node(node.root_path)
		print("synchronizes ", root.get_path_to(owner), " ", node.replication_interval, " ", node.delta_interval)
		var config_of: SceneReplicationConfig = node.replication_config
		for path in config_of.get_properties():
			print("property ", path, " ", config_of.property_get_replication_mode(path), " ", config_of.property_get_spawn(path))
	for child in node.get_children():
		_print(child)
