/*
 * Native.java's functions for peers and for received packets. A peer is named by slot and generation; where the name is
 * out of date nothing happens.
 */
#include "jni/jni_bridge.h"

#include <string.h>

static ENetPeer *find(jlong handle, jint slot, jint generation)
{
    return e4j_host_peer(e4j_jni_host(handle), (e4j_peer_name) {(uint32_t) slot, (uint32_t) generation});
}

static jint JNICALL send_array(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint channel,
                               jbyteArray array, jint offset, jint length, jint flags)
{
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer == NULL)
        return E4J_UNCONFIGURED;
    int code = e4j_host_refusal(e4j_jni_host(handle), peer, channel, (size_t) length, (uint32_t) flags);
    if (code != E4J_OK)
        return code;
    ENetPacket *packet = e4j_jni_packet_of_array(env, array, offset, length);
    return packet != NULL ? e4j_host_send(peer, channel, packet, (uint32_t) flags) : E4J_FAILED;
}

static jint JNICALL send_memory(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint channel,
                                jlong memory, jint length, jint flags)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer == NULL)
        return E4J_UNCONFIGURED;
    int code = e4j_host_refusal(e4j_jni_host(handle), peer, channel, (size_t) length, (uint32_t) flags);
    if (code != E4J_OK)
        return code;
    ENetPacket *packet = enet_packet_create(e4j_jni_memory(memory), (size_t) length, 0);
    return packet != NULL ? e4j_host_send(peer, channel, packet, (uint32_t) flags) : E4J_FAILED;
}

static jlong JNICALL address(JNIEnv *env, jclass class, jobject buffer)
{
    (void) class;
    return (jlong) (uintptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}

/* For a peer, or with slot -1 for all. */
static jint JNICALL refusal(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint channel,
                            jint length, jint flags)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = slot >= 0 ? find(handle, slot, generation) : NULL;
    if (slot >= 0 && peer == NULL)
        return E4J_UNCONFIGURED;
    return e4j_host_refusal(e4j_jni_host(handle), peer, channel, (size_t) length, (uint32_t) flags);
}

/* Whether the peer will get an event yet; when not, its last statistics are in the batch memory. */
static jboolean JNICALL disconnect(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint kind,
                                   jint data)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer == NULL)
        return JNI_FALSE;
    e4j_peer_statistics last;
    if (e4j_host_disconnect(e4j_jni_host(handle), peer, (e4j_disconnect_kind) kind, (uint32_t) data, &last))
        return JNI_TRUE;
    memcpy(e4j_jni_batch_memory(handle) + E4J_BATCH_STATISTICS, &last, sizeof last);
    return JNI_FALSE;
}

static void JNICALL ping(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer != NULL)
        enet_peer_ping(peer);
}

static void JNICALL ping_interval(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint interval)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer != NULL)
        enet_peer_ping_interval(peer, (uint32_t) interval);
}

static void JNICALL throttle_configure(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation,
                                       jint interval, jint acceleration, jint deceleration)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer != NULL)
        enet_peer_throttle_configure(peer, (uint32_t) interval, (uint32_t) acceleration, (uint32_t) deceleration);
}

static void JNICALL timeout(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint limit,
                            jint minimum, jint maximum)
{
    (void) env;
    (void) class;
    ENetPeer *peer = find(handle, slot, generation);
    if (peer != NULL)
        enet_peer_timeout(peer, (uint32_t) limit, (uint32_t) minimum, (uint32_t) maximum);
}

/* An unsigned 32-bit value. */
static jlong JNICALL statistic(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation, jint index)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = find(handle, slot, generation);
    e4j_peer_statistics all;
    if (peer == NULL || index < 0 || index >= E4J_PEER_STATISTICS)
        return 0;
    e4j_host_statistics(peer, &all);
    return all.value[index];
}

static jint JNICALL state(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = find(handle, slot, generation);
    return peer != NULL ? (jint) peer->state : ENET_PEER_STATE_DISCONNECTED;
}

static jint JNICALL channels(JNIEnv *env, jclass class, jlong handle, jint slot, jint generation)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = find(handle, slot, generation);
    return peer != NULL ? (jint) peer->channelCount : 0;
}

/* ---- Received packets: each handle came with an event, and is used up by all of these but copy. ---- */

static ENetPacket *packet_of(jlong handle)
{
    return (ENetPacket *) (uintptr_t) handle;
}

static void JNICALL take_array(JNIEnv *env, jclass class, jlong handle, jbyteArray array, jint offset)
{
    (void) class;
    ENetPacket *packet = packet_of(handle);
    (*env)->SetByteArrayRegion(env, array, offset, (jsize) packet->dataLength, (const jbyte *) packet->data);
    enet_packet_destroy(packet);
}

static void JNICALL copy(JNIEnv *env, jclass class, jlong handle, jlong target)
{
    (void) env;
    (void) class;
    const ENetPacket *packet = packet_of(handle);
    if (packet->dataLength > 0)
        memcpy(e4j_jni_memory(target), packet->data, packet->dataLength);
}

static void JNICALL free_packet(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    enet_packet_destroy(packet_of(handle));
}

static void JNICALL release(JNIEnv *env, jclass class, jlongArray handles, jint count)
{
    (void) class;
    e4j_jni_release(env, handles, count);
}

#define BUFFER "Ljava/nio/ByteBuffer;"

const JNINativeMethod e4j_jni_peer_methods[] = {
    {"send", "(JIII[BIII)I", send_array},
    {"send", "(JIIIJII)I", send_memory},
    {"address", "(" BUFFER ")J", address},
    {"refusal", "(JIIIII)I", refusal},
    {"disconnect", "(JIIII)Z", disconnect},
    {"ping", "(JII)V", ping},
    {"pingInterval", "(JIII)V", ping_interval},
    {"throttleConfigure", "(JIIIII)V", throttle_configure},
    {"timeout", "(JIIIII)V", timeout},
    {"statistic", "(JIII)J", statistic},
    {"state", "(JII)I", state},
    {"channels", "(JII)I", channels},
    {"take", "(J[BI)V", take_array},
    {"copy", "(JJ)V", copy},
    {"free", "(J)V", free_packet},
    {"release", "([JI)V", release},
};
const int e4j_jni_peer_method_count = sizeof e4j_jni_peer_methods / sizeof *e4j_jni_peer_methods;
