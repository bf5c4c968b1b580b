extends Node2D
## A player, named after the id of its peer. That peer owns the input, the server all the rest.

signal was_hit(by: String)

## Where to; at most 1 long. From the peer's InputSync.
var direction := Vector2.ZERO

## From the server's ServerSync.
var title := ""
var health := 3:
	set(value):
		health = value
		queue_redraw()
var score := 0:
	set(value):
		score = value
		queue_redraw()


func _enter_tree() -> void:
	$InputSync.set_multiplayer_authority(id())


func id() -> int:
	return name.to_int()


func is_mine() -> bool:
	return id() == multiplayer.get_unique_id()


## To the server, from the peer whose player this is.
@rpc("any_peer", "call_remote", "reliable")
func shoot(aim: Vector2) -> void:
	if multiplayer.is_server() and multiplayer.get_remote_sender_id() == id():
		get_node("/root/Main").fire(self, aim)


## To all, from the server.
@rpc("authority", "call_remote", "reliable")
func hit(by: String) -> void:
	was_hit.emit(by)


func _draw() -> void:
	draw_circle(Vector2.ZERO, 12, Color.from_hsv(fposmod(id() * 0.618, 1.0), 0.6, 0.9))
	draw_string(ThemeDB.fallback_font, Vector2(-30, -18), "%s %d:%d" % [title, health, score])
