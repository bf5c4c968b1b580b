package io.github.enet4j;

/**
 * Godot's error codes (its global {@code Error}, there with the prefix {@code ERR_}), whole, so that codes can be
 * passed on.
 *
 * <p>enet4j itself uses OK, FAILED, UNAVAILABLE, UNCONFIGURED, OUT_OF_MEMORY, CANT_CREATE, ALREADY_IN_USE,
 * CANT_RESOLVE and INVALID_PARAMETER.
 *
 * @see ENetException
 * @see ENetPacketPeer#send(int, byte[], int)
 * @since 0.1.0
 */
public enum ENetError {
    /** No error. */
    OK,
    /** ENet refused: not connected, too large, no such channel. */
    FAILED,
    /** There is nothing to give (a peer without packets), or the feature is not there. */
    UNAVAILABLE,
    /** There is no host yet, or the peer's connection is over. */
    UNCONFIGURED,
    /** It is not allowed; of {@code Variants} and {@code getVar}: a whole object, which is never read. */
    UNAUTHORIZED,
    /** A number is outside its range. (Where Godot's ENet has such a number, it says INVALID_PARAMETER.) */
    PARAMETER_RANGE_ERROR,
    /** Memory is short. */
    OUT_OF_MEMORY,
    /** There is no such file. */
    FILE_NOT_FOUND,
    /** The drive is not there, or not ready. */
    FILE_BAD_DRIVE,
    /** The path makes no sense. */
    FILE_BAD_PATH,
    /** The file may not be used. */
    FILE_NO_PERMISSION,
    /** Somebody else uses the file. */
    FILE_ALREADY_IN_USE,
    /** The file can't be opened. */
    FILE_CANT_OPEN,
    /** The file can't be written. */
    FILE_CANT_WRITE,
    /** The file can't be read. */
    FILE_CANT_READ,
    /** The file is of no known kind. */
    FILE_UNRECOGNIZED,
    /** The file is damaged. */
    FILE_CORRUPT,
    /** The file needs others, which are missing. */
    FILE_MISSING_DEPENDENCIES,
    /** The file ends too early. */
    FILE_EOF,
    /** A resource can't be opened. */
    CANT_OPEN,
    /** The socket, or the peer, could not be made. */
    CANT_CREATE,
    /** A query failed. */
    QUERY_FAILED,
    /** There is a host already. */
    ALREADY_IN_USE,
    /** It is locked. */
    LOCKED,
    /** It took too long. */
    TIMEOUT,
    /** Nobody answers, or the other side does not want to. */
    CANT_CONNECT,
    /** The host name could not be resolved. */
    CANT_RESOLVE,
    /** The connection failed. */
    CONNECTION_ERROR,
    /** Something that is needed can't be had. */
    CANT_ACQUIRE_RESOURCE,
    /** The system started no process. */
    CANT_FORK,
    /** The data is not what it should be. */
    INVALID_DATA,
    /** An argument is outside its range. */
    INVALID_PARAMETER,
    /** There is one already. */
    ALREADY_EXISTS,
    /** There is none. */
    DOES_NOT_EXIST,
    /** The database can't be read. */
    DATABASE_CANT_READ,
    /** The database can't be written. */
    DATABASE_CANT_WRITE,
    /** A script does not compile. */
    COMPILATION_FAILED,
    /** There is no such method. */
    METHOD_NOT_FOUND,
    /** A shader or library can't be linked. */
    LINK_FAILED,
    /** A script failed. */
    SCRIPT_FAILED,
    /** Things depend on each other in a circle. */
    CYCLIC_LINK,
    /** A declaration makes no sense. */
    INVALID_DECLARATION,
    /** A name is there twice. */
    DUPLICATE_SYMBOL,
    /** A text can't be parsed. */
    PARSE_ERROR,
    /** In use at the moment; of {@link ENetPacketPeer#send}: too much is queued already. */
    BUSY,
    /** It was left out on purpose. */
    SKIP,
    /** Help was asked for; no error. */
    HELP,
    /** What must not happen has happened. */
    BUG,
    /** Godot's joke: the printer is on fire. */
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
