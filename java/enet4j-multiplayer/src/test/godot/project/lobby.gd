extends Node
const CHANNEL := 4

@rpc("any_peer", "call_local", "unreliable_ordered", CHANNEL)
func ready_up(name: String) -> void: print(name)

@rpc func bare(): pass
