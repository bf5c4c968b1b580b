package io.github.enet4j.benchmarks.codec;

/** Writes each kind of call to memory of its own, and reads it from there. */
public abstract class Codec {
    final Call.Move move = new Call.Move();
    final Call.Chat chat = new Call.Chat();
    final Call.State state = new Call.State();

    abstract int writeMove();

    abstract void readMove();

    abstract int writeChat();

    abstract void readChat();

    abstract int writeState();

    abstract void readState();

    /**
     * Writes one.
     *
     * @param call move, chat or state
     * @return its size, bytes
     */
    public final int write(String call) {
        return switch (call) {
            case "move" -> writeMove();
            case "chat" -> writeChat();
            case "state" -> writeState();
            default -> throw new IllegalArgumentException(call);
        };
    }

    /**
     * Reads what was written last, as often as wanted.
     *
     * @param call move, chat or state
     */
    public final void read(String call) {
        switch (call) {
            case "move" -> readMove();
            case "chat" -> readChat();
            case "state" -> readState();
            default -> throw new IllegalArgumentException(call);
        }
    }

    /**
     * Whether all that was read last is there.
     *
     * @return false when something was lost
     */
    public final boolean isComplete() {
        Call.Move freshMove = new Call.Move();
        Call.Chat freshChat = new Call.Chat();
        return move.vy == freshMove.vy && move.sequence == freshMove.sequence && move.jumping
                && chat.name.equals(freshChat.name) && chat.text.equals(freshChat.text)
                && state.values.length == 150 && state.values[149] == new Call.State().values[149];
    }
}
