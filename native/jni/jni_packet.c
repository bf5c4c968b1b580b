/* Native.java's functions for packets: their way into ENet, and out of it. */
#include "jni/jni_bridge.h"

#include "platform/packet.h"

#include <string.h>

void *e4j_jni_memory(jlong address)
{
    return (void *) (uintptr_t) address;
}

/* ---- Sending. What the packet is copied from is a part of an array, or (NULL) memory at an address. ---- */

/* NULL when memory is short or the part is not inside the array; an exception may be pending then. */
static ENetPacket *packet_of(JNIEnv *env, jbyteArray array, jlong at, jint length, size_t command)
{
    ENetPacket *packet = e4j_packet_make(array == NULL ? e4j_jni_memory(at) : NULL, (size_t) length, 0, command);
    if (packet == NULL || array == NULL || length == 0)
        return packet;
    (*env)->GetByteArrayRegion(env, array, (jsize) at, length, (jbyte *) packet->data);
    if ((*env)->ExceptionCheck(env)) {
        enet_packet_destroy(packet);
        return NULL;
    }
    return packet;
}

static int refusal_of(jlong handle, jlong name, jint channel, jint length, jint flags)
{
    const ENetPeer *peer = name != 0 ? e4j_jni_peer(handle, name) : NULL;
    if (name != 0 && peer == NULL)
        return E4J_UNCONFIGURED;
    return e4j_host_refusal(e4j_jni_host(handle), peer, channel, (size_t) length, (uint32_t) flags);
}

/* For the peer of that name, or with 0 for all. */
static jint JNICALL refusal(JNIEnv *env, jclass class, jlong handle, jlong name, jint channel, jint length, jint flags)
{
    (void) env;
    (void) class;
    return refusal_of(handle, name, channel, length, flags);
}

static jint JNICALL send(JNIEnv *env, jclass class, jlong handle, jlong name, jint channel, jbyteArray array, jlong at,
                         jint length, jint flags)
{
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer == NULL)
        return E4J_UNCONFIGURED;
    /* A small one is refused afterwards. */
    int code = array != NULL ? e4j_host_refusal(e4j_jni_host(handle), peer, channel, (size_t) length, (uint32_t) flags)
                             : E4J_OK;
    if (code != E4J_OK)
        return code;
    ENetPacket *packet = packet_of(env, array, at, length, sizeof(ENetOutgoingCommand));
    return packet != NULL ? e4j_host_send(peer, channel, packet, (uint32_t) flags) : E4J_FAILED;
}

/* To as many peers as `names` has at its address, or (0) to all. */
static jint JNICALL broadcast(JNIEnv *env, jclass class, jlong handle, jlong names, jint count, jint channel,
                              jbyteArray array, jlong at, jint length, jint flags)
{
    (void) class;
    int code = refusal_of(handle, 0, channel, length, flags);
    if (code != E4J_OK)
        return code;
    ENetPacket *packet = packet_of(env, array, at, length, E4J_NO_COMMAND);
    if (packet == NULL)
        return E4J_FAILED;
    return e4j_host_broadcast(e4j_jni_host(handle), e4j_jni_memory(names), (size_t) count, channel, packet,
                              (uint32_t) flags);
}

static jlong JNICALL address(JNIEnv *env, jclass class, jobject buffer)
{
    (void) class;
    return (jlong) (uintptr_t) (*env)->GetDirectBufferAddress(env, buffer);
}

/* ---- Received packets: each handle came with an event, and is used up by all of these but copy. ---- */

static ENetPacket *received(jlong handle)
{
    return e4j_jni_memory(handle);
}

static void JNICALL take(JNIEnv *env, jclass class, jlong handle, jbyteArray array, jint offset)
{
    (void) class;
    ENetPacket *packet = received(handle);
    (*env)->SetByteArrayRegion(env, array, offset, (jsize) packet->dataLength, (const jbyte *) packet->data);
    enet_packet_destroy(packet);
}

static void JNICALL copy(JNIEnv *env, jclass class, jlong handle, jlong target)
{
    (void) env;
    (void) class;
    const ENetPacket *packet = received(handle);
    if (packet->dataLength > 0)
        memcpy(e4j_jni_memory(target), packet->data, packet->dataLength);
}

static void JNICALL free_packet(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    enet_packet_destroy(received(handle));
}

jint JNICALL e4j_jni_decompress(JNIEnv *env, jclass class, jint mode, jbyteArray block, jbyteArray target)
{
    (void) class;
    uint8_t in[ENET_PROTOCOL_MAXIMUM_MTU], out[ENET_PROTOCOL_MAXIMUM_MTU];
    const jsize length = (*env)->GetArrayLength(env, block);
    const jsize room = (*env)->GetArrayLength(env, target);
    if ((size_t) length > sizeof in)
        return 0;
    (*env)->GetByteArrayRegion(env, block, 0, length, (jbyte *) in);
    const size_t limit = (size_t) room < sizeof out ? (size_t) room : sizeof out;
    const size_t result = e4j_decompress((e4j_compression_mode) mode, in, (size_t) length, out, limit);
    (*env)->SetByteArrayRegion(env, target, 0, (jsize) result, (const jbyte *) out);
    return (jint) result;
}

void e4j_jni_release(JNIEnv *env, jlongArray handles, jint count, void (*free)(ENetPacket *))
{
    enum { AHEAD = 4 }; /* they were used a while ago: come from memory meanwhile */
    jlong part[64];
    for (jint done = 0; done < count;) {
        jint n = count - done < 64 ? count - done : 64;
        (*env)->GetLongArrayRegion(env, handles, done, n, part);
        if ((*env)->ExceptionCheck(env))
            return;
        for (jint i = 0; i < n; i++) {
            if (i + AHEAD < n)
                __builtin_prefetch(received(part[i + AHEAD]), 1);
            free(received(part[i]));
        }
        done += n;
    }
}

static void JNICALL release(JNIEnv *env, jclass class, jlongArray handles, jint count)
{
    (void) class;
    e4j_jni_release(env, handles, count, enet_packet_destroy);
}

const JNINativeMethod e4j_jni_packet_methods[] = {
    {"refusal", "(JJIII)I", refusal},
    {"send", "(JJI[BJII)I", send},
    {"broadcast", "(JJII[BJII)I", broadcast},
    {"address", "(Ljava/nio/ByteBuffer;)J", address},
    {"take", "(J[BI)V", take},
    {"copy", "(JJ)V", copy},
    {"free", "(J)V", free_packet},
    {"release", "([JI)V", release},
};
const int e4j_jni_packet_method_count = sizeof e4j_jni_packet_methods / sizeof *e4j_jni_packet_methods;
