/*
 * Binds the functions of this folder to Native.java and DtlsNative.java, whatever package a build tool has put them
 * into.
 */
#include "jni/jni_bridge.h"

#include <stdio.h>
#include <string.h>

enum { JNI_VERSION = JNI_VERSION_1_8, MAX_CLASS_NAME = 512 };

static const char package_as_written[] = "io/github/enet4j/";
static const char loading_class[] = "NativeLoader";

/* The stack of this thread, innermost first; NULL with an exception pending when there is none to be had. */
static jobjectArray stack_trace(JNIEnv *env)
{
    jclass class = (*env)->FindClass(env, "java/lang/Thread");
    jmethodID current = class == NULL
        ? NULL : (*env)->GetStaticMethodID(env, class, "currentThread", "()Ljava/lang/Thread;");
    jobject thread = current == NULL ? NULL : (*env)->CallStaticObjectMethod(env, class, current);
    if (thread == NULL || (*env)->ExceptionCheck(env))
        return NULL;
    jmethodID get = (*env)->GetMethodID(env, class, "getStackTrace", "()[Ljava/lang/StackTraceElement;");
    jobjectArray trace = get == NULL ? NULL : (*env)->CallObjectMethod(env, thread, get);
    return (*env)->ExceptionCheck(env) ? NULL : trace;
}

/* The name of a stack frame's class; 0 when it has none that fits. */
static int class_name(JNIEnv *env, jobject frame, jmethodID get_class_name, char name[MAX_CLASS_NAME])
{
    jstring text = (*env)->CallObjectMethod(env, frame, get_class_name);
    if ((*env)->ExceptionCheck(env) || text == NULL)
        return 0;
    jsize length = (*env)->GetStringUTFLength(env, text);
    if (length < MAX_CLASS_NAME) {
        (*env)->GetStringUTFRegion(env, text, 0, (*env)->GetStringLength(env, text), name);
        name[length] = '\0';
    }
    (*env)->DeleteLocalRef(env, text);
    return length < MAX_CLASS_NAME;
}

/*
 * Where our classes are, as in "io/github/enet4j/". Nothing tells JNI_OnLoad which class loads the library, but that
 * class is on the stack.
 */
static void find_package(JNIEnv *env, char package[MAX_CLASS_NAME])
{
    jobjectArray trace = stack_trace(env);
    jclass element = trace == NULL ? NULL : (*env)->FindClass(env, "java/lang/StackTraceElement");
    jmethodID get = element == NULL
        ? NULL : (*env)->GetMethodID(env, element, "getClassName", "()Ljava/lang/String;");
    jsize depth = get == NULL ? 0 : (*env)->GetArrayLength(env, trace);
    for (jsize i = 0; i < depth; i++) {
        jobject frame = (*env)->GetObjectArrayElement(env, trace, i);
        int named = class_name(env, frame, get, package);
        (*env)->DeleteLocalRef(env, frame);
        char *last = named ? strrchr(package, '.') : NULL;
        if (last == NULL || strcmp(last + 1, loading_class) != 0)
            continue;
        last[1] = '\0';
        for (char *dot = package; (dot = strchr(dot, '.')) != NULL; )
            *dot = '/';
        return;
    }
    (*env)->ExceptionClear(env);
    strcpy(package, package_as_written);
}

static int bind(JNIEnv *env, jclass class, const JNINativeMethod *methods, int count)
{
    return class != NULL && (*env)->RegisterNatives(env, class, methods, count) == JNI_OK;
}

static jclass find(JNIEnv *env, const char *package, const char *simple_name)
{
    char name[MAX_CLASS_NAME + 16];
    snprintf(name, sizeof name, "%s%s", package, simple_name);
    return (*env)->FindClass(env, name);
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
    char package[MAX_CLASS_NAME];
    find_package(env, package);
    jclass native = find(env, package, "Native");
    jclass dtls = native != NULL ? find(env, package, "DtlsNative") : NULL;
    if (!bind(env, native, &version_method, 1) ||
        !bind(env, native, e4j_jni_host_methods, e4j_jni_host_method_count) ||
        !bind(env, native, e4j_jni_peer_methods, e4j_jni_peer_method_count) ||
        !bind(env, native, e4j_jni_settings_methods, e4j_jni_settings_method_count) ||
        !bind(env, native, e4j_jni_packet_methods, e4j_jni_packet_method_count) ||
        !bind(env, native, e4j_jni_selector_methods, e4j_jni_selector_method_count) ||
        !bind(env, dtls, e4j_jni_dtls_methods, e4j_jni_dtls_method_count)) {
        (*env)->ExceptionClear(env);
        refuse(env);
        return JNI_ERR;
    }
    return e4j_host_initialize() == 0 ? JNI_VERSION : JNI_ERR;
}
