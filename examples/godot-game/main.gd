extends Node2D
## The arena, on the server and on clients. server/ArenaServer.java does for clients what host() does here.

signal said_by(who: String, text: String)

const PORT := 7777
const ARENA := Rect2(0, 0, 800, 480)
const SPEED := 160.0
const BULLET_SPEED := 400.0
const REACH := 14.0
const HEALTH := 3
const CHAT_CHANNEL := 1
const Player := preload("res://player.gd")
const Bullet := preload("res://bullet.gd")

var bullets := 0
var title := "player"


func _ready() -> void:
	if DisplayServer.get_name() != "headless" and get_tree().current_scene == self:
		_show_menu()


## Serves. Returns Godot's error code.
func host(port := PORT) -> Error:
	var peer := ENetMultiplayerPeer.new()
	var error := peer.create_server(port)
	if error == OK:
		multiplayer.multiplayer_peer = peer
		multiplayer.peer_disconnected.connect(_left)
	return error


## Joins a server, under a name.
func join(address: String, port := PORT, as_title := "player") -> Error:
	title = as_title
	var peer := ENetMultiplayerPeer.new()
	var error := peer.create_client(address, port)
	if error == OK:
		multiplayer.multiplayer_peer = peer
		multiplayer.connected_to_server.connect(func() -> void: introduce.rpc_id(1, title))
	return error


## The player of this peer, once the server has made it.
func mine() -> Player:
	return $Players.get_node_or_null(str(multiplayer.get_unique_id()))


## To the server: the scene is loaded, here I am.
@rpc("any_peer", "call_remote", "reliable")
func introduce(as_title: String) -> void:
	var id := multiplayer.get_remote_sender_id()
	if not multiplayer.is_server() or $Players.has_node(str(id)):
		return
	var player: Player = preload("res://player.tscn").instantiate()
	player.name = str(id)
	player.title = as_title.left(20)
	player.position = _somewhere()
	$Players.add_child(player)
	_announce("server", player.title + " has joined")


## To the server: something to say.
@rpc("any_peer", "call_remote", "reliable", CHAT_CHANNEL)
func say(text: String) -> void:
	var player := $Players.get_node_or_null(str(multiplayer.get_remote_sender_id())) as Player
	if multiplayer.is_server() and player != null:
		_announce(player.title, text.left(200))


## To all: what somebody said.
@rpc("authority", "call_remote", "reliable", CHAT_CHANNEL)
func said(who: String, text: String) -> void:
	said_by.emit(who, text)


func _announce(who: String, text: String) -> void:
	said.rpc(who, text)
	said_by.emit(who, text)


## On the server.
func fire(player: Player, aim: Vector2) -> void:
	var bullet: Bullet = preload("res://bullet.tscn").instantiate()
	bullets += 1
	bullet.name = "Bullet%d" % bullets
	bullet.shooter = player.id()
	bullet.position = player.position
	bullet.velocity = aim.normalized() * BULLET_SPEED
	$Bullets.add_child(bullet)


func _left(id: int) -> void:
	var player := $Players.get_node_or_null(str(id)) as Player
	if player != null:
		player.queue_free()
		_announce("server", player.title + " has left")


func _physics_process(delta: float) -> void:
	if not multiplayer.is_server():
		return
	for player: Player in $Players.get_children():
		player.position += player.direction.limit_length() * SPEED * delta
		player.position = player.position.clamp(ARENA.position, ARENA.end)
	for bullet: Bullet in $Bullets.get_children():
		var target := _target(bullet)
		if target != null:
			_hit(target, $Players.get_node_or_null(str(bullet.shooter)) as Player)
		if target != null or not ARENA.has_point(bullet.position):
			bullet.queue_free()


func _target(bullet: Bullet) -> Player:
	for player: Player in $Players.get_children():
		if player.id() != bullet.shooter and player.position.distance_to(bullet.position) < REACH:
			return player
	return null


func _hit(player: Player, shooter: Player) -> void:
	player.health -= 1
	player.hit.rpc(shooter.title if shooter != null else "nobody")
	if player.health > 0:
		return
	player.health = HEALTH
	player.position = _somewhere()
	if shooter != null:
		shooter.score += 1
		_announce("server", "%s has shot %s" % [shooter.title, player.title])


func _somewhere() -> Vector2:
	return Vector2(randf_range(0, ARENA.size.x), randf_range(0, ARENA.size.y))


func _process(_delta: float) -> void:
	var player := mine()
	if player == null or DisplayServer.get_name() == "headless":
		return
	player.direction = Input.get_vector("ui_left", "ui_right", "ui_up", "ui_down")
	if Input.is_mouse_button_pressed(MOUSE_BUTTON_LEFT) and Engine.get_process_frames() % 15 == 0:
		player.shoot.rpc_id(1, get_global_mouse_position() - player.position)


func _show_menu() -> void:
	var menu := HBoxContainer.new()
	var address := LineEdit.new()
	address.text = "127.0.0.1"
	var host_button := Button.new()
	host_button.text = "Host"
	host_button.pressed.connect(func() -> void: if host() == OK: menu.queue_free())
	var join_button := Button.new()
	join_button.text = "Join"
	join_button.pressed.connect(func() -> void: if join(address.text) == OK: menu.queue_free())
	for control: Control in [address, join_button, host_button]:
		menu.add_child(control)
	add_child(menu)
