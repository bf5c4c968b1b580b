package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.Failure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the frames of a capture, as long as there are any; what is wrong with the rest it says afterwards. */
abstract class CaptureReader {
    /** No capture has larger frames; what says so is damaged. */
    static final int MAX_FRAME = 1 << 20;

    private static final int MAGIC_SIZE = 4;

    private final InputStream in;
    private String problem;

    CaptureReader(InputStream in) {
        this.in = in;
    }

    /** A reader for a file of either format. */
    static CaptureReader open(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, 1 << 16);
        in.mark(MAGIC_SIZE);
        byte[] magic = in.readNBytes(MAGIC_SIZE);
        in.reset();
        if (magic.length < MAGIC_SIZE) {
            throw new Failure("no capture: it has " + magic.length + " bytes");
        }
        try {
            return switch (ByteBuffer.wrap(magic).getInt()) {
                case 0x0A0D0D0A -> new PcapngReader(in);
                case 0xA1B2C3D4 -> new PcapReader(in, ByteOrder.BIG_ENDIAN, false);
                case 0xD4C3B2A1 -> new PcapReader(in, ByteOrder.LITTLE_ENDIAN, false);
                case 0xA1B23C4D -> new PcapReader(in, ByteOrder.BIG_ENDIAN, true);
                case 0x4D3CB2A1 -> new PcapReader(in, ByteOrder.LITTLE_ENDIAN, true);
                default -> throw new Failure((magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B
                        ? "the capture is compressed: gunzip -c FILE | enet4j decode -"
                        : "no capture: it begins neither as pcap nor as pcapng does");
            };
        } catch (EOFException e) {
            throw new Failure("no capture: it ends in its header");
        }
    }

    /** The next frame, null when there are no more. */
    final Frame next() throws IOException {
        if (problem != null) {
            return null;
        }
        try {
            return read();
        } catch (EOFException e) {
            problem = "the capture is cut off in the middle of a frame";
        } catch (DamagedException e) {
            problem = e.getMessage();
        }
        return null;
    }

    /** Why there are no more frames, null if the capture ends well. */
    final String problem() {
        return problem;
    }

    /** The next frame, null at the end. */
    abstract Frame read() throws IOException, DamagedException;

    /** So many bytes; null when there are none at all. */
    final byte[] bytesOrEnd(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length == 0 && count > 0) {
            return null;
        }
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /** So many bytes. */
    final byte[] bytes(int count) throws IOException {
        byte[] bytes = bytesOrEnd(count);
        if (bytes == null) {
            throw new EOFException();
        }
        return bytes;
    }

    /** What can't be read on. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }
}
