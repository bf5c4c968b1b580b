package io.github.enet4j.cli.ping;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.zip.CRC32;

/**
 * Asks with a bare CONNECT who is there. Every ENet server takes one that is not compressed, whatever its own
 * compression is, and answers in that; and a socket of our own hears what ICMP says, which ENet's does not.
 */
final class RawProbe {
    private static final int[] SEND_AT_MILLIS = {0, 300, 900};
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MAX_DATAGRAM = 4096;

    /** Of all our questions, which are told apart by their ports. */
    private static final int CONNECT_ID = 0;

    /** How a port answered. */
    enum Result { ENET, NO_PEER, CLOSED, UNREACHABLE, SOMETHING_ELSE, SILENT }

    /**
     * An answer.
     *
     * @param result      what it was
     * @param compression that of the server; null without ENet
     * @param detail      more about it; null if there is nothing
     */
    record Answer(Result result, CompressionMode compression, String detail) {
    }

    private RawProbe() {
    }

    /** Asks that address, with or without ENet's checksum, and waits so long (ms) at most. */
    static Answer ask(InetSocketAddress address, boolean checksum, int milliseconds) {
        byte[] connect = connect(checksum);
        try (DatagramChannel channel = DatagramChannel.open(); Selector selector = Selector.open()) {
            channel.connect(address);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            long start = System.nanoTime();
            Answer soFar = new Answer(Result.SILENT, null, null);
            for (int sent = 0;;) {
                long elapsed = (System.nanoTime() - start) / NANOS_PER_MILLI;
                if (elapsed >= milliseconds) {
                    return soFar;
                }
                if (sent < SEND_AT_MILLIS.length && elapsed >= SEND_AT_MILLIS[sent]) {
                    channel.write(ByteBuffer.wrap(connect));
                    sent++;
                }
                long next = sent < SEND_AT_MILLIS.length ? SEND_AT_MILLIS[sent] : milliseconds;
                selector.select(Math.max(1, Math.min(next, milliseconds) - elapsed));
                selector.selectedKeys().clear();
                ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
                if (channel.read(buffer) > 0) {
                    byte[] data = new byte[buffer.flip().remaining()];
                    buffer.get(data);
                    soFar = understand(data, channel, checksum);
                    if (soFar.result == Result.ENET) {
                        return soFar;
                    }
                }
            }
        } catch (PortUnreachableException e) {
            return new Answer(Result.CLOSED, null, "ICMP: port unreachable");
        } catch (IOException e) {
            return new Answer(Result.UNREACHABLE, null, e.getMessage());
        }
    }

    private static Answer understand(byte[] data, DatagramChannel channel, boolean checksum) throws IOException {
        WireDatagram datagram = new WireReader().read(data);
        if (!datagram.usual()) {
            return new Answer(Result.SOMETHING_ELSE, null, data.length + " bytes that are not ENet");
        }
        for (WireCommand command : datagram.commands()) {
            if (command instanceof WireCommand.Connect verify && verify.connectId() == CONNECT_ID
                    && verify.header().type() == CommandType.VERIFY_CONNECT) {
                /* So that the server's slot is free at once. */
                channel.write(ByteBuffer.wrap(disconnect(verify, checksum)));
                return new Answer(Result.ENET, datagram.compression(), null);
            } else if (command.header().isReliable()) {
                /* The server has us prove our address, as every client does by confirming what it gets. */
                channel.write(ByteBuffer.wrap(acknowledge(command.header(), datagram.sentTime(), checksum)));
            }
        }
        return new Answer(Result.NO_PEER, null, "ENet answers, but grants no connection");
    }

    private static byte[] acknowledge(WireCommand.Header header, int sentTime, boolean checksum) {
        byte[] command = ByteBuffer.allocate(8).put((byte) 1).put((byte) header.channel())
                .putShort((short) header.sequence()).putShort((short) header.sequence()).putShort((short) sentTime)
                .array();
        return datagram(WireDatagram.NO_PEER, 0, command, checksum);
    }

    private static byte[] connect(boolean checksum) {
        ByteBuffer commands = ByteBuffer.allocate(48);
        commands.putInt(0x82FF0001).putShort((short) 0).put((byte) 0xFF).put((byte) 0xFF);
        commands.putInt(1392).putInt(65536).putInt(1).putInt(0).putInt(0);
        /* Throttle and data stay zeros, which the answer repeats: zeros become smaller in every compression. */
        return datagram(0x8FFF, 0, commands.array(), checksum);
    }

    private static byte[] disconnect(WireCommand.Connect verify, boolean checksum) {
        int session = verify.incomingSession() & 3;
        byte[] command = ByteBuffer.allocate(8).putInt(0x44FF0002).putInt(0).array();
        return datagram(verify.outgoingPeerId() | session << 12, CONNECT_ID, command, checksum);
    }

    private static byte[] datagram(int header, int connectId, byte[] commands, boolean checksum) {
        boolean sentTime = (header & 0x8000) != 0;
        int headerSize = sentTime ? 4 : 2;
        ByteBuffer datagram = ByteBuffer.allocate(headerSize + (checksum ? 4 : 0) + commands.length);
        datagram.putShort((short) header);
        if (sentTime) {
            datagram.putShort((short) 0);
        }
        if (checksum) {
            datagram.putInt(connectId);
        }
        datagram.put(commands);
        if (checksum) {
            CRC32 crc = new CRC32();
            crc.update(datagram.array());
            datagram.putInt(headerSize, (int) crc.getValue());
        }
        return datagram.array();
    }
}
