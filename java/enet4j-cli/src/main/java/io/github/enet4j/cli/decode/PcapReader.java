package io.github.enet4j.cli.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads libpcap's classic format. */
final class PcapReader extends CaptureReader {
    private static final int FILE_HEADER = 24;
    private static final int LINK_TYPE = 20;
    private static final int FRAME_HEADER = 16;
    private static final int LINK_TYPE_BITS = 0x0FFFFFFF;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ByteOrder order;
    private final boolean nanoseconds;
    private final int linkType;

    PcapReader(InputStream in, ByteOrder order, boolean nanoseconds) throws IOException {
        super(in);
        this.order = order;
        this.nanoseconds = nanoseconds;
        linkType = wrap(bytes(FILE_HEADER)).getInt(LINK_TYPE) & LINK_TYPE_BITS;
    }

    private ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    @Override
    Frame read() throws IOException, DamagedException {
        byte[] header = bytesOrEnd(FRAME_HEADER);
        if (header == null) {
            return null;
        }
        ByteBuffer fields = wrap(header);
        long seconds = fields.getInt() & 0xFFFFFFFFL;
        long fraction = fields.getInt() & 0xFFFFFFFFL;
        int kept = fields.getInt();
        long length = fields.getInt() & 0xFFFFFFFFL;
        if (kept < 0 || kept > MAX_FRAME) {
            throw new DamagedException("the capture is damaged: a frame of " + (kept & 0xFFFFFFFFL) + " bytes");
        }
        long time = seconds * MICROS_PER_SECOND + (nanoseconds ? fraction / 1000 : fraction);
        return new Frame(time, linkType, bytes(kept), length);
    }
}
