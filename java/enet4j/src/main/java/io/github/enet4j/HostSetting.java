package io.github.enet4j;

/** The fields of ENet's host that a program may set, in the order that native/jni/jni_host.c has them. */
enum HostSetting {
    CHANNEL_LIMIT,
    CHECKSUM,
    MTU,
    MAXIMUM_PACKET_SIZE,
    MAXIMUM_WAITING_DATA,
    DUPLICATE_PEERS
}
