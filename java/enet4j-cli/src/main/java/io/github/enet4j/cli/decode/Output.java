package io.github.enet4j.cli.decode;

/** Where decoded datagrams go. */
interface Output {
    /** Shows one. */
    void show(Decoded decoded);

    /** Comes after the last. */
    default void end(Decoder decoder) {
    }
}
