class_name Entity
extends Node2D
## A base class. @rpc func commented(): pass

@export var hp := 100

@rpc("any_peer", "reliable") func moved(where: Vector2): pass
@rpc("authority", "call_local", "unreliable", 2)
func hit(amount: int,
		critical: bool = false, # a comment with ) and "
		tags: Array[String] = ["a,b", ")"]) -> void:
	var text := """
@rpc func in_a_string(): pass
"""
	print(text, amount, critical, tags)


class Inner:
	@rpc func inner(): pass
