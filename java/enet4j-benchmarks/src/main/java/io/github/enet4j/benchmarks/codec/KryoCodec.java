package io.github.enet4j.benchmarks.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Kryo with registered classes and without references. It reads new objects, which replace the old ones here. */
final class KryoCodec extends Codec {
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(4096);
    private final Input input = new Input(output.getBuffer());
    private Object read;

    KryoCodec() {
        kryo.setReferences(false);
        kryo.register(Call.Move.class);
        kryo.register(Call.Chat.class);
        kryo.register(Call.State.class);
        kryo.register(int[].class);
    }

    private int write(Object object) {
        output.reset();
        kryo.writeObject(output, object);
        return output.position();
    }

    private <T> T read(Class<T> type) {
        input.setBuffer(output.getBuffer(), 0, output.position());
        T object = kryo.readObject(input, type);
        read = object; // so that it is really made
        return object;
    }

    @Override
    int writeMove() {
        return write(move);
    }

    @Override
    void readMove() {
        move.vy = read(Call.Move.class).vy;
    }

    @Override
    int writeChat() {
        return write(chat);
    }

    @Override
    void readChat() {
        chat.text = read(Call.Chat.class).text;
    }

    @Override
    int writeState() {
        return write(state);
    }

    @Override
    void readState() {
        state.values = read(Call.State.class).values;
    }
}
