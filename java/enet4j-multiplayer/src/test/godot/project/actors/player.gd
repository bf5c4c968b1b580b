extends Entity

var aim := 0.0

@rpc("any_peer", \
	"call_remote", 'unreliable')
@warning_ignore("unused_parameter")
func aimed(direction: float) -> void:
	pass

# Another mode than in the base script.
@rpc("any_peer", "reliable")
func hit(_amount: int, _critical := true, _tags: Array[String] = []) -> void: pass

func moved(_where: Vector2): pass # keeps what the base script says

@rpc("any_peer") func Zoom(): pass
@rpc("any_peer") func _private(): pass
