extends RefCounted
## What the peers share: arguments, JSON lines on stdout, compression modes, TLS options.

const COMPRESSION: Array[String] = ["none", "range", "fastlz", "zlib", "zstd"]


## Reads "--name=value" arguments into a copy of the defaults; the type of each default says what its value is,
## a list what it may be, the first being the default. Empty, and why is printed, if an argument doesn't fit.
static func arguments(defaults: Dictionary) -> Dictionary:
	var result := {}
	for key: String in defaults:
		result[key] = defaults[key][0] if defaults[key] is Array else defaults[key]
	for argument: String in OS.get_cmdline_user_args():
		var parts := argument.trim_prefix("--").split("=", true, 1)
		var key := parts[0].replace("-", "_")
		if not argument.begins_with("--") or parts.size() < 2 or not defaults.has(key):
			return _refuse(argument)
		match typeof(defaults[key]):
			TYPE_INT when parts[1].is_valid_int():
				result[key] = parts[1].to_int()
			TYPE_FLOAT when parts[1].is_valid_float():
				result[key] = parts[1].to_float()
			TYPE_ARRAY when parts[1] in defaults[key]:
				result[key] = parts[1]
			TYPE_STRING:
				result[key] = parts[1]
			_:
				return _refuse(argument)
	return result


static func _refuse(what: String) -> Dictionary:
	emit("usage", {"error": what})
	return {}


## Prints one event as one line of JSON; "ms" is the time since the engine started.
static func emit(event: String, fields: Dictionary = {}) -> void:
	var line := {"event": event, "ms": Time.get_ticks_msec()}
	line.merge(fields)
	print(JSON.stringify(line, "", false))


static func compress(connection: ENetConnection, mode: String) -> void:
	connection.compress(COMPRESSION.find(mode) as ENetConnection.CompressionMode)


## ENet's own range coder follows a null pointer when it compresses an empty packet, in every Godot up to now.
static func crashes_engine(packet: PackedByteArray, mode: String) -> bool:
	return packet.is_empty() and mode == "range"


static func sha256(bytes: PackedByteArray) -> String:
	var context := HashingContext.new()
	context.start(HashingContext.HASH_SHA256)
	if not bytes.is_empty(): # update() refuses nothing at all
		context.update(bytes)
	return context.finish().hex_encode()
