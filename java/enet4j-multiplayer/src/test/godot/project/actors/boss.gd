extends "player.gd"
@rpc("any_peer") func roar(loudness, where := Vector3.ZERO): pass
