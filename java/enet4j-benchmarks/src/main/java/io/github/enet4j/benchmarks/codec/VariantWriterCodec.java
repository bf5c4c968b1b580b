package io.github.enet4j.benchmarks.codec;

import io.github.enet4j.variant.VariantReader;
import io.github.enet4j.variant.VariantWriter;
import java.nio.ByteBuffer;

/** Godot's values one by one, as {@code RemoteNode.writeRpc} takes them. */
final class VariantWriterCodec extends Codec {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final VariantWriter writer = new VariantWriter(buffer);
    private final VariantReader reader = new VariantReader(buffer);
    private final double[] numbers = new double[2];
    private int size;

    @Override
    int writeMove() {
        buffer.clear();
        writer.putVector2(move.x, move.y);
        writer.putVector2(move.vx, move.vy);
        writer.putInt(move.sequence);
        writer.putBool(move.jumping);
        size = buffer.position();
        return size;
    }

    @Override
    void readMove() {
        buffer.clear().limit(size);
        reader.getNumbers(numbers);
        move.x = (float) numbers[0];
        move.y = (float) numbers[1];
        reader.getNumbers(numbers);
        move.vx = (float) numbers[0];
        move.vy = (float) numbers[1];
        move.sequence = (int) reader.getInt();
        move.jumping = reader.getBool();
    }

    @Override
    int writeChat() {
        buffer.clear();
        writer.putString(chat.name);
        writer.putString(chat.text);
        size = buffer.position();
        return size;
    }

    @Override
    void readChat() {
        buffer.clear().limit(size);
        chat.name = reader.getString();
        chat.text = reader.getString();
    }

    @Override
    int writeState() {
        buffer.clear();
        writer.putValue(state.values);
        size = buffer.position();
        return size;
    }

    @Override
    void readState() {
        buffer.clear().limit(size);
        state.values = (int[]) reader.getValue();
    }
}
