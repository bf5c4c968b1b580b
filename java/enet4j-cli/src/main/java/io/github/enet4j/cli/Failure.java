package io.github.enet4j.cli;

/** Something that a command can't do, told to who called it without a stack trace. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what is to be told. */
    public Failure(String message) {
        super(message);
    }
}
