/* DTLS hosts: what they can be set up with, and why a handshake fails. */
#include "dtls/certificate.h"
#include "dtls_pair.h"

#include <mbedtls/oid.h>
#include <mbedtls/x509_crt.h>

/* ---- Setting up ---- */

static void set_up_after_connecting(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    it.peer = connect_to(it.client, it.server);
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    CHECK_EQ(1000, e4j_host_local_port(it.server->host));
    CHECK_EQ(-1, world_use_client(it.client, &localhost, "localhost")); /* only once */
    CHECK_EQ(-1, world_use_server(it.server, &localhost));
    destroy_pair(&it);
}

static void contexts_that_are_refused(void)
{
    static const uint8_t rubbish[] = {0x30, 3, 1, 2, 3};
    e4j_der bad = {rubbish, sizeof rubbish}, chain[30];
    e4j_dtls_context_status status;
    char long_name[300];
    memset(long_name, 'a', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    for (size_t i = 0; i < 30; i++)
        chain[i] = localhost.certificate_der;

    CHECK(e4j_dtls_context_server(&bad, 1, &localhost.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(NULL, 0, &localhost.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(chain, 30, &localhost.key_der, &status) == NULL); /* too long for one message */
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_server(chain, 1, &bad, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY, status);
    CHECK(e4j_dtls_context_server(chain, 1, &elsewhere.key_der, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY, status);
    CHECK(e4j_dtls_context_client(&bad, 1, 0, E4J_DTLS_VERIFY_CHAIN, NULL, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_client(&bad, 1, 1, E4J_DTLS_VERIFY_CHAIN, NULL, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_CERTIFICATE, status);
    CHECK(e4j_dtls_context_client(chain, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME, "", &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_HOSTNAME, status);
    CHECK(e4j_dtls_context_client(chain, 1, 0, E4J_DTLS_VERIFY_CHAIN_AND_NAME, long_name, &status) == NULL);
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_HOSTNAME, status);

    e4j_der mixed[] = {bad, localhost.certificate_der};
    e4j_dtls_context *lenient = e4j_dtls_context_client(mixed, 2, 1, E4J_DTLS_VERIFY_CHAIN, NULL, &status);
    CHECK(lenient != NULL);
    e4j_dtls_context_release(lenient);
}

/* A certificate with these usages; `extended` is the last number of an OID in RFC 5280, 4.2.1.12, 0 for none. */
static e4j_dtls_context_status status_with_usage(unsigned usage, uint8_t extended)
{
    uint8_t der[1000], sequence[] = {0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, extended};
    e4j_dtls_context_status status = E4J_DTLS_CONTEXT_OK;
    mbedtls_pk_context key;
    mbedtls_x509write_cert writer;
    mbedtls_pk_init(&key);
    mbedtls_x509write_crt_init(&writer);
    mbedtls_x509write_crt_set_md_alg(&writer, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(&writer, &key);
    mbedtls_x509write_crt_set_issuer_key(&writer, &key);
    CHECK_EQ(0, mbedtls_pk_parse_key(&key, localhost.key_der.data, localhost.key_der.length, NULL, 0, e4j_dtls_random,
                                     NULL));
    CHECK_EQ(0, mbedtls_x509write_crt_set_serial_raw(&writer, (uint8_t[]) {1}, 1));
    CHECK_EQ(0, mbedtls_x509write_crt_set_subject_name(&writer, "CN=localhost"));
    CHECK_EQ(0, mbedtls_x509write_crt_set_issuer_name(&writer, "CN=localhost"));
    CHECK_EQ(0, mbedtls_x509write_crt_set_validity(&writer, BEFORE, AFTER));
    if (usage != 0)
        CHECK_EQ(0, mbedtls_x509write_crt_set_key_usage(&writer, usage));
    if (extended != 0)
        CHECK_EQ(0, mbedtls_x509write_crt_set_extension(&writer, MBEDTLS_OID_EXTENDED_KEY_USAGE,
                                                        MBEDTLS_OID_SIZE(MBEDTLS_OID_EXTENDED_KEY_USAGE), 0, sequence,
                                                        sizeof sequence));
    int length = mbedtls_x509write_crt_der(&writer, der, sizeof der, e4j_dtls_random, NULL);
    e4j_der certificate = {der + sizeof der - length, (size_t) length};
    if (CHECK(length > 0))
        e4j_dtls_context_release(e4j_dtls_context_server(&certificate, 1, &localhost.key_der, &status));
    mbedtls_x509write_crt_free(&writer);
    mbedtls_pk_free(&key);
    return status;
}

static void usages_of_certificates(void)
{
    enum { SERVER = 1, CLIENT = 2 };
    CHECK_EQ(E4J_DTLS_CONTEXT_OK, status_with_usage(0, 0));
    CHECK_EQ(E4J_DTLS_CONTEXT_OK, status_with_usage(MBEDTLS_X509_KU_DIGITAL_SIGNATURE, SERVER));
    CHECK_EQ(E4J_DTLS_CONTEXT_OK,
             status_with_usage(MBEDTLS_X509_KU_DIGITAL_SIGNATURE | MBEDTLS_X509_KU_KEY_CERT_SIGN, 0));
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY_USAGE, status_with_usage(MBEDTLS_X509_KU_KEY_CERT_SIGN, 0));
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_KEY_USAGE, status_with_usage(MBEDTLS_X509_KU_KEY_ENCIPHERMENT, SERVER));
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_EXTENDED_KEY_USAGE, status_with_usage(0, CLIENT));
    CHECK_EQ(E4J_DTLS_CONTEXT_BAD_EXTENDED_KEY_USAGE, status_with_usage(MBEDTLS_X509_KU_DIGITAL_SIGNATURE, CLIENT));
}

/* ---- A new certificate ---- */

static void renewed_certificate(void)
{
    e4j_dtls_context_status status;
    e4j_dtls_context *context;
    pair it = connected_pair();
    ENetAddress address = world_address(3, 3000);
    world_host *late = world_host_create(&address, 4);
    world_host *all[] = {it.server, it.client, late};
    context = e4j_dtls_context_client(NULL, 0, 0, E4J_DTLS_VERIFY_NONE, NULL, &status);
    CHECK_EQ(-1, e4j_dtls_renew(it.server->host->dtls, context)); /* a client's */
    e4j_dtls_context_release(context);
    for (int i = 0; i < 3; i++) {
        context = e4j_dtls_context_server(&elsewhere.certificate_der, 1, &elsewhere.key_der, &status);
        CHECK_EQ(0, e4j_dtls_renew(it.server->host->dtls, context));
    }
    context = e4j_dtls_context_server(&elsewhere.certificate_der, 1, &elsewhere.key_der, &status);
    CHECK_EQ(-1, e4j_dtls_renew(it.client->host->dtls, context));
    e4j_dtls_context_release(context);
    CHECK_EQ(0, world_use_client(late, &elsewhere, "elsewhere"));
    connect_to(late, it.server);
    world_settle(all, 3);
    CHECK_EQ(1, late->connects);
    send_text(it.client, it.peer, "as before");
    world_settle(all, 3);
    CHECK_EQ(1, it.server->packets);
    world_host_destroy(late);
    destroy_pair(&it);
}

/* In the middle of a handshake, wherever: it goes on with what it began with, or begins again. */
static void renewed_in_a_handshake(void)
{
    for (int steps = 0; steps < 5; steps++) {
        e4j_dtls_context_status status;
        pair it = create_pair();
        CHECK_EQ(0, world_use_server(it.server, &localhost));
        CHECK_EQ(0, world_use_unsafe_client(it.client));
        connect_to(it.client, it.server);
        for (int i = 0; i < steps; i++)
            world_service(it.hosts[1 - i % 2]);
        CHECK_EQ(0, e4j_dtls_renew(it.server->host->dtls, e4j_dtls_context_server(&elsewhere.certificate_der, 1,
                                                                                  &elsewhere.key_der, &status)));
        world_settle(it.hosts, 2);
        CHECK_EQ(1, it.client->connects);
        destroy_pair(&it);
    }
}

/* ---- Failures ---- */

static void expect_failure(pair *it, e4j_dtls_failure_kind client, e4j_dtls_failure_kind server)
{
    char text[300];
    it->peer = connect_to(it->client, it->server);
    world_settle(it->hosts, 2);
    CHECK_EQ(0, it->client->connects);
    CHECK_EQ(1, it->client->disconnects); /* at once */
    CHECK_EQ(client, it->client->failure.kind);
    CHECK_EQ(0, it->client->errors);
    CHECK_EQ(1, world_counters(it->client).failed[client]);
    CHECK_EQ(0, world_counters(it->client).sessions);
    CHECK_EQ(1, world_counters(it->server).failed[server]);
    CHECK_EQ(0, world_counters(it->server).sessions);
    CHECK(e4j_host_peer(it->client->host, it->peer) == NULL);
    e4j_dtls_failure_text(&it->client->failure, text, sizeof text);
    CHECK(strlen(text) > 20 && strchr(text, '\n') == NULL);
    destroy_pair(it);
}

static void untrusted_certificate(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &elsewhere, "localhost"));
    expect_failure(&it, E4J_DTLS_UNTRUSTED, E4J_DTLS_ALERT);
}

static void wrong_name(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "example.org"));
    expect_failure(&it, E4J_DTLS_WRONG_NAME, E4J_DTLS_ALERT);
}

static void expired_certificate(void)
{
    world_identity expired;
    world_identity_create(&expired, "localhost", BEFORE, "20210101000000");
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &expired));
    CHECK_EQ(0, world_use_client(it.client, &expired, "localhost"));
    expect_failure(&it, E4J_DTLS_EXPIRED, E4J_DTLS_ALERT);
}

static void certificate_of_the_future(void)
{
    world_identity early;
    world_identity_create(&early, "localhost", "20980101000000", AFTER);
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &early));
    CHECK_EQ(0, world_use_client(it.client, &early, "localhost"));
    expect_failure(&it, E4J_DTLS_EXPIRED, E4J_DTLS_ALERT);
}

static void unsafe_client_takes_any(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &elsewhere));
    CHECK_EQ(0, world_use_unsafe_client(it.client));
    connect_to(it.client, it.server);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    destroy_pair(&it);
}

static void nobody_answers(int plain_server)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    uint64_t start = world_now();
    while (it.client->disconnects == 0 && world_now() - start < 60000)
        world_run(plain_server ? it.hosts : it.hosts + 1, plain_server ? 2 : 1, 100);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_TIMEOUT, it.client->failure.kind);
    CHECK(world_now() - start >= 9000 && world_now() - start <= 11000);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

static void silence(void)
{
    nobody_answers(0);
}

static void plain_server(void)
{
    nobody_answers(1);
}

/* The system tells that nobody is at the port: after the third time there is no more to wait for. */
static void nobody_is_there(void)
{
    char text[300];
    pair it = create_pair();
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    uint64_t start = world_now();
    while (it.client->disconnects == 0 && world_now() - start < 60000) {
        world_run(it.hosts + 1, 1, 10);
        for (world_datagram *hello; (hello = world_take(&it.server->address)) != NULL; free(hello))
            world_refuse(&it.server->address, &it.client->address);
    }
    CHECK(world_now() - start >= 2900 && world_now() - start <= 3100);
    CHECK_EQ(E4J_DTLS_TIMEOUT, it.client->failure.kind);
    CHECK_EQ(0, it.client->errors);
    e4j_dtls_failure_text(&it.client->failure, text, sizeof text);
    CHECK(strstr(text, "port") != NULL);
    destroy_pair(&it);
}

/* One such message or two, as when the server has not started yet, or forged ones later on, end nothing. */
static void refusals_that_mean_nothing(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_server(it.server, &localhost));
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    connect_to(it.client, it.server);
    world_service(it.client);
    for (int i = 0; i < 2; i++)
        world_refuse(&it.server->address, &it.client->address);
    world_settle(it.hosts, 2);
    CHECK_EQ(1, it.client->connects);
    for (int i = 0; i < 9; i++) {
        world_refuse(&it.server->address, &it.client->address);
        world_refuse(&it.client->address, &it.server->address);
        ENetAddress stranger = world_address(9, 9);
        world_refuse(&stranger, &it.client->address);
    }
    world_run(it.hosts, 2, 1000);
    CHECK_EQ(0, it.client->disconnects + it.server->disconnects + it.client->errors + it.server->errors);
    destroy_pair(&it);
}

/* ENet gives up before DTLS does. */
static void timeout_of_enet(void)
{
    pair it = create_pair();
    CHECK_EQ(0, world_use_client(it.client, &localhost, "localhost"));
    e4j_peer_name name = connect_to(it.client, it.server);
    enet_peer_timeout(e4j_host_peer(it.client->host, name), 2, 500, 2000);
    world_run(it.hosts + 1, 1, 5000);
    CHECK_EQ(1, it.client->disconnects);
    CHECK_EQ(E4J_DTLS_TIMEOUT, it.client->failure.kind);
    CHECK_EQ(0, world_counters(it.client).sessions);
    destroy_pair(&it);
}

/* ---- Wiping ---- */

/* Linux names the heap of glibc in the memory map; QEMU, which we test other processors with, does not. */
#if defined(__GLIBC__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define HEAP_IS_NAMED 1
#else
#define HEAP_IS_NAMED 0
#endif

#if HEAP_IS_NAMED
/* How often some bytes are in the heap of this process. */
static int found_in_heap(const uint8_t *wanted, size_t length)
{
    char line[256];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        unsigned long long start, end;
        if (strstr(line, "[heap]") == NULL || sscanf(line, "%llx-%llx", &start, &end) != 2)
            continue;
        const uint8_t *memory = (const uint8_t *) (uintptr_t) start;
        for (size_t i = 0; i + length <= end - start; i++)
            found += memory[i] == wanted[0] && memcmp(memory + i, wanted, length) == 0;
    }
    if (maps != NULL)
        fclose(maps);
    return found;
}

/* The private number of a key, as Mbed TLS holds it in memory: nothing of it is left when its host is gone. */
static void keys_are_wiped(void)
{
    e4j_key_numbers numbers;
    uint8_t private_number[32];
    CHECK_EQ(0, e4j_key_read(&localhost.key_der, &numbers));
    CHECK_EQ(0, mbedtls_mpi_write_binary_le(&numbers.d, private_number, sizeof private_number));
    e4j_key_release(&numbers);
    CHECK_EQ(0, found_in_heap(private_number, sizeof private_number));
    pair it = connected_pair();
    CHECK(found_in_heap(private_number, sizeof private_number) > 0);
    destroy_pair(&it);
    CHECK_EQ(0, found_in_heap(private_number, sizeof private_number));
}
#endif

int main(void)
{
    static void (*const tests[])(void) = {
        set_up_after_connecting,
        contexts_that_are_refused,
        usages_of_certificates,
        untrusted_certificate,
        wrong_name,
        expired_certificate,
        certificate_of_the_future,
        unsafe_client_takes_any,
        silence,
        plain_server,
        timeout_of_enet,
        nobody_is_there,
        refusals_that_mean_nothing,
        renewed_certificate,
        renewed_in_a_handshake,
#if HEAP_IS_NAMED
        keys_are_wiped,
#endif
    };
    return run_tests(tests, sizeof tests / sizeof *tests);
}
