/*
 * Native.java's host functions. Java has checked the arguments and holds the connection's lock, but for await and wake.
 */
#include "jni/jni_bridge.h"

#include "net/transport.h"
#include "platform/memory.h"
#include "platform/system.h"

#include <stdlib.h>
#include <string.h>

/* What stands behind the handle in Java. */
typedef struct {
    e4j_host *host;
    e4j_event_buffer events;
    /* Of the service call under way, for the way of its callbacks back into Java. */
    JNIEnv *env;
    jobject interception;
    jmethodID intercepted, admitted;
    uint8_t *datagram; /* Java's buffer, ENET_PROTOCOL_MAXIMUM_MTU bytes */
} bridge;

static bridge *of(jlong handle)
{
    return (bridge *) (uintptr_t) handle;
}

e4j_host *e4j_jni_host(jlong handle)
{
    return of(handle)->host;
}

ENetPeer *e4j_jni_peer(jlong handle, jlong name)
{
    return e4j_host_peer(of(handle)->host,
                         (e4j_peer_name) {.slot = (uint32_t) name, .generation = (uint32_t) ((uint64_t) name >> 32)});
}

uint8_t *e4j_jni_event_memory(jlong handle)
{
    return of(handle)->events.memory;
}

uint64_t e4j_jni_big_endian(uint64_t half)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_bswap64(half);
#else
    return half;
#endif
}

static ENetAddress address(jlong high, jlong low, jint port)
{
    ENetAddress result = {.port = (enet_uint16) port};
    uint64_t halves[] = {e4j_jni_big_endian((uint64_t) high), e4j_jni_big_endian((uint64_t) low)};
    memcpy(&result.host, halves, sizeof result.host);
    return result;
}

static void JNICALL batching(JNIEnv *env, jclass class, jboolean on)
{
    (void) env;
    (void) class;
    e4j_udp_set_batching(on);
}

static void tell_error(e4j_event_buffer *events)
{
    int32_t error = e4j_transport_error;
    memcpy(events->memory + E4J_EVENTS_ERROR, &error, sizeof error);
}

/* The event buffer stays alive as long as the handle: Java sees to it, and reads there why it is 0. */
static jlong JNICALL create(JNIEnv *env, jclass class, jobject buffer, jboolean bound, jboolean sharing, jlong high,
                            jlong low, jint port, jint peers, jint channels, jint in_bandwidth, jint out_bandwidth)
{
    (void) class;
    ENetAddress bind_address = address(high, low, port);
    bridge *self = calloc(1, sizeof *self);
    if (self == NULL)
        return 0;
    self->events.memory = (*env)->GetDirectBufferAddress(env, buffer);
    self->events.capacity = (size_t) (*env)->GetDirectBufferCapacity(env, buffer);
    e4j_events_start(&self->events);
    e4j_transport_error = 0;
    if (self->events.memory != NULL && e4j_events_has_room(&self->events))
        self->host = (sharing ? e4j_host_create_sharing : e4j_host_create)(
            bound ? &bind_address : NULL, (size_t) peers, (size_t) channels, (uint32_t) in_bandwidth,
            (uint32_t) out_bandwidth);
    if (self->host == NULL) {
        if (self->events.memory != NULL)
            tell_error(&self->events);
        free(self);
        return 0;
    }
    return (jlong) (uintptr_t) self;
}

static jint JNICALL share_address(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    return e4j_host_share_address(of(handle)->host);
}

static void JNICALL destroy(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    e4j_host_destroy(of(handle)->host);
    free(of(handle));
}

/* What Java looks at after each pass. */
static void tell_state(bridge *self)
{
    const e4j_host *host = self->host;
    uint32_t closed = (uint32_t) e4j_gate_is_closed(host);
    uint32_t handshakes = host->dtls != NULL ? e4j_dtls_handshakes(host->dtls)->ended : 0;
    e4j_unsent unsent = e4j_host_unsent(host);
    int32_t error = unsent.error;
    memcpy(self->events.memory + E4J_EVENTS_GATE, &closed, sizeof closed);
    memcpy(self->events.memory + E4J_EVENTS_HANDSHAKES, &handshakes, sizeof handshakes);
    memcpy(self->events.memory + E4J_EVENTS_UNSENT, &unsent.count, sizeof unsent.count);
    memcpy(self->events.memory + E4J_EVENTS_UNSENT_ERROR, &error, sizeof error);
}

static jint JNICALL service(JNIEnv *env, jclass class, jlong handle, jobject interception, jboolean io, jint limit,
                            jlongArray released, jint released_count)
{
    (void) class;
    bridge *self = of(handle);
    e4j_jni_release(env, released, released_count, e4j_incoming_free);
    self->env = env;
    self->interception = interception;
    int count = e4j_host_service(self->host, io, &self->events);
    self->env = NULL;
    self->interception = NULL;
    tell_state(self);
    if (count < 0)
        tell_error(&self->events);
    if (count == 0 && limit > 0) {
        int32_t wait = (int32_t) e4j_host_wait_time(self->host, (uint32_t) limit);
        memcpy(self->events.memory + E4J_EVENTS_WAIT, &wait, sizeof wait);
    }
    return count;
}

static jint JNICALL await(JNIEnv *env, jclass class, jlong handle, jint milliseconds)
{
    (void) env;
    (void) class;
    return e4j_host_wait(of(handle)->host, (uint32_t) milliseconds) == 0 ? 0 : e4j_transport_error;
}

static void JNICALL wake(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    e4j_host_wake(of(handle)->host);
}

static void JNICALL rest(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    e4j_host_rest(of(handle)->host);
}

static void JNICALL flush(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    e4j_host_flush(of(handle)->host);
}

/* The peer's name; -1 when no slot is free. */
static jlong JNICALL connect(JNIEnv *env, jclass class, jlong handle, jlong high, jlong low, jint port, jint channels,
                             jint data)
{
    (void) env;
    (void) class;
    ENetAddress to = address(high, low, port);
    e4j_peer_name name;
    if (e4j_host_connect(of(handle)->host, &to, (size_t) channels, (uint32_t) data, &name) != 0)
        return -1;
    return (jlong) ((uint64_t) name.generation << 32 | name.slot);
}

static jint JNICALL socket_send(JNIEnv *env, jclass class, jlong handle, jlong high, jlong low, jint port, jlong memory,
                                jint length)
{
    (void) env;
    (void) class;
    ENetAddress to = address(high, low, port);
    return e4j_host_socket_send(of(handle)->host, &to, e4j_jni_memory(memory), (size_t) length);
}

static void JNICALL bandwidth_limit(JNIEnv *env, jclass class, jlong handle, jint in, jint out)
{
    (void) env;
    (void) class;
    enet_host_bandwidth_limit(of(handle)->host->enet, (uint32_t) in, (uint32_t) out);
}

static jint JNICALL compress(JNIEnv *env, jclass class, jlong handle, jint mode)
{
    (void) env;
    (void) class;
    return e4j_compress_install(of(handle)->host->enet, (e4j_compression_mode) mode);
}

static jlong JNICALL pop_statistic(JNIEnv *env, jclass class, jlong handle, jint statistic)
{
    (void) env;
    (void) class;
    return (jlong) e4j_host_pop_statistic(of(handle)->host, statistic);
}

static jlong JNICALL unsent(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    return (jlong) e4j_host_unsent(of(handle)->host).count;
}

static jstring JNICALL error_text(JNIEnv *env, jclass class, jint error)
{
    (void) class;
    char text[E4J_ERROR_TEXT];
    e4j_system_error_text(error, text);
    return (*env)->NewStringUTF(env, text);
}

static jint JNICALL local_port(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    return e4j_host_local_port(of(handle)->host);
}

/* What the program says to something from there, in the middle of a service call; `otherwise` if it can't say. */
static int ask(bridge *self, jmethodID method, const ENetAddress *from, jint what, int otherwise)
{
    uint64_t halves[2];
    memcpy(halves, &from->host, sizeof halves);
    jboolean answer = (*self->env)->CallBooleanMethod(
        self->env, self->interception, method, (jlong) e4j_jni_big_endian(halves[0]),
        (jlong) e4j_jni_big_endian(halves[1]), (jint) from->port, what);
    if (!(*self->env)->ExceptionCheck(self->env))
        return answer;
    /* The method keeps every exception for later, so the VM had no stack for the call. With one pending neither the
       next call nor the events of this pass would come through. */
    (*self->env)->ExceptionClear(self->env);
    return otherwise;
}

static int intercepted(void *context, const ENetAddress *from, const void *data, size_t length)
{
    bridge *self = context;
    memcpy(self->datagram, data, length);
    return ask(self, self->intercepted, from, (jint) length, 1);
}

static int admitted(void *context, const ENetAddress *from, uint32_t data)
{
    bridge *self = context;
    return ask(self, self->admitted, from, (jint) data, 0);
}

static jmethodID method_of(JNIEnv *env, jobject interception, const char *name)
{
    return (*env)->GetMethodID(env, (*env)->GetObjectClass(env, interception), name, "(JJII)Z");
}

/* The buffer that datagrams are put into for Java to read; null ends the interception. */
static void JNICALL set_intercept(JNIEnv *env, jclass class, jlong handle, jobject interception, jobject buffer)
{
    (void) class;
    bridge *self = of(handle);
    if (buffer == NULL) {
        e4j_host_set_intercept(self->host, NULL, NULL);
        return;
    }
    self->intercepted = method_of(env, interception, "intercepted");
    self->datagram = (*env)->GetDirectBufferAddress(env, buffer);
    if (self->intercepted != NULL && self->datagram != NULL &&
        (*env)->GetDirectBufferCapacity(env, buffer) >= ENET_PROTOCOL_MAXIMUM_MTU)
        e4j_host_set_intercept(self->host, intercepted, self);
}

static void JNICALL set_admission(JNIEnv *env, jclass class, jlong handle, jobject interception, jboolean on)
{
    (void) class;
    bridge *self = of(handle);
    if (on && (self->admitted = method_of(env, interception, "admitted")) == NULL)
        return;
    e4j_host_set_admission(self->host, on ? admitted : NULL, self);
}

static jlong JNICALL memory_blocks(JNIEnv *env, jclass class)
{
    (void) env;
    (void) class;
    return e4j_memory_blocks();
}

/* Our own classes go by Object, since build tools may move them to another package. */
#define OBJECT "Ljava/lang/Object;"
#define BUFFER "Ljava/nio/ByteBuffer;"

const JNINativeMethod e4j_jni_host_methods[] = {
    {"batching", "(Z)V", batching},
    {"create", "(" BUFFER "ZZJJIIIII)J", create},
    {"shareAddress", "(J)I", share_address},
    {"destroy", "(J)V", destroy},
    {"service", "(J" OBJECT "ZI[JI)I", service},
    {"await", "(JI)I", await},
    {"wake", "(J)V", wake},
    {"rest", "(J)V", rest},
    {"flush", "(J)V", flush},
    {"connect", "(JJJIII)J", connect},
    {"socketSend", "(JJJIJI)I", socket_send},
    {"bandwidthLimit", "(JII)V", bandwidth_limit},
    {"compress", "(JI)I", compress},
    {"decompress", "(I[B[B)I", e4j_jni_decompress},
    {"popStatistic", "(JI)J", pop_statistic},
    {"localPort", "(J)I", local_port},
    {"unsent", "(J)J", unsent},
    {"errorText", "(I)Ljava/lang/String;", error_text},
    {"setIntercept", "(J" OBJECT BUFFER ")V", set_intercept},
    {"setAdmission", "(J" OBJECT "Z)V", set_admission},
    {"memoryBlocks", "()J", memory_blocks},
};
const int e4j_jni_host_method_count = sizeof e4j_jni_host_methods / sizeof *e4j_jni_host_methods;
