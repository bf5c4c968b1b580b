package io.github.enet4j;

/**
 * Godot's error codes (its global {@code Error}, there with the prefix {@code ERR_}), whole, so that codes can be
 * passed on. enet4j itself uses OK, FAILED, UNAVAILABLE, UNCONFIGURED, OUT_OF_MEMORY, CANT_CREATE, ALREADY_IN_USE,
 * CANT_RESOLVE and INVALID_PARAMETER.
 */
public enum ENetError {
    /** No error. */
    OK,
    /** ENet refused: not connected, too large, no such channel. */
    FAILED,
    /** There is nothing to give, or the feature is not there. */
    UNAVAILABLE,
    /** There is no host yet, or the peer's connection is over. */
    UNCONFIGURED,
    /** Godot's code of this name. */
    UNAUTHORIZED,
    /** Godot's code of this name. */
    PARAMETER_RANGE_ERROR,
    /** Memory is short. */
    OUT_OF_MEMORY,
    /** Godot's code of this name. */
    FILE_NOT_FOUND,
    /** Godot's code of this name. */
    FILE_BAD_DRIVE,
    /** Godot's code of this name. */
    FILE_BAD_PATH,
    /** Godot's code of this name. */
    FILE_NO_PERMISSION,
    /** Godot's code of this name. */
    FILE_ALREADY_IN_USE,
    /** Godot's code of this name. */
    FILE_CANT_OPEN,
    /** Godot's code of this name. */
    FILE_CANT_WRITE,
    /** Godot's code of this name. */
    FILE_CANT_READ,
    /** Godot's code of this name. */
    FILE_UNRECOGNIZED,
    /** Godot's code of this name. */
    FILE_CORRUPT,
    /** Godot's code of this name. */
    FILE_MISSING_DEPENDENCIES,
    /** Godot's code of this name. */
    FILE_EOF,
    /** Godot's code of this name. */
    CANT_OPEN,
    /** The socket, or the peer, could not be made. */
    CANT_CREATE,
    /** Godot's code of this name. */
    QUERY_FAILED,
    /** There is a host already. */
    ALREADY_IN_USE,
    /** Godot's code of this name. */
    LOCKED,
    /** Godot's code of this name. */
    TIMEOUT,
    /** Godot's code of this name. */
    CANT_CONNECT,
    /** The host name could not be resolved. */
    CANT_RESOLVE,
    /** The connection failed. */
    CONNECTION_ERROR,
    /** Godot's code of this name. */
    CANT_ACQUIRE_RESOURCE,
    /** Godot's code of this name. */
    CANT_FORK,
    /** The data is not what it should be. */
    INVALID_DATA,
    /** An argument is outside its range. */
    INVALID_PARAMETER,
    /** Godot's code of this name. */
    ALREADY_EXISTS,
    /** Godot's code of this name. */
    DOES_NOT_EXIST,
    /** Godot's code of this name. */
    DATABASE_CANT_READ,
    /** Godot's code of this name. */
    DATABASE_CANT_WRITE,
    /** Godot's code of this name. */
    COMPILATION_FAILED,
    /** Godot's code of this name. */
    METHOD_NOT_FOUND,
    /** Godot's code of this name. */
    LINK_FAILED,
    /** Godot's code of this name. */
    SCRIPT_FAILED,
    /** Godot's code of this name. */
    CYCLIC_LINK,
    /** Godot's code of this name. */
    INVALID_DECLARATION,
    /** Godot's code of this name. */
    DUPLICATE_SYMBOL,
    /** Godot's code of this name. */
    PARSE_ERROR,
    /** In use at the moment. */
    BUSY,
    /** Godot's code of this name. */
    SKIP,
    /** Godot's code of this name. */
    HELP,
    /** Godot's code of this name. */
    BUG,
    /** Godot's code of this name. */
    PRINTER_ON_FIRE;

    private static final ENetError[] VALUES = values();

    /**
     * The number that Godot has for it.
     *
     * @return the number
     */
    public int value() {
        return ordinal();
    }

    /**
     * The constant that Godot has this number for.
     *
     * @param value a number
     * @return the constant
     * @throws IllegalArgumentException if there is none with this number
     */
    public static ENetError of(int value) {
        int index = value;
        if (index < 0 || index >= VALUES.length) {
            throw new IllegalArgumentException("no ENetError has the value " + value);
        }
        return VALUES[index];
    }
}
