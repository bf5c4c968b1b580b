import io.github.enet4j.variant.Variants;
import io.github.enet4j.variant.Vector2;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Two ways to make bytes of messages and messages of bytes. Shows them, and that they fit together. */
public class Messages {
    // tag::bytes[]
    static final byte MOVE = 1;
    static final byte SAY = 2;

    /** As StreamPeerBuffer: put_u8(1), put_u32(id), put_float(x), put_float(y). */
    static ByteBuffer move(ByteBuffer buffer, int id, float x, float y) {
        return buffer.clear().order(ByteOrder.LITTLE_ENDIAN).put(MOVE).putInt(id).putFloat(x).putFloat(y).flip();
    }

    /** As StreamPeerBuffer: put_u8(2), put_utf8_string(text), which writes the number of bytes first. */
    static ByteBuffer say(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer.clear().order(ByteOrder.LITTLE_ENDIAN).put(SAY).putInt(bytes.length).put(bytes).flip();
    }

    static String read(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        switch (in.get()) {
            case MOVE -> {
                return "player " + in.getInt() + " is at " + in.getFloat() + ", " + in.getFloat();
            }
            case SAY -> {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {    // never trust a number that came from outside
                    throw new IllegalArgumentException("a text of " + length + " bytes in " + packet.length);
                }
                return "says " + new String(packet, in.position(), length, StandardCharsets.UTF_8);
            }
            default -> throw new IllegalArgumentException("a message of no known kind");
        }
    }
    // end::bytes[]

    public static void main(String[] args) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
        for (ByteBuffer message : List.of(move(buffer, 7, 1.5f, -2f), say(ByteBuffer.allocate(64), "hello"))) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            System.out.println(bytes.length + " bytes: " + read(bytes));
        }

        // tag::variants[]
        byte[] packet = Variants.encode(Map.of("id", 7, "position", new Vector2(1.5, -2), "name", "amy"));
        Map<?, ?> value = (Map<?, ?>) Variants.decode(packet);      // in Godot: bytes_to_var(packet)
        Vector2 position = (Vector2) value.get("position");
        System.out.println(packet.length + " bytes: " + value.get("name") + " is at " + position.x());
        // end::variants[]
        if (!Arrays.equals(packet, Variants.encode(Variants.decode(packet)))) {
            throw new IllegalStateException("not the same again");
        }
    }
}
