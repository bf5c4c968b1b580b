package io.github.enet4j.benchmarks.codec;

import io.github.enet4j.variant.Variants;
import io.github.enet4j.variant.Vector2;
import java.nio.ByteBuffer;

/** Godot's values as objects, as {@code RemoteNode.rpc} takes them. */
final class VariantsCodec extends Codec {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private int size;

    private int write(Object... arguments) {
        buffer.clear();
        for (Object argument : arguments) {
            Variants.encodeCompact(argument, buffer);
        }
        size = buffer.position();
        return size;
    }

    private Object next() {
        return Variants.decodeCompact(buffer);
    }

    @Override
    int writeMove() {
        return write(new Vector2(move.x, move.y), new Vector2(move.vx, move.vy), move.sequence, move.jumping);
    }

    @Override
    void readMove() {
        buffer.clear().limit(size);
        Vector2 position = (Vector2) next();
        Vector2 velocity = (Vector2) next();
        move.x = (float) position.x();
        move.y = (float) position.y();
        move.vx = (float) velocity.x();
        move.vy = (float) velocity.y();
        move.sequence = (int) (long) next();
        move.jumping = (boolean) next();
    }

    @Override
    int writeChat() {
        return write(chat.name, chat.text);
    }

    @Override
    void readChat() {
        buffer.clear().limit(size);
        chat.name = (String) next();
        chat.text = (String) next();
    }

    @Override
    int writeState() {
        buffer.clear();
        Variants.encodeCompact(state.values, buffer);
        size = buffer.position();
        return size;
    }

    @Override
    void readState() {
        buffer.clear().limit(size);
        state.values = (int[]) next();
    }
}
