/* Binds the functions of this folder to Native.java and DtlsNative.java. */
#include "jni/jni_bridge.h"

enum { JNI_VERSION = JNI_VERSION_1_8 };

static int bind(JNIEnv *env, const char *class_name, const JNINativeMethod *methods, int count)
{
    jclass class = (*env)->FindClass(env, class_name);
    return class != NULL && (*env)->RegisterNatives(env, class, methods, count) == JNI_OK;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    (void) reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **) &env, JNI_VERSION) != JNI_OK)
        return JNI_ERR;
    if (!bind(env, "io/github/enet4j/Native", e4j_jni_host_methods, e4j_jni_host_method_count) ||
        !bind(env, "io/github/enet4j/Native", e4j_jni_peer_methods, e4j_jni_peer_method_count) ||
        !bind(env, "io/github/enet4j/DtlsNative", e4j_jni_dtls_methods, e4j_jni_dtls_method_count) ||
        e4j_host_initialize() != 0)
        return JNI_ERR;
    return JNI_VERSION;
}
