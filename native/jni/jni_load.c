/* Binds the functions of this folder to Native.java and DtlsNative.java. */
#include "jni/jni_bridge.h"

enum { JNI_VERSION = JNI_VERSION_1_8 };

static int bind(JNIEnv *env, jclass class, const JNINativeMethod *methods, int count)
{
    return class != NULL && (*env)->RegisterNatives(env, class, methods, count) == JNI_OK;
}

static jstring JNICALL version(JNIEnv *env, jclass class)
{
    (void) class;
    return (*env)->NewStringUTF(env, ENET4J_VERSION);
}

static const JNINativeMethod version_method = {"version", "()Ljava/lang/String;", (void *) version};

/* Where a method is missing on either side, the classes are those of another version: that says more than its name. */
static void refuse(JNIEnv *env)
{
    jclass error = (*env)->FindClass(env, "java/lang/UnsatisfiedLinkError");
    if (error != NULL)
        (*env)->ThrowNew(env, error, "is of enet4j " ENET4J_VERSION ", and does not fit these classes");
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    (void) reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **) &env, JNI_VERSION) != JNI_OK)
        return JNI_ERR;
    jclass native = (*env)->FindClass(env, "io/github/enet4j/Native");
    jclass dtls = native != NULL ? (*env)->FindClass(env, "io/github/enet4j/DtlsNative") : NULL;
    if (!bind(env, native, &version_method, 1) ||
        !bind(env, native, e4j_jni_host_methods, e4j_jni_host_method_count) ||
        !bind(env, native, e4j_jni_peer_methods, e4j_jni_peer_method_count) ||
        !bind(env, dtls, e4j_jni_dtls_methods, e4j_jni_dtls_method_count)) {
        (*env)->ExceptionClear(env);
        refuse(env);
        return JNI_ERR;
    }
    return e4j_host_initialize() == 0 ? JNI_VERSION : JNI_ERR;
}
