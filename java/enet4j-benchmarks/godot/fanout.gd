extends SceneTree
## A server that calls all its clients, as RpcTasks.java does: for each line "rpc CLIENTS TICKS" it listens, says where,
## and once all are there calls them 60 times a second with an array of 150 numbers. Then it says what its process took.
##
##   scripts/godot run fanout.gd

const NUMBERS := 150
const SETTLE_SECONDS := 0.5
const MICROSECONDS_PER_CLOCK_TICK := 10000.0


func _initialize() -> void:
	Engine.max_fps = 60
	_add_state()
	while true:
		var words := OS.read_string_from_stdin(4096).strip_edges().split(" ")
		if words.size() < 3:
			break
		await _run(words[1].to_int(), words[2].to_int())
	quit()


func _add_state() -> void:
	var script := GDScript.new()
	script.source_code = "extends Node\n\n@rpc(\"authority\", \"unreliable\")\nfunc state(_values):\n\tpass\n"
	script.reload()
	var node := Node.new()
	node.name = "Main"
	node.set_script(script)
	root.add_child(node)


func _run(clients: int, ticks: int) -> void:
	await process_frame
	var peer := ENetMultiplayerPeer.new()
	peer.set_bind_ip("127.0.0.1")
	peer.create_server(0, clients)
	var api := get_multiplayer() as SceneMultiplayer
	api.server_relay = false
	api.multiplayer_peer = peer
	print("{\"listening\": %d}" % peer.host.get_local_port())
	while api.get_peers().size() < clients:
		await process_frame
	var values := PackedInt32Array()
	for i in NUMBERS:
		values.append(i * 37 % 1000)
	var node := root.get_node("Main")
	node.rpc("state", values)
	await create_timer(SETTLE_SECONDS).timeout
	peer.host.pop_statistic(ENetConnection.HOST_TOTAL_SENT_PACKETS)
	var start := _cpu_microseconds()
	for tick in ticks:
		node.rpc("state", values)
		await process_frame
	var used := _cpu_microseconds() - start
	var packets := float(ticks * clients)
	var sent := peer.host.pop_statistic(ENetConnection.HOST_TOTAL_SENT_PACKETS)
	print("{\"us_per_packet\": %.3f, \"sent\": %.3f}" % [used / packets, sent / packets])
	peer.close()
	api.multiplayer_peer = null
	await process_frame


## Of all threads of this process; of which one does the work.
func _cpu_microseconds() -> float:
	var fields := FileAccess.open("/proc/self/stat", FileAccess.READ).get_line().get_slice(") ", 1).split(" ")
	return (fields[11].to_int() + fields[12].to_int()) * MICROSECONDS_PER_CLOCK_TICK
