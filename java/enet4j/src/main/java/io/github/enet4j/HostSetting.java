package io.github.enet4j;

/** The fields of a host that a program may set, in the order that native/jni/jni_settings.c has them. */
enum HostSetting {
    CHANNEL_LIMIT,
    CHECKSUM,
    MTU,
    MAXIMUM_PACKET_SIZE,
    MAXIMUM_WAITING_DATA,
    DUPLICATE_PEERS,
    MAXIMUM_QUEUED_DATA,
    MAXIMUM_UNREAD_DATA,
    MAXIMUM_RECEIVED_MEMORY,
    CONNECT_GATE,
    CONNECTS_PER_SECOND
}
