/* Native.java's functions for peers. Where a peer's name is out of date nothing happens. */
#include "jni/jni_bridge.h"

#include <string.h>

/* Whether the peer will get an event yet; when not, its last statistics are in the event memory. */
static jboolean JNICALL disconnect(JNIEnv *env, jclass class, jlong handle, jlong name, jint kind,
                                   jint data)
{
    (void) env;
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer == NULL)
        return JNI_FALSE;
    e4j_peer_statistics last;
    if (e4j_host_disconnect(e4j_jni_host(handle), peer, (e4j_disconnect_kind) kind, (uint32_t) data, &last))
        return JNI_TRUE;
    memcpy(e4j_jni_event_memory(handle) + E4J_EVENTS_STATISTICS, &last, sizeof last);
    return JNI_FALSE;
}

static void JNICALL ping(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer != NULL)
        enet_peer_ping(peer);
}

static void JNICALL ping_interval(JNIEnv *env, jclass class, jlong handle, jlong name, jint interval)
{
    (void) env;
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer != NULL)
        enet_peer_ping_interval(peer, (uint32_t) interval);
}

static void JNICALL throttle_configure(JNIEnv *env, jclass class, jlong handle, jlong name,
                                       jint interval, jint acceleration, jint deceleration)
{
    (void) env;
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer != NULL)
        enet_peer_throttle_configure(peer, (uint32_t) interval, (uint32_t) acceleration, (uint32_t) deceleration);
}

static void JNICALL timeout(JNIEnv *env, jclass class, jlong handle, jlong name, jint limit, jint minimum,
                            jint maximum)
{
    (void) env;
    (void) class;
    ENetPeer *peer = e4j_jni_peer(handle, name);
    if (peer != NULL)
        enet_peer_timeout(peer, (uint32_t) limit, (uint32_t) minimum, (uint32_t) maximum);
}

/* An unsigned 32-bit value. */
static jlong JNICALL statistic(JNIEnv *env, jclass class, jlong handle, jlong name, jint index)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    e4j_peer_statistics all;
    if (peer == NULL || index < 0 || index >= E4J_PEER_STATISTICS)
        return 0;
    e4j_host_statistics(peer, &all);
    return all.value[index];
}

static jint JNICALL state(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    return peer != NULL ? (jint) peer->state : ENET_PEER_STATE_DISCONNECTED;
}

static jint JNICALL channels(JNIEnv *env, jclass class, jlong handle, jlong name)
{
    (void) env;
    (void) class;
    const ENetPeer *peer = e4j_jni_peer(handle, name);
    return peer != NULL ? (jint) peer->channelCount : 0;
}

const JNINativeMethod e4j_jni_peer_methods[] = {
    {"disconnect", "(JJII)Z", disconnect},
    {"ping", "(JJ)V", ping},
    {"pingInterval", "(JJI)V", ping_interval},
    {"throttleConfigure", "(JJIII)V", throttle_configure},
    {"timeout", "(JJIII)V", timeout},
    {"statistic", "(JJI)J", statistic},
    {"state", "(JJ)I", state},
    {"channels", "(JJ)I", channels},
};
const int e4j_jni_peer_method_count = sizeof e4j_jni_peer_methods / sizeof *e4j_jni_peer_methods;
