package io.github.enet4j.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The files of variants.gd. */
final class Records {
    private Records() {
    }

    static void write(Path file, List<byte[]> records) throws IOException {
        int size = records.stream().mapToInt(record -> 4 + record.length).sum();
        ByteBuffer contents = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        records.forEach(record -> contents.putInt(record.length).put(record));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(contents.flip());
        }
    }

    static List<byte[]> read(Path file) throws IOException {
        ByteBuffer contents = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (contents.hasRemaining()) {
            byte[] record = new byte[contents.getInt()];
            contents.get(record);
            records.add(record);
        }
        return records;
    }
}
