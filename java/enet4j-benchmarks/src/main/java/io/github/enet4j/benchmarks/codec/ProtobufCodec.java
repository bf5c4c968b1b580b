package io.github.enet4j.benchmarks.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Messages of protobuf by its streams, field by field as generated code writes and reads them, but without message
 * objects: the least that protobuf takes.
 */
final class ProtobufCodec extends Codec {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] buffer = new byte[4096];
    private int size;

    private interface Step<S> {
        void run(S stream) throws IOException;
    }

    private int write(Step<CodedOutputStream> fields) {
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        try {
            fields.run(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size = buffer.length - out.spaceLeft();
        return size;
    }

    private void read(Step<CodedInputStream> fields) {
        try {
            fields.run(CodedInputStream.newInstance(buffer, 0, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }


    @Override
    int writeMove() {
        return write(out -> {
            out.writeFloat(1, move.x);
            out.writeFloat(2, move.y);
            out.writeFloat(3, move.vx);
            out.writeFloat(4, move.vy);
            out.writeInt32(5, move.sequence);
            out.writeBool(6, move.jumping);
        });
    }

    @Override
    void readMove() {
        read(in -> {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 | FIXED32 -> move.x = in.readFloat();
                    case 2 << 3 | FIXED32 -> move.y = in.readFloat();
                    case 3 << 3 | FIXED32 -> move.vx = in.readFloat();
                    case 4 << 3 | FIXED32 -> move.vy = in.readFloat();
                    case 5 << 3 | VARINT -> move.sequence = in.readInt32();
                    case 6 << 3 | VARINT -> move.jumping = in.readBool();
                    default -> in.skipField(tag);
                }
            }
        });
    }

    @Override
    int writeChat() {
        return write(out -> {
            out.writeString(1, chat.name);
            out.writeString(2, chat.text);
        });
    }

    @Override
    void readChat() {
        read(in -> {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 | BYTES -> chat.name = in.readStringRequireUtf8();
                    case 2 << 3 | BYTES -> chat.text = in.readStringRequireUtf8();
                    default -> in.skipField(tag);
                }
            }
        });
    }

    @Override
    int writeState() {
        return write(out -> {
            int bytes = 0;
            for (int value : state.values) {
                bytes += CodedOutputStream.computeInt32SizeNoTag(value);
            }
            out.writeTag(1, BYTES);
            out.writeUInt32NoTag(bytes);
            for (int value : state.values) {
                out.writeInt32NoTag(value);
            }
        });
    }

    @Override
    void readState() {
        read(in -> {
            if (in.readTag() != (1 << 3 | BYTES)) {
                throw new IOException("not the array");
            }
            int limit = in.pushLimit(in.readRawVarint32());
            int[] values = new int[16];
            int count = 0;
            while (in.getBytesUntilLimit() > 0) {
                values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                values[count++] = in.readInt32();
            }
            in.popLimit(limit);
            state.values = Arrays.copyOf(values, count);
        });
    }
}
