extends SceneTree
## Serves or plays without a window or a person, and says what happens. For scripts/demo-game.
##
##   scripts/godot run examples/godot-game/play.gd --join=NAME --port=N --seconds=N
##   scripts/godot run examples/godot-game/play.gd --host --port=N --seconds=N

var main: Node2D
var title := ""
var known := {}
var playing := true


func _initialize() -> void:
	var options := {}
	for argument: String in OS.get_cmdline_user_args():
		options[argument.get_slice("=", 0)] = argument.get_slice("=", 1)
	title = options.get("--join", "server")
	main = load("res://main.tscn").instantiate()
	root.add_child(main)
	main.said_by.connect(func(who: String, text: String) -> void: _tell("hears %s: %s" % [who, text]))
	await process_frame
	var port := int(options["--port"])
	if "--host" in options:
		_tell("serves" if main.host(port) == OK else "cannot serve")
	else:
		_listen()
		main.join("127.0.0.1", port, title)
		_play()
	create_timer(float(options["--seconds"])).timeout.connect(_end)


func _listen() -> void:
	var api := main.multiplayer
	api.connected_to_server.connect(func() -> void: _tell("has joined"))
	api.connection_failed.connect(func() -> void: _tell("cannot join"))
	api.server_disconnected.connect(func() -> void: _tell("has lost the server"))


## Walks about, shoots at whom it sees, and greets.
func _play() -> void:
	var greeted := false
	while playing:
		await create_timer(0.25).timeout
		_look()
		var me: Node2D = main.mine()
		if me == null:
			continue
		if not greeted:
			main.say.rpc_id(1, "hello from " + title)
			greeted = true
		var enemy := _nearest(me)
		if enemy == null:
			me.direction = Vector2.from_angle(randf() * TAU)
			continue
		var way := enemy.position - me.position
		me.direction = way.normalized() if way.length() > 120 else way.orthogonal().normalized()
		me.shoot.rpc_id(1, way)


func _nearest(me: Node2D) -> Node2D:
	var nearest: Node2D
	for player: Node2D in main.get_node("Players").get_children():
		if player != me and (nearest == null
				or me.position.distance_to(player.position) < me.position.distance_to(nearest.position)):
			nearest = player
	return nearest


func _look() -> void:
	for player: Node2D in main.get_node("Players").get_children():
		if player.name not in known:
			known[player.name] = true
			_tell("sees %s at (%d, %d)" % [player.title, player.position.x, player.position.y])
			player.was_hit.connect(func(by: String) -> void: _tell("sees %s hit %s" % [by, player.title]))


func _end() -> void:
	playing = false
	for player: Node2D in main.get_node("Players").get_children():
		_tell("ends with %s at (%d, %d), health %d, score %d"
				% [player.title, player.position.x, player.position.y, player.health, player.score])
	await create_timer(0.5).timeout # for _play to end
	quit()


func _tell(what: String) -> void:
	print("%s %s" % [title, what])
