/* Packet contents between ENet and Java's arrays and buffers. */
#include "jni/jni_bridge.h"

uint8_t *e4j_jni_buffer(JNIEnv *env, jobject buffer, jint offset, jint length)
{
    uint8_t *start = (*env)->GetDirectBufferAddress(env, buffer);
    jlong capacity = (*env)->GetDirectBufferCapacity(env, buffer);
    return start != NULL && offset >= 0 && length >= 0 && (jlong) offset + length <= capacity ? start + offset : NULL;
}

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

ENetPacket *e4j_jni_packet_of_buffer(JNIEnv *env, jobject buffer, jint offset, jint length)
{
    const uint8_t *data = e4j_jni_buffer(env, buffer, offset, length);
    return data != NULL ? enet_packet_create(data, (size_t) length, 0) : NULL;
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
