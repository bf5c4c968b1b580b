/* Native.java's functions for waiting on many hosts. */
#include "jni/jni_bridge.h"

#include "net/selector.h"

static e4j_selector *of(jlong selector)
{
    return e4j_jni_memory(selector);
}

/* 0 when the system has no more. */
static jlong JNICALL open_selector(JNIEnv *env, jclass class)
{
    (void) env;
    (void) class;
    return (jlong) (uintptr_t) e4j_selector_open();
}

static void JNICALL close_selector(JNIEnv *env, jclass class, jlong selector)
{
    (void) env;
    (void) class;
    e4j_selector_close(of(selector));
}

static jint JNICALL add(JNIEnv *env, jclass class, jlong selector, jlong socket, jint token)
{
    (void) env;
    (void) class;
    return e4j_selector_add(of(selector), (intptr_t) socket, (uint32_t) token);
}

static void JNICALL remove_socket(JNIEnv *env, jclass class, jlong selector, jlong socket)
{
    (void) env;
    (void) class;
    e4j_selector_remove(of(selector), (intptr_t) socket);
}

static jint JNICALL wait_for_any(JNIEnv *env, jclass class, jlong selector, jint milliseconds, jlong tokens,
                                 jint capacity)
{
    (void) env;
    (void) class;
    return e4j_selector_wait(of(selector), (uint32_t) milliseconds, e4j_jni_memory(tokens), capacity);
}

static void JNICALL wake(JNIEnv *env, jclass class, jlong selector)
{
    (void) env;
    (void) class;
    e4j_selector_wake(of(selector));
}

/* -1 when there is something to receive that the socket does not show. */
static jlong JNICALL socket_of(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    return e4j_host_socket(e4j_jni_host(handle));
}

static jint JNICALL wait_time(JNIEnv *env, jclass class, jlong handle, jint limit)
{
    (void) env;
    (void) class;
    return (jint) e4j_host_wait_time(e4j_jni_host(handle), (uint32_t) limit);
}

const JNINativeMethod e4j_jni_selector_methods[] = {
    {"selectorOpen", "()J", open_selector},
    {"selectorClose", "(J)V", close_selector},
    {"selectorAdd", "(JJI)I", add},
    {"selectorRemove", "(JJ)V", remove_socket},
    {"selectorWait", "(JIJI)I", wait_for_any},
    {"selectorWake", "(J)V", wake},
    {"socket", "(J)J", socket_of},
    {"waitTime", "(JI)I", wait_time},
};
const int e4j_jni_selector_method_count = sizeof e4j_jni_selector_methods / sizeof *e4j_jni_selector_methods;
