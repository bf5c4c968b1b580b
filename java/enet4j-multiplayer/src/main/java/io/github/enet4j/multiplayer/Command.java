package io.github.enet4j.multiplayer;

/** The first bytes of SceneMultiplayer's packets. */
final class Command {
    /** The bits of the first byte that tell the command; the others are flags of some of them. */
    static final int MASK = 7;

    static final int REMOTE_CALL = 0;
    static final int SIMPLIFY_PATH = 1;
    static final int CONFIRM_PATH = 2;
    static final int RAW = 3;
    static final int SPAWN = 4;
    static final int DESPAWN = 5;
    static final int SYNC = 6;
    static final int SYS = 7;

    /** Of SYNC: changes instead of state. */
    static final int DELTA_FLAG = 1 << 4;

    /** The second byte of SYS. */
    static final int SYS_AUTH = 0;

    static final int SYS_ADD_PEER = 1;
    static final int SYS_DEL_PEER = 2;
    static final int SYS_RELAY = 3;

    private Command() {
    }
}
