extends SceneTree
## Reads values with the engine and writes them again, for comparison with what another implementation makes of them.
##
##   scripts/godot run variants.gd --values=FILE --out=FILE          what the engine makes of given bytes
##   scripts/godot run variants.gd --make=N --seed=S --out=FILE      N values of the engine's own
##
## A file is a row of records: a 32-bit little-endian length, and so many bytes. With --values the output has two
## records for each of the input's: the 4 bytes of decode_var_size (0 is an error), and var_to_bytes of what was read.
## One line of JSON at the end: done with count.

const Util := preload("res://util.gd")
const DEEPEST := 3

var options := Util.arguments({"values": "", "make": 0, "seed": 1, "out": ""})
var random := RandomNumberGenerator.new()


func _initialize() -> void:
	if options.is_empty():
		quit(2)
		return
	Engine.print_error_messages = false # of what can't be read
	var out := FileAccess.open(options["out"], FileAccess.WRITE)
	var count := _echo(out) if options["values"] != "" else _make(out)
	out.close()
	Util.emit("done", {"count": count})
	quit()


func _echo(out: FileAccess) -> int:
	var count := 0
	var input := FileAccess.open(options["values"], FileAccess.READ)
	while input.get_position() < input.get_length():
		var bytes := input.get_buffer(input.get_32())
		out.store_32(4)
		out.store_32(bytes.decode_var_size(0) if bytes.size() > 3 else 0)
		_store(out, bytes.decode_var(0) if bytes.size() > 3 else null)
		count += 1
	return count


func _make(out: FileAccess) -> int:
	random.seed = options["seed"]
	for i: int in options["make"]:
		_store(out, _value(i % TYPE_MAX, 0))
	return options["make"]


func _store(out: FileAccess, value: Variant) -> void:
	var bytes := var_to_bytes(value)
	out.store_32(bytes.size())
	out.store_buffer(bytes)


func _any(depth: int) -> Variant:
	return _value(random.randi_range(0, TYPE_MAX - 1), depth)


func _value(type: int, depth: int) -> Variant:
	match type:
		TYPE_BOOL: return random.randi() % 2 == 0
		TYPE_INT: return _int()
		TYPE_FLOAT: return _float()
		TYPE_STRING: return _text()
		TYPE_VECTOR2: return Vector2(_float(), _float())
		TYPE_VECTOR2I: return Vector2i(_int(), _int())
		TYPE_RECT2: return Rect2(_float(), _float(), _float(), _float())
		TYPE_RECT2I: return Rect2i(_int(), _int(), _int(), _int())
		TYPE_VECTOR3: return _vector3()
		TYPE_VECTOR3I: return Vector3i(_int(), _int(), _int())
		TYPE_TRANSFORM2D: return Transform2D(_value(TYPE_VECTOR2, 0), _value(TYPE_VECTOR2, 0), _value(TYPE_VECTOR2, 0))
		TYPE_VECTOR4: return Vector4(_float(), _float(), _float(), _float())
		TYPE_VECTOR4I: return Vector4i(_int(), _int(), _int(), _int())
		TYPE_PLANE: return Plane(_vector3(), _float())
		TYPE_QUATERNION: return Quaternion(_float(), _float(), _float(), _float())
		TYPE_AABB: return AABB(_vector3(), _vector3())
		TYPE_BASIS: return Basis(_vector3(), _vector3(), _vector3())
		TYPE_TRANSFORM3D: return Transform3D(_value(TYPE_BASIS, 0), _vector3())
		TYPE_PROJECTION:
			return Projection(_value(TYPE_VECTOR4, 0), _value(TYPE_VECTOR4, 0), _value(TYPE_VECTOR4, 0), Vector4())
		TYPE_COLOR: return Color(random.randf(), random.randf(), random.randf(), random.randf())
		TYPE_STRING_NAME: return StringName(_text())
		TYPE_NODE_PATH: return NodePath(["", "/", "../"].pick_random() + "A/%d:x" % random.randi_range(0, 99))
		TYPE_RID: return RID()
		TYPE_OBJECT: return self
		TYPE_CALLABLE: return quit
		TYPE_SIGNAL: return process_frame
		TYPE_DICTIONARY: return _dictionary(depth)
		TYPE_ARRAY: return _array(depth)
		TYPE_PACKED_BYTE_ARRAY: return PackedByteArray(_several(TYPE_INT))
		TYPE_PACKED_INT32_ARRAY: return PackedInt32Array(_several(TYPE_INT))
		TYPE_PACKED_INT64_ARRAY: return PackedInt64Array(_several(TYPE_INT))
		TYPE_PACKED_FLOAT32_ARRAY: return PackedFloat32Array(_several(TYPE_FLOAT))
		TYPE_PACKED_FLOAT64_ARRAY: return PackedFloat64Array(_several(TYPE_FLOAT))
		TYPE_PACKED_STRING_ARRAY: return PackedStringArray(_several(TYPE_STRING))
		TYPE_PACKED_VECTOR2_ARRAY: return PackedVector2Array(_several(TYPE_VECTOR2))
		TYPE_PACKED_VECTOR3_ARRAY: return PackedVector3Array(_several(TYPE_VECTOR3))
		TYPE_PACKED_COLOR_ARRAY: return PackedColorArray(_several(TYPE_COLOR))
		TYPE_PACKED_VECTOR4_ARRAY: return PackedVector4Array(_several(TYPE_VECTOR4))
	return null


func _int() -> int:
	var wide := random.randi() << 32 | random.randi()
	return wide >> random.randi_range(0, 63)


func _float() -> float:
	match random.randi() % 4:
		0: return float(_int())
		1: return random.randfn()
		2: return [0.0, -0.0, INF, -INF, 1e300, 0.1, 0.5].pick_random()
	return random.randf_range(-1e6, 1e6)


func _vector3() -> Vector3:
	return Vector3(_float(), _float(), _float())


func _text() -> String:
	var text := ""
	for i in random.randi_range(0, 9):
		text += String.chr([0x61, 0x7f, 0xe9, 0x7ff, 0x800, 0x20ac, 0xfeff, 0xfffd, 0x1f600, 0x10ffff].pick_random())
	return text.lstrip("\ufeff") # which would be taken for a byte-order mark


func _several(type: int) -> Array:
	return range(random.randi_range(0, 5)).map(func(_i: int) -> Variant: return _value(type, 0))


func _array(depth: int) -> Array:
	if random.randi() % 2 == 0:
		var type := random.randi_range(TYPE_BOOL, TYPE_MAX - 1)
		return Array(_elements(type, depth), type, &"Node" if type == TYPE_OBJECT else &"", null)
	return _elements(TYPE_MAX, depth)


## Of that type, or any.
func _elements(type: int, depth: int) -> Array:
	var elements := []
	if depth < DEEPEST and type != TYPE_OBJECT:
		for i in random.randi_range(0, 4):
			elements.append(_any(depth + 1) if type == TYPE_MAX else _value(type, depth + 1))
	return elements


func _dictionary(depth: int) -> Dictionary:
	var keys := random.randi_range(TYPE_NIL, TYPE_MAX - 1)
	var values := random.randi_range(TYPE_NIL, TYPE_MAX - 1)
	var plain := {}
	if depth < DEEPEST and keys != TYPE_OBJECT and values != TYPE_OBJECT:
		for i in random.randi_range(0, 4):
			plain[_any(depth + 1) if keys == TYPE_NIL else _value(keys, depth + 1)] = \
					_any(depth + 1) if values == TYPE_NIL else _value(values, depth + 1)
	return Dictionary(plain, keys, &"Node" if keys == TYPE_OBJECT else &"", null,
			values, &"Node" if values == TYPE_OBJECT else &"", null)
