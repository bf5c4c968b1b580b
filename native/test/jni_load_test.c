/*
 * Loads the packed library as a JVM does, with as much of a JVM as it asks for: for platforms where we have none, and
 * to find what is missing in a C library at the first call and not at a user's. Argument: the library.
 */
#include "check.h"

#include <jni.h>
#include <stdlib.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

enum { MAX_METHODS = 128, EVENTS = 65536, PATIENCE = 100, STEP = 20 };

static JNINativeMethod methods[MAX_METHODS];
static int method_count;
static char class_names[8][64];
static int class_count;

/* Objects are what they stand for: a class its name, a string its bytes, a buffer this, a stack frame its class. */
typedef struct {
    _Alignas(8) uint8_t bytes[EVENTS];
} buffer;

/* Where the build tool of a program has put our classes. */
#define RELOCATED "my/game/libraries/enet"

static jclass JNICALL find_class(JNIEnv *env, const char *name)
{
    (void) env;
    if (!CHECK(class_count < 8))
        return NULL;
    snprintf(class_names[class_count], sizeof class_names[0], "%s", name);
    return (jclass) class_names[class_count++];
}

static jint JNICALL register_natives(JNIEnv *env, jclass class, const JNINativeMethod *table, jint count)
{
    (void) env;
    if (!CHECK(strncmp((const char *) class, RELOCATED "/", sizeof RELOCATED) == 0))
        return JNI_ERR;
    if (strcmp((const char *) class, RELOCATED "/Native") != 0)
        return JNI_OK; /* DTLS, whose names would do as well */
    for (jint i = 0; i < count && CHECK(method_count < MAX_METHODS); i++)
        methods[method_count++] = table[i];
    return JNI_OK;
}

/* The stack in such a program. */
static const char *const frames[] = {"jdk.internal.loader.NativeLibraries", "java.lang.System",
                                     "my.game.libraries.enet.NativeLoader", "my.game.libraries.enet.Native"};

static jmethodID JNICALL method_id(JNIEnv *env, jclass class, const char *name, const char *signature)
{
    (void) env, (void) class, (void) signature;
    return (jmethodID) (uintptr_t) name;
}

/* Thread.currentThread and getStackTrace give anything that is not null, StackTraceElement.getClassName the frame. */
static jobject JNICALL call_static(JNIEnv *env, jclass class, jmethodID method, ...)
{
    (void) env, (void) method;
    return class;
}

static jobject JNICALL call(JNIEnv *env, jobject object, jmethodID method, ...)
{
    (void) env, (void) method;
    return object;
}

static jsize JNICALL frame_count(JNIEnv *env, jarray trace)
{
    (void) env, (void) trace;
    return sizeof frames / sizeof *frames;
}

static jobject JNICALL frame(JNIEnv *env, jobjectArray trace, jsize index)
{
    (void) env, (void) trace;
    return (jobject) (uintptr_t) frames[index];
}

static jsize JNICALL string_length(JNIEnv *env, jstring string)
{
    (void) env;
    return (jsize) strlen((const char *) string);
}

static void JNICALL string_region(JNIEnv *env, jstring string, jsize start, jsize length, char *target)
{
    (void) env;
    memcpy(target, (const char *) string + start, (size_t) length);
}

static void JNICALL no_deletion(JNIEnv *env, jobject object)
{
    (void) env, (void) object;
}

static jstring JNICALL new_string(JNIEnv *env, const char *bytes)
{
    (void) env;
    return (jstring) (uintptr_t) bytes;
}

static void *JNICALL buffer_address(JNIEnv *env, jobject object)
{
    (void) env;
    return ((buffer *) object)->bytes;
}

static jlong JNICALL buffer_capacity(JNIEnv *env, jobject object)
{
    (void) env;
    (void) object;
    return EVENTS;
}

static void JNICALL no_longs(JNIEnv *env, jlongArray array, jsize start, jsize length, jlong *target)
{
    (void) env, (void) array, (void) start, (void) target;
    CHECK_EQ(0, length);
}

static jboolean JNICALL no_exception(JNIEnv *env)
{
    (void) env;
    return JNI_FALSE;
}

static struct JNINativeInterface_ functions = {
    .FindClass = find_class,
    .RegisterNatives = register_natives,
    .GetStaticMethodID = method_id,
    .GetMethodID = method_id,
    .CallStaticObjectMethod = call_static,
    .CallObjectMethod = call,
    .GetArrayLength = frame_count,
    .GetObjectArrayElement = frame,
    .GetStringLength = string_length,
    .GetStringUTFLength = string_length,
    .GetStringUTFRegion = string_region,
    .DeleteLocalRef = no_deletion,
    .NewStringUTF = new_string,
    .GetDirectBufferAddress = buffer_address,
    .GetDirectBufferCapacity = buffer_capacity,
    .GetLongArrayRegion = no_longs,
    .ExceptionCheck = no_exception,
};
static struct JNINativeInterface_ const *env = &functions;

static jint JNICALL get_env(JavaVM *vm, void **target, jint version)
{
    (void) vm;
    CHECK(version <= JNI_VERSION_10);
    *target = (void *) &env;
    return JNI_OK;
}

static struct JNIInvokeInterface_ invocation = {.GetEnv = get_env};
static struct JNIInvokeInterface_ const *vm = &invocation;

static void *method(const char *name, const char *signature)
{
    for (int i = 0; i < method_count; i++)
        if (strcmp(methods[i].name, name) == 0 && strcmp(methods[i].signature, signature) == 0)
            return methods[i].fnPtr;
    fprintf(stderr, "no method %s %s among %d\n", name, signature, method_count);
    exit(1);
}

typedef jlong(JNICALL *create_function)(JNIEnv *, jclass, jobject, jboolean, jboolean, jlong, jlong, jint, jint, jint,
                                        jint, jint);
typedef void(JNICALL *destroy_function)(JNIEnv *, jclass, jlong);
typedef jint(JNICALL *port_function)(JNIEnv *, jclass, jlong);
typedef jint(JNICALL *service_function)(JNIEnv *, jclass, jlong, jobject, jboolean, jint, jlongArray, jint);
typedef jint(JNICALL *await_function)(JNIEnv *, jclass, jlong, jint);
typedef jlong(JNICALL *connect_function)(JNIEnv *, jclass, jlong, jlong, jlong, jint, jint, jint);
typedef jstring(JNICALL *version_function)(JNIEnv *, jclass);

/* A connection over loopback. Three datagrams are enough for both sides to hear of it. */
static void connects(void)
{
    static buffer events[2];
    const jlong loopback = 0x0000ffff7f000001;
    create_function create = (create_function) method("create", "(Ljava/nio/ByteBuffer;ZZJJIIIII)J");
    destroy_function destroy = (destroy_function) method("destroy", "(J)V");
    port_function port = (port_function) method("localPort", "(J)I");
    service_function service =
        (service_function) method("service", "(JLjava/lang/Object;ZI[JI)I");
    await_function await = (await_function) method("await", "(JI)I");
    connect_function connect = (connect_function) method("connect", "(JJJIII)J");

    JNIEnv *e = (JNIEnv *) &env;
    jlong server = create(e, NULL, (jobject) &events[0], JNI_TRUE, JNI_FALSE, 0, loopback, 0, 4, 2, 0, 0);
    jlong client = create(e, NULL, (jobject) &events[1], JNI_FALSE, JNI_FALSE, 0, 0, 0, 4, 2, 0, 0);
    if (!CHECK(server != 0) || !CHECK(client != 0))
        return;
    CHECK(port(e, NULL, server) > 0);
    CHECK(connect(e, NULL, client, 0, loopback, port(e, NULL, server), 2, 42) >= 0);
    int at_server = 0, at_client = 0;
    for (int i = 0; i < PATIENCE && (at_server == 0 || at_client == 0); i++) {
        at_client += service(e, NULL, client, NULL, JNI_TRUE, STEP, NULL, 0);
        CHECK_EQ(0, await(e, NULL, server, STEP));
        at_server += service(e, NULL, server, NULL, JNI_TRUE, STEP, NULL, 0);
    }
    CHECK_EQ(1, at_server);
    CHECK_EQ(1, at_client);
    destroy(e, NULL, client);
    destroy(e, NULL, server);
}

static void *on_load_of(const char *file)
{
#ifdef _WIN32
    HMODULE library = LoadLibraryA(file);
    return library == NULL ? NULL : (void *) (uintptr_t) GetProcAddress(library, "JNI_OnLoad");
#else
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        fprintf(stderr, "%s\n", dlerror());
    return library == NULL ? NULL : dlsym(library, "JNI_OnLoad");
#endif
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    jint(JNICALL *on_load)(JavaVM *, void *) = (jint(JNICALL *)(JavaVM *, void *)) on_load_of(arguments[1]);
    if (!CHECK(on_load != NULL))
        return check_result();
    CHECK(on_load((JavaVM *) &vm, NULL) > 0);
    CHECK(method_count > 0);
    version_function version = (version_function) method("version", "()Ljava/lang/String;");
    printf("%s: enet4j %s, %d methods\n", arguments[1], (const char *) version((JNIEnv *) &env, NULL), method_count);
    connects();
    return check_result();
}
