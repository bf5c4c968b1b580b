package io.github.enet4j.cli.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Makes capture files of other kinds. */
final class Captures {
    private static final int FILE_HEADER = 24;
    private static final int FRAME_HEADER = 16;

    private Captures() {
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** A datagram from 192.0.2.1:5000 to 192.0.2.2:7777 in IPv4. */
    static byte[] ipv4(byte[] data) {
        return ByteBuffer.allocate(28 + data.length).putShort((short) 0x4500).putShort((short) (28 + data.length))
                .putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0).putInt(0xC0000201).putInt(0xC0000202)
                .putShort((short) 5000).putShort((short) 7777).putShort((short) (8 + data.length)).putShort((short) 0)
                .put(data).array();
    }

    /** The same in IPv6, behind so many bytes of extension headers (a multiple of 8). */
    static byte[] ipv6(byte[] data, int extension) {
        ByteBuffer packet = ByteBuffer.allocate(48 + extension + data.length).putInt(6 << 28)
                .putShort((short) (8 + extension + data.length)).put((byte) (extension > 0 ? 0 : 17)).put((byte) 64)
                .put(bytes("20010db8000000000000000000000001")).put(bytes("20010db8000000000000000000000002"));
        if (extension > 0) {
            packet.put((byte) 17).put((byte) (extension / 8 - 1)).put(new byte[extension - 2]);
        }
        return packet.putShort((short) 5000).putShort((short) 7777).putShort((short) (8 + data.length))
                .putShort((short) 0).put(data).array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] pcap(int linkType, byte[]... frames) {
        return pcap(ByteOrder.BIG_ENDIAN, false, linkType, List.of(frames));
    }

    static byte[] pcap(ByteOrder order, boolean nanoseconds, int linkType, List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ByteBuffer.allocate(FILE_HEADER).order(order).putInt(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4)
                .putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535).putInt(linkType).array());
        for (byte[] frame : frames) {
            all.writeBytes(ByteBuffer.allocate(FRAME_HEADER).order(order).putInt(7)
                    .putInt(nanoseconds ? 123_456_789 : 123_456).putInt(frame.length).putInt(frame.length).array());
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** The frames of a capture that the proxy wrote. */
    static List<byte[]> frames(byte[] pcap) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = FILE_HEADER; at < pcap.length;) {
            int length = ByteBuffer.wrap(pcap).getInt(at + 8);
            frames.add(Arrays.copyOfRange(pcap, at + FRAME_HEADER, at + FRAME_HEADER + length));
            at += FRAME_HEADER + length;
        }
        return frames;
    }

    /** The same capture with at most so many bytes of each frame. */
    static byte[] cutFrames(byte[] pcap, int snapshot) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(pcap, 0, FILE_HEADER);
        for (byte[] frame : frames(pcap)) {
            int kept = Math.min(snapshot, frame.length);
            all.writeBytes(ByteBuffer.allocate(FRAME_HEADER).putLong(0).putInt(kept).putInt(frame.length).array());
            all.write(frame, 0, kept);
        }
        return all.toByteArray();
    }

    /** A pcapng file with one interface; its clock counts 10^-resolution seconds. */
    static byte[] pcapng(ByteOrder order, int linkType, int resolution, long time, List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        block(all, order, 0x0A0D0D0A, ByteBuffer.allocate(16).order(order).putInt(0x1A2B3C4D).putInt(1).putLong(-1));
        block(all, order, 1, ByteBuffer.allocate(20).order(order).putShort((short) linkType)
                .putShort((short) 0).putInt(0).putShort((short) 9)
                .putShort((short) 1).putInt(order == ByteOrder.BIG_ENDIAN ? resolution << 24 : resolution).putInt(0));
        block(all, order, 0xBAD, ByteBuffer.allocate(8));
        for (byte[] frame : frames) {
            ByteBuffer body = ByteBuffer.allocate(20 + (frame.length + 3) / 4 * 4).order(order).putInt(0)
                    .putInt((int) (time >>> 32)).putInt((int) time).putInt(frame.length).putInt(frame.length)
                    .put(frame);
            block(all, order, 6, body);
        }
        return all.toByteArray();
    }

    private static void block(ByteArrayOutputStream all, ByteOrder order, int type, ByteBuffer body) {
        int length = 12 + body.capacity();
        all.writeBytes(ByteBuffer.allocate(8).order(order).putInt(type).putInt(length).array());
        all.writeBytes(body.array());
        all.writeBytes(ByteBuffer.allocate(4).order(order).putInt(length).array());
    }
}
