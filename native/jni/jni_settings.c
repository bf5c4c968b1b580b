/* Native.java's functions for a host's settings and for what it and its peers have counted. */
#include "jni/jni_bridge.h"

#include "platform/checksum.h"

/* In the order of HostSetting.java. */
enum {
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
};

static jlong JNICALL get(JNIEnv *env, jclass class, jlong handle, jint setting)
{
    (void) env;
    (void) class;
    const e4j_host *host = e4j_jni_host(handle);
    const ENetHost *enet = host->enet;
    switch (setting) {
    case CHANNEL_LIMIT:
        return (jlong) enet->channelLimit;
    case CHECKSUM:
        return enet->checksum != NULL;
    case MTU:
        return (jlong) enet->mtu;
    case MAXIMUM_PACKET_SIZE:
        return (jlong) enet->maximumPacketSize;
    case MAXIMUM_WAITING_DATA:
        return (jlong) enet->maximumWaitingData;
    case DUPLICATE_PEERS:
        return (jlong) enet->duplicatePeers;
    case MAXIMUM_QUEUED_DATA:
        return (jlong) host->maximum_queued;
    case MAXIMUM_UNREAD_DATA:
        return (jlong) host->incoming_limits.unread;
    case MAXIMUM_RECEIVED_MEMORY:
        return (jlong) host->incoming_limits.total;
    case CONNECT_GATE:
        return (jlong) host->gate.mode;
    case CONNECTS_PER_SECOND:
        return (jlong) host->gate.connects_per_second;
    default:
        return -1;
    }
}

/* ENet fills a datagram up to the MTU and then adds the checksum, and takes none above its maximum. */
static enet_uint32 largest_mtu(const ENetHost *enet, enet_uint32 wanted)
{
    enet_uint32 most = ENET_PROTOCOL_MAXIMUM_MTU - (enet->checksum != NULL ? sizeof(enet_uint32) : 0);
    return wanted < most ? wanted : most;
}

static void JNICALL set(JNIEnv *env, jclass class, jlong handle, jint setting, jlong value)
{
    (void) env;
    (void) class;
    e4j_host *host = e4j_jni_host(handle);
    ENetHost *enet = host->enet;
    switch (setting) {
    case CHANNEL_LIMIT:
        enet_host_channel_limit(enet, (size_t) value);
        break;
    case CHECKSUM:
        enet->checksum = value ? e4j_crc32 : NULL;
        enet->mtu = largest_mtu(enet, enet->mtu);
        break;
    case MTU:
        enet->mtu = largest_mtu(enet, (enet_uint32) value);
        break;
    case MAXIMUM_PACKET_SIZE:
        enet->maximumPacketSize = (size_t) value;
        break;
    case MAXIMUM_WAITING_DATA:
        enet->maximumWaitingData = (size_t) value;
        break;
    case DUPLICATE_PEERS:
        enet->duplicatePeers = (size_t) value;
        break;
    case MAXIMUM_QUEUED_DATA:
        host->maximum_queued = (size_t) value;
        break;
    case MAXIMUM_UNREAD_DATA:
        host->incoming_limits.unread = (size_t) value;
        break;
    case MAXIMUM_RECEIVED_MEMORY:
        host->incoming_limits.total = (size_t) value;
        break;
    case CONNECT_GATE:
        host->gate.mode = (e4j_gate_mode) value;
        break;
    case CONNECTS_PER_SECOND:
        host->gate.connects_per_second = (uint32_t) value;
        break;
    default:
        break;
    }
}

static jlong JNICALL queued_data(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    return peer != NULL ? (jlong) e4j_outgoing_of(peer)->data : 0;
}

static jint JNICALL queued_packets(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    return peer != NULL ? (jint) e4j_outgoing_of(peer)->packets : 0;
}

static jlong JNICALL unread_data(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    return peer != NULL ? (jlong) e4j_incoming_unread(peer) : 0;
}

/* The gate's, in its order; then what GateCounters.java and LimitCounters.java have further. */
static void JNICALL count(JNIEnv *env, jclass class, jlong handle, jlongArray counters)
{
    (void) class;
    e4j_host *host = e4j_jni_host(handle);
    jlong values[E4J_GATE_COUNTERS + 5];
    e4j_gate_count(host);
    for (int i = 0; i < E4J_GATE_COUNTERS; i++)
        values[i] = (jlong) host->gate.counters[i];
    values[E4J_GATE_COUNTERS] = (jlong) host->arrivals.unmatched;
    values[E4J_GATE_COUNTERS + 1] = (jlong) host->incoming_counters.refused;
    values[E4J_GATE_COUNTERS + 2] = (jlong) host->incoming_counters.dropped;
    values[E4J_GATE_COUNTERS + 3] = (jlong) host->incoming_counters.impossible;
    values[E4J_GATE_COUNTERS + 4] = (jlong) host->arrivals.overworked;
    (*env)->SetLongArrayRegion(env, counters, 0, E4J_GATE_COUNTERS + 5, values);
}

const JNINativeMethod e4j_jni_settings_methods[] = {
    {"get", "(JI)J", get},
    {"set", "(JIJ)V", set},
    {"queuedData", "(JJ)J", queued_data},
    {"queuedPackets", "(JJ)I", queued_packets},
    {"unreadData", "(JJ)J", unread_data},
    {"count", "(J[J)V", count},
};
const int e4j_jni_settings_method_count = sizeof e4j_jni_settings_methods / sizeof *e4j_jni_settings_methods;
