extends Node2D
## A bullet. The server makes it and takes it away; how it flies everybody knows from its velocity.

var velocity := Vector2.ZERO
var shooter := 0 # only the server knows


func _physics_process(delta: float) -> void:
	position += velocity * delta


func _draw() -> void:
	draw_circle(Vector2.ZERO, 3, Color.YELLOW)
