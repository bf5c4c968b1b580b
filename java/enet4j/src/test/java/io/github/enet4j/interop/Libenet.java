package io.github.enet4j.interop;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The system's own libenet, as far as the tests call it. Sizes are 64 bit wide. */
final class Libenet {
    static {
        Native.register(Libenet.class, "libenet.so.7");
        if (enet_initialize() != 0) {
            throw new IllegalStateException("libenet does not initialize");
        }
    }

    private Libenet() {
    }

    static native int enet_initialize();

    static native int enet_address_set_host_ip(Pointer address, String name);

    static native Pointer enet_host_create(Pointer address, long peers, long channels, int in, int out);

    static native void enet_host_destroy(Pointer host);

    static native int enet_host_compress_with_range_coder(Pointer host);

    static native Pointer enet_host_connect(Pointer host, Pointer address, long channels, int data);

    static native int enet_host_service(Pointer host, Pointer event, int timeout);

    static native Pointer enet_packet_create(byte[] data, long length, int flags);

    static native void enet_packet_destroy(Pointer packet);

    static native int enet_peer_send(Pointer peer, byte channel, Pointer packet);

    static native void enet_peer_disconnect(Pointer peer, int data);

    static native void enet_peer_disconnect_later(Pointer peer, int data);

    static native void enet_peer_disconnect_now(Pointer peer, int data);

    static native void enet_peer_throttle_configure(Pointer peer, int interval, int acceleration, int deceleration);

    static native Pointer enet_range_coder_create();

    static native void enet_range_coder_destroy(Pointer context);

    static native long enet_range_coder_decompress(Pointer context, byte[] in, long length, byte[] out, long limit);
}
