/* What the files of the JNI boundary share. Nothing outside this folder includes jni.h. */
#ifndef E4J_JNI_BRIDGE_H
#define E4J_JNI_BRIDGE_H

#include "host/host.h"

#include <jni.h>

/* Bound by JNI_OnLoad to the native methods of Native.java and DtlsNative.java: nothing is found by name. */
extern const JNINativeMethod e4j_jni_host_methods[];
extern const int e4j_jni_host_method_count;
extern const JNINativeMethod e4j_jni_peer_methods[];
extern const int e4j_jni_peer_method_count;
extern const JNINativeMethod e4j_jni_settings_methods[];
extern const int e4j_jni_settings_method_count;
extern const JNINativeMethod e4j_jni_packet_methods[];
extern const int e4j_jni_packet_method_count;
extern const JNINativeMethod e4j_jni_selector_methods[];
extern const int e4j_jni_selector_method_count;
extern const JNINativeMethod e4j_jni_dtls_methods[];
extern const int e4j_jni_dtls_method_count;

e4j_host *e4j_jni_host(jlong handle);
uint8_t *e4j_jni_event_memory(jlong handle);

/* An address crosses as two big-endian halves and a port. */
uint64_t e4j_jni_big_endian(uint64_t half);

/* The peer of a name: its slot in the lower half, its generation in the upper. NULL when it is out of date. */
ENetPeer *e4j_jni_peer(jlong handle, jlong name);

/* What Java passes by its address. */
void *e4j_jni_memory(jlong address);

/* Decompresses a block of one datagram into another array: its length, 0 when it can't be. */
jint JNICALL e4j_jni_decompress(JNIEnv *env, jclass class, jint mode, jbyteArray block, jbyteArray target);

/* Frees the first `count` packets of an array of handles, each by that function. */
void e4j_jni_release(JNIEnv *env, jlongArray handles, jint count, void (*free)(ENetPacket *));

#endif
