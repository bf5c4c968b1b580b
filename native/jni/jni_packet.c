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
