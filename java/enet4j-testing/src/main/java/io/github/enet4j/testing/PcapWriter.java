package io.github.enet4j.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Writes datagrams into a capture file: classic pcap with microseconds, each in made-up headers of IP and UDP. */
final class PcapWriter implements AutoCloseable {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int RAW_IP = 101;
    private static final int MAX_LENGTH = 0xFFFF + 40;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final OutputStream out;

    PcapWriter(OutputStream out) throws IOException {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.out.write(ByteBuffer.allocate(24).putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0)
                .putInt(MAX_LENGTH).putInt(RAW_IP).array());
    }

    /** Writes one; the time is that of the Unix clock, µs. */
    synchronized void write(long time, InetSocketAddress from, InetSocketAddress to, byte[] data) throws IOException {
        byte[] source = from.getAddress().getAddress();
        byte[] destination = to.getAddress().getAddress();
        boolean six = source.length == 16 || destination.length == 16;
        int udpLength = Math.min(UDP_HEADER + data.length, 0xFFFF - 20);
        int length = (six ? 40 : 20) + udpLength;
        ByteBuffer packet = ByteBuffer.allocate(16 + length);
        packet.putInt((int) (time / MICROS_PER_SECOND)).putInt((int) (time % MICROS_PER_SECOND));
        packet.putInt(length).putInt(length);
        if (six) {
            packet.putInt(6 << 28).putShort((short) udpLength).put((byte) UDP).put((byte) 64);
            packet.put(wide(from.getAddress())).put(wide(to.getAddress()));
        } else {
            packet.putShort((short) 0x4500).putShort((short) length).putInt(0);
            packet.put((byte) 64).put((byte) UDP).putShort((short) 0).put(source).put(destination);
            packet.putShort(16 + 10, headerChecksum(packet, 16, 20));
        }
        packet.putShort((short) from.getPort()).putShort((short) to.getPort());
        packet.putShort((short) udpLength).putShort((short) 0);
        packet.put(data, 0, udpLength - UDP_HEADER);
        out.write(packet.array());
    }

    /** An IPv4 address mapped into IPv6, where the other one is of that. */
    private static byte[] wide(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 ? bytes
                : ByteBuffer.allocate(16).putLong(0).putInt(0xFFFF).put(bytes).array();
    }

    private static short headerChecksum(ByteBuffer packet, int start, int length) {
        int sum = 0;
        for (int i = start; i < start + length; i += 2) {
            sum += packet.getShort(i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    synchronized void flush() throws IOException {
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
