/* Packet contents between ENet and Java. */
#include "jni/jni_bridge.h"

ENetPacket *e4j_jni_packet_of_array(JNIEnv *env, jbyteArray array, jint offset, jint length)
{
    if (length < 0)
        return NULL;
    ENetPacket *packet = enet_packet_create(NULL, (size_t) length, 0);
    if (packet == NULL || length == 0)
        return packet;
    (*env)->GetByteArrayRegion(env, array, offset, length, (jbyte *) packet->data);
    if ((*env)->ExceptionCheck(env)) {
        enet_packet_destroy(packet);
        return NULL;
    }
    return packet;
}

void *e4j_jni_memory(jlong address)
{
    return (void *) (uintptr_t) address;
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

void e4j_jni_release(JNIEnv *env, jlongArray handles, jint count)
{
    jlong part[64];
    for (jint done = 0; done < count;) {
        jint n = count - done < 64 ? count - done : 64;
        (*env)->GetLongArrayRegion(env, handles, done, n, part);
        if ((*env)->ExceptionCheck(env))
            return;
        for (jint i = 0; i < n; i++)
            enet_packet_destroy((ENetPacket *) (uintptr_t) part[i]);
        done += n;
    }
}
