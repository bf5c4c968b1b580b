package io.github.enet4j.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The system's libenet through JNA's direct mapping, the faster of its two: what a Java program would use today. */
final class LibEnet {
    static final int EVENT_CONNECT = 1;
    static final int EVENT_DISCONNECT = 2;
    static final int EVENT_RECEIVE = 3;
    static final int PACKET_RELIABLE = 1;

    /* Where fields are in the structures, on 64-bit systems. */
    static final int ADDRESS_SIZE = 8;
    static final int ADDRESS_PORT = 4;
    static final int EVENT_SIZE = 32;
    static final int EVENT_PEER = 8;
    static final int EVENT_PACKET = 24;
    static final int PACKET_DATA = 16;
    static final int PACKET_LENGTH = 24;
    /* The socket is the first field of a host, an int. */
    static final int HOST_SOCKET = 0;

    static {
        Native.register(LibEnet.class, "libenet.so.7");
        if (enet_initialize() != 0) {
            throw new IllegalStateException("libenet does not start");
        }
    }

    private LibEnet() {
    }

    static native int enet_initialize();

    static native int enet_address_set_host_ip(Pointer address, String name);

    static native int enet_socket_get_address(int socket, Pointer address);

    static native Pointer enet_host_create(Pointer address, long peers, long channels, int in, int out);

    static native void enet_host_destroy(Pointer host);

    static native Pointer enet_host_connect(Pointer host, Pointer address, long channels, int data);

    static native int enet_host_service(Pointer host, Pointer event, int timeout);

    static native int enet_host_check_events(Pointer host, Pointer event);

    static native void enet_host_flush(Pointer host);

    static native void enet_host_broadcast(Pointer host, byte channel, Pointer packet);

    static native Pointer enet_packet_create(byte[] data, long length, int flags);

    static native void enet_packet_destroy(Pointer packet);

    static native int enet_peer_send(Pointer peer, byte channel, Pointer packet);

    static native void enet_peer_disconnect_now(Pointer peer, int data);
}
