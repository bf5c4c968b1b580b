extends SceneTree
## What the process grows by for each connected peer, as Tasks.java measures it: for a line "memory PEERS CHANNELS" it
## listens, says where, and once all are there says how much it is.
##
##   scripts/godot run memory.gd

const PAGE := 4096.0
const WAIT_MILLISECONDS := 100


func _initialize() -> void:
	var words := OS.read_string_from_stdin(4096).strip_edges().split(" ")
	if words.size() == 3:
		_run(words[1].to_int(), words[2].to_int())
	quit()


func _run(peers: int, channels: int) -> void:
	var before := _resident()
	var host := ENetConnection.new()
	host.create_host_bound("127.0.0.1", 0, peers, channels)
	print("{\"listening\": %d}" % host.get_local_port())
	var connected: Array[ENetPacketPeer] = []
	while connected.size() < peers:
		var event := host.service(WAIT_MILLISECONDS)
		if event[0] == ENetConnection.EVENT_CONNECT:
			connected.append(event[1])
	print("{\"native\": %.1f}" % ((_resident() - before) / peers))
	host.destroy()


## Bytes that the process has from the system.
func _resident() -> float:
	return FileAccess.open("/proc/self/statm", FileAccess.READ).get_line().split(" ")[1].to_int() * PAGE
