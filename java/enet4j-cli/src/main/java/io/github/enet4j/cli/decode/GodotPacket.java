package io.github.enet4j.cli.decode;

import io.github.enet4j.variant.VariantException;
import io.github.enet4j.variant.Variants;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a packet of Godot's, or a part of one; where it ends too early, by a BufferUnderflowException. */
final class GodotPacket {
    private static final int MAX_SHOWN = 32;

    private final ByteBuffer bytes;

    GodotPacket(byte[] packet) {
        this(ByteBuffer.wrap(packet));
    }

    private GodotPacket(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int unsigned8() {
        return bytes.get() & 0xFF;
    }

    int unsigned16() {
        return bytes.getShort() & 0xFFFF;
    }

    long unsigned32() {
        return bytes.getInt() & 0xFFFFFFFFL;
    }

    int signed32() {
        return bytes.getInt();
    }

    long signed64() {
        return bytes.getLong();
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    /** The next so many bytes, as a packet that begins there. */
    GodotPacket part(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        GodotPacket part = new GodotPacket(bytes.slice().limit((int) length));
        bytes.position(bytes.position() + (int) length);
        return part;
    }

    /** All that follows. */
    byte[] rest() {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    /** All that follows, shown. */
    String shown() {
        return Payload.show(rest(), MAX_SHOWN);
    }

    /** What follows up to a 0, or the end. */
    String text() {
        byte[] rest = rest();
        int end = 0;
        while (end < rest.length && rest[end] != 0) {
            end++;
        }
        return new String(rest, 0, end, StandardCharsets.UTF_8).replaceAll("\\p{Cc}", "?");
    }

    /** So many values, shown; fewer where the packet ends or can't be read. */
    List<String> values(int most) {
        List<String> shown = new ArrayList<>();
        while (shown.size() < most && bytes.hasRemaining()) {
            try {
                shown.add(GodotText.of(Variants.decodeCompact(bytes)));
            } catch (VariantException | BufferUnderflowException e) {
                shown.add("? " + shown());
            }
        }
        return shown;
    }
}
