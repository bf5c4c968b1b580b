/* DtlsNative.java's functions: DTLS on a host, keys and certificates. Texts come as UTF-8 with a zero at the end. */
#include "jni/jni_bridge.h"

#include "dtls/certificate.h"
#include "dtls/keylog.h"

#include <errno.h>
#include <mbedtls/platform_util.h>
#include <stdlib.h>
#include <string.h>

/* Answers of the set-up functions beside e4j_dtls_context_status. */
enum { FAILED = -1 };

/* A copy of a byte[], wiped and freed by `drop`; data is NULL when memory is short or an exception is pending. */
static e4j_der copy(JNIEnv *env, jbyteArray array)
{
    size_t length = array != NULL ? (size_t) (*env)->GetArrayLength(env, array) : 0;
    uint8_t *data = malloc(length + 1);
    if (data == NULL)
        return (e4j_der) {NULL, 0};
    if (length > 0)
        (*env)->GetByteArrayRegion(env, array, 0, (jsize) length, (jbyte *) data);
    return (e4j_der) {data, length};
}

static void drop(e4j_der der)
{
    if (der.data == NULL)
        return;
    mbedtls_platform_zeroize((void *) (uintptr_t) der.data, der.length);
    free((void *) (uintptr_t) der.data);
}

typedef struct {
    e4j_der *items;
    size_t count;
} der_list;

static void drop_all(der_list list)
{
    for (size_t i = 0; i < list.count; i++)
        drop(list.items[i]);
    free(list.items);
}

/* Of a byte[][]; items is NULL when memory is short. */
static der_list copy_all(JNIEnv *env, jobjectArray array)
{
    size_t count = (size_t) (*env)->GetArrayLength(env, array);
    der_list list = {calloc(count + 1, sizeof *list.items), 0};
    if (list.items == NULL)
        return list;
    for (; list.count < count; list.count++) {
        jbyteArray item = (*env)->GetObjectArrayElement(env, array, (jsize) list.count);
        list.items[list.count] = copy(env, item);
        (*env)->DeleteLocalRef(env, item);
        if (list.items[list.count].data == NULL) {
            drop_all(list);
            return (der_list) {NULL, 0};
        }
    }
    return list;
}

static jint use(jlong handle, e4j_dtls_context *context, e4j_dtls_context_status status)
{
    if (context == NULL)
        return (jint) status;
    if (e4j_host_use_dtls(e4j_jni_host(handle), context) == E4J_OK)
        return E4J_DTLS_CONTEXT_OK;
    e4j_dtls_context_release(context);
    return e4j_jni_host(handle)->dtls != NULL ? FAILED : (jint) E4J_DTLS_CONTEXT_NO_MEMORY;
}

static jint JNICALL use_client(JNIEnv *env, jclass class, jlong handle, jint verification, jobjectArray trusted,
                               jboolean lenient, jbyteArray hostname)
{
    (void) class;
    e4j_dtls_context_status status = E4J_DTLS_CONTEXT_NO_MEMORY;
    e4j_dtls_context *context = NULL;
    der_list list = copy_all(env, trusted);
    e4j_der name = copy(env, hostname);
    if (list.items != NULL && name.data != NULL)
        context = e4j_dtls_context_client(list.items, list.count, lenient, (e4j_dtls_verification) verification,
                                          (const char *) name.data, &status);
    drop(name);
    drop_all(list);
    return use(handle, context, status);
}

static e4j_dtls_context *server_context(JNIEnv *env, jobjectArray chain, jbyteArray key,
                                        e4j_dtls_context_status *status)
{
    e4j_dtls_context *context = NULL;
    der_list list = copy_all(env, chain);
    e4j_der key_der = copy(env, key);
    *status = E4J_DTLS_CONTEXT_NO_MEMORY;
    if (list.items != NULL && key_der.data != NULL)
        context = e4j_dtls_context_server(list.items, list.count, &key_der, status);
    drop(key_der);
    drop_all(list);
    return context;
}

static jint JNICALL use_server(JNIEnv *env, jclass class, jlong handle, jobjectArray chain, jbyteArray key)
{
    (void) class;
    e4j_dtls_context_status status;
    e4j_dtls_context *context = server_context(env, chain, key, &status);
    return use(handle, context, status);
}

static jint JNICALL renew(JNIEnv *env, jclass class, jlong handle, jobjectArray chain, jbyteArray key)
{
    (void) class;
    e4j_dtls_context_status status;
    e4j_transport *dtls = e4j_jni_host(handle)->dtls;
    e4j_dtls_context *context = server_context(env, chain, key, &status);
    if (context == NULL)
        return (jint) status;
    if (dtls != NULL && e4j_dtls_renew(dtls, context) == 0)
        return E4J_DTLS_CONTEXT_OK;
    e4j_dtls_context_release(context);
    return FAILED;
}

static jint JNICALL limit(JNIEnv *env, jclass class, jlong handle, jint per_second, jint per_address)
{
    (void) env;
    (void) class;
    e4j_transport *dtls = e4j_jni_host(handle)->dtls;
    e4j_handshake_limits limits = {(uint32_t) per_second, (uint32_t) per_address};
    return dtls != NULL && e4j_dtls_limit(dtls, limits) == 0 ? E4J_DTLS_CONTEXT_OK : FAILED;
}

static jboolean JNICALL is_used(JNIEnv *env, jclass class, jlong handle)
{
    (void) env;
    (void) class;
    return e4j_jni_host(handle)->dtls != NULL;
}

static void JNICALL refuse(JNIEnv *env, jclass class, jlong handle, jboolean refused)
{
    (void) env;
    (void) class;
    if (e4j_jni_host(handle)->dtls != NULL)
        e4j_dtls_refuse(e4j_jni_host(handle)->dtls, refused);
}

static void JNICALL count(JNIEnv *env, jclass class, jlong handle, jlongArray counters)
{
    (void) class;
    e4j_dtls_counters now;
    e4j_dtls_count(e4j_jni_host(handle)->dtls, &now);
    (*env)->SetLongArrayRegion(env, counters, 0, E4J_DTLS_COUNTERS, (const jlong *) &now);
}

/* Two longs for the address, then port, kind of failure, its code and detail, ms; of so many, the last ones. */
static void JNICALL handshakes(JNIEnv *env, jclass class, jlong handle, jlongArray target, jint count)
{
    (void) class;
    const e4j_handshakes *all = e4j_dtls_handshakes(e4j_jni_host(handle)->dtls);
    for (uint32_t i = 0; i < (uint32_t) count; i++) {
        const e4j_handshake *one = e4j_handshakes_get(all, all->ended - (uint32_t) count + i);
        uint64_t halves[2];
        memcpy(halves, &one->address.host, sizeof halves);
        const jlong fields[] = {(jlong) e4j_jni_big_endian(halves[0]), (jlong) e4j_jni_big_endian(halves[1]),
                                one->address.port, one->failure.kind, one->failure.code, one->failure.detail,
                                one->milliseconds};
        enum { FIELDS = sizeof fields / sizeof *fields };
        (*env)->SetLongArrayRegion(env, target, (jsize) i * FIELDS, FIELDS, fields);
    }
}

static jint JNICALL log_keys(JNIEnv *env, jclass class, jbyteArray path)
{
    (void) class;
    const e4j_der text = copy(env, path);
    const int error = text.data != NULL ? e4j_keylog_open((const char *) text.data) : ENOMEM;
    drop(text);
    return error;
}

static jstring JNICALL failure_text(JNIEnv *env, jclass class, jint kind, jint code, jint detail)
{
    (void) class;
    char text[400];
    e4j_session_failure failure = {.kind = kind, .code = code, .detail = (uint32_t) detail};
    e4j_dtls_failure_text(&failure, text, sizeof text);
    return (*env)->NewStringUTF(env, text); /* all of it is ASCII */
}

static jbyteArray new_array(JNIEnv *env, const void *data, size_t length)
{
    jbyteArray array = (*env)->NewByteArray(env, (jsize) length);
    if (array != NULL)
        (*env)->SetByteArrayRegion(env, array, 0, (jsize) length, data);
    return array;
}

static int put(JNIEnv *env, jobjectArray all, jsize index, const void *data, size_t length)
{
    jbyteArray array = new_array(env, data, length);
    if (array == NULL)
        return 0;
    (*env)->SetObjectArrayElement(env, all, index, array);
    (*env)->DeleteLocalRef(env, array);
    return !(*env)->ExceptionCheck(env);
}

static int put_number(JNIEnv *env, jobjectArray all, jsize index, const mbedtls_mpi *number)
{
    uint8_t bytes[MBEDTLS_MPI_MAX_SIZE];
    size_t length = mbedtls_mpi_size(number);
    int done = length <= sizeof bytes && mbedtls_mpi_write_binary(number, bytes, length) == 0 &&
               put(env, all, index, bytes, length);
    mbedtls_platform_zeroize(bytes, sizeof bytes);
    return done;
}

/* An RSA key's eight numbers, or the name of an EC key's curve and its one; null when it can't be read. */
static jobjectArray JNICALL read_key(JNIEnv *env, jclass class, jbyteArray der)
{
    (void) class;
    e4j_key_numbers key;
    jobjectArray all = NULL;
    e4j_der bytes = copy(env, der);
    if (bytes.data == NULL)
        return NULL;
    if (e4j_key_read(&bytes, &key) == 0) {
        const mbedtls_mpi *rsa[] = {&key.n, &key.e, &key.d, &key.p, &key.q, &key.dp, &key.dq, &key.qp};
        jsize numbers = key.kind == E4J_KEY_RSA ? 8 : 2;
        all = (*env)->NewObjectArray(env, numbers, (*env)->GetObjectClass(env, der), NULL);
        int done = all != NULL;
        if (key.kind == E4J_KEY_EC)
            done = done && put(env, all, 0, key.curve, strlen(key.curve)) && put_number(env, all, 1, &key.d);
        else
            for (jsize i = 0; i < numbers; i++)
                done = done && put_number(env, all, i, rsa[i]);
        all = done ? all : NULL;
    }
    e4j_key_release(&key);
    drop(bytes);
    return all;
}

static jbyteArray JNICALL write_certificate(JNIEnv *env, jclass class, jbyteArray subject_key, jbyteArray issuer_key,
                                            jobjectArray texts, jint path_length)
{
    (void) class;
    enum { SUBJECT, ISSUER, NOT_BEFORE, NOT_AFTER, TEXTS };
    uint8_t out[E4J_CERTIFICATE_MAXIMUM];
    int length = -1;
    e4j_der keys[] = {copy(env, subject_key), copy(env, issuer_key)};
    der_list list = copy_all(env, texts);
    if (keys[0].data != NULL && keys[1].data != NULL && list.count == TEXTS) {
        e4j_certificate certificate = {
            .subject_key = keys[0],
            .issuer_key = keys[1],
            .subject = (const char *) list.items[SUBJECT].data,
            .issuer = (const char *) list.items[ISSUER].data,
            .not_before = (const char *) list.items[NOT_BEFORE].data,
            .not_after = (const char *) list.items[NOT_AFTER].data,
            .is_ca = path_length >= 0,
            .path_length = path_length,
        };
        length = e4j_certificate_write(&certificate, out, sizeof out);
    }
    drop(keys[0]);
    drop(keys[1]);
    drop_all(list);
    return length > 0 ? new_array(env, out, (size_t) length) : NULL;
}

const JNINativeMethod e4j_jni_dtls_methods[] = {
    {"useClient", "(JI[[BZ[B)I", use_client},
    {"useServer", "(J[[B[B)I", use_server},
    {"renew", "(J[[B[B)I", renew},
    {"limit", "(JII)I", limit},
    {"logKeys", "([B)I", log_keys},
    {"isUsed", "(J)Z", is_used},
    {"refuse", "(JZ)V", refuse},
    {"count", "(J[J)V", count},
    {"handshakes", "(J[JI)V", handshakes},
    {"failureText", "(III)Ljava/lang/String;", failure_text},
    {"readKey", "([B)[[B", read_key},
    {"writeCertificate", "([B[B[[BI)[B", write_certificate},
};
const int e4j_jni_dtls_method_count = sizeof e4j_jni_dtls_methods / sizeof *e4j_jni_dtls_methods;
