package io.github.enet4j.interop;

import io.github.enet4j.ENetEvent;
import io.github.enet4j.EventType;

/** An event that has happened on either side, with the packet it brought. */
record Received(EventType type, long data, int channel, int flags, byte[] packet) {
    static Received of(ENetEvent event) {
        if (event.type() != EventType.RECEIVE) {
            return new Received(event.type(), event.data(), 0, 0, null);
        }
        int flags = event.peer().getPacketFlags();
        return new Received(EventType.RECEIVE, 0, event.channel(), flags, event.peer().getPacket());
    }

    @Override
    public String toString() {
        return type + (packet == null ? " data=" + data
                : " channel=" + channel + " flags=" + flags + " size=" + packet.length);
    }
}
