/*
 * The compressors as ENet calls them, one block at a time: known bytes, round trips, limits, bad input, memory.
 */
#include "compress/compress.h"
#include "test/check.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum { BLOCK_MAXIMUM = ENET_PROTOCOL_MAXIMUM_MTU - 4, OUTPUT_MAXIMUM = 2 * ENET_PROTOCOL_MAXIMUM_MTU };

static const e4j_compression_mode modes[] = {E4J_COMPRESS_RANGE_CODER, E4J_COMPRESS_FASTLZ, E4J_COMPRESS_ZLIB,
                                             E4J_COMPRESS_ZSTD};
enum { MODES = sizeof modes / sizeof modes[0] };

/* Memory: what ENet has taken and not given back, and when to refuse it. */

static long blocks_taken;
static long blocks_held;
static long blocks_allowed = -1; /* -1: any number */

static void *ENET_CALLBACK take_memory(size_t size)
{
    if (blocks_allowed == 0)
        return NULL;
    blocks_allowed -= blocks_allowed > 0;
    blocks_taken++;
    blocks_held++;
    return malloc(size);
}

static void ENET_CALLBACK give_memory_back(void *memory)
{
    blocks_held -= memory != NULL;
    free(memory);
}

static void ENET_CALLBACK ignore_shortage(void)
{
}

static uint32_t random_state = 2463534242u;

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

/* An install needs nothing of the host but the place for the compressor. */
static ENetHost host;

static size_t compress_block(const void *in, size_t length, uint8_t *out, size_t limit)
{
    const ENetBuffer buffer = {.data = (void *) in, .dataLength = length};
    return host.compressor.compress(host.compressor.context, &buffer, 1, length, out, limit);
}

/* Decodes from and to blocks of exactly these sizes, so that the sanitizers see every step aside. */
static size_t decompress_block(const void *in, size_t length, uint8_t *out, size_t limit)
{
    uint8_t *exact_in = malloc(length > 0 ? length : 1);
    uint8_t *exact_out = malloc(limit > 0 ? limit : 1);
    if (length > 0)
        memcpy(exact_in, in, length);
    const size_t result = host.compressor.decompress(host.compressor.context, exact_in, length, exact_out, limit);
    CHECK(result <= limit);
    memcpy(out, exact_out, result);
    free(exact_in);
    free(exact_out);
    return result;
}

static size_t from_hex(const char *hex, uint8_t *out)
{
    size_t length = 0;
    for (; hex[2 * length] != '\0'; length++) {
        unsigned byte = 0;
        CHECK_EQ(1, sscanf(hex + 2 * length, "%2x", &byte));
        out[length] = (uint8_t) byte;
    }
    return length;
}

static void decodes_to(const uint8_t *expected, size_t expected_length, const char *hex)
{
    uint8_t in[512], out[ENET_PROTOCOL_MAXIMUM_MTU];
    const size_t length = from_hex(hex, in);
    CHECK_BYTES(expected, expected_length, out, decompress_block(in, length, out, sizeof out));
}

static void is_rejected(const char *hex, size_t limit)
{
    uint8_t in[512], out[ENET_PROTOCOL_MAXIMUM_MTU];
    const size_t length = from_hex(hex, in);
    CHECK_EQ(0, decompress_block(in, length, out, limit));
}

/* Known bytes. */

static void encodes_to(const uint8_t *in, size_t length, const char *hex)
{
    uint8_t expected[512], out[OUTPUT_MAXIMUM];
    const size_t expected_length = from_hex(hex, expected);
    CHECK_BYTES(expected, expected_length, out, compress_block(in, length, out, sizeof out));
    CHECK_BYTES(expected, expected_length, out, compress_block(in, length, out, expected_length));
    CHECK_EQ(0, compress_block(in, length, out, expected_length - 1));
}

static void known_bytes(const void *in, size_t length, const char *const hex[MODES])
{
    for (size_t i = 0; i < MODES; i++) {
        if (hex[i] != NULL) {
            CHECK_EQ(0, e4j_compress_install(&host, modes[i]));
            encodes_to(in, length, hex[i]);
            uint8_t padded[ENET_PROTOCOL_MAXIMUM_MTU] = {0};
            memcpy(padded, in, length);
            decodes_to(padded, modes[i] == E4J_COMPRESS_FASTLZ && length < 16 ? 16 : length, hex[i]);
        }
    }
}

static void test_known_bytes(void)
{
    uint8_t block[3000];
    memset(block, 'A', sizeof block);
    known_bytes(block, 100,
                (const char *const[]){"4202e932792c96", "014141e0560102414141", "789c7374a43d000002e91965",
                                      "28b52ffd206445000010414101003f012c"});
    known_bytes(block, 3000,
                (const char *const[]){NULL,
                                      "014141"
                                      "e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01e0fd01"
                                      "e0680102414141",
                                      NULL, NULL});
    known_bytes("hello hello hello hello ", 24,
                (const char *const[]){"68fbe0c33d7072bdd5ed67a5cb", "0568656c6c6f20e00605026c6f20",
                                      "789ccb48cdc9c957c8c0200170d408d1",
                                      "28b52ffd20186500003068656c6c6f200100f14a11"});
    known_bytes("hello", 5, (const char *const[]){"68fbe0c33d21e0", "0f68656c6c6f0000000000000000000000", NULL, NULL});
    for (uint8_t i = 0; i < 16; i++)
        block[i] = i;
    known_bytes(block, 16,
                (const char *const[]){"0103f1068d929142466659664b8723d963ef", "0f000102030405060708090a0b0c0d0e0f",
                                      NULL, NULL});
    memset(block, 0, 48);
    known_bytes(block, 48, (const char *const[]){"0103e851a7a183", "010000e0220102000000", NULL, NULL});
    const size_t connect = from_hex("82ff00010000ffff0000057000010000000000ff0000000000000000000013880000000200000002"
                                    "c88cd55c00000000",
                                    block);
    CHECK_EQ(48, connect);
    known_bytes(block, connect,
                (const char *const[]){
                    "837b88b1fdf1df576b939eeefff5175b77c2479d1978d6f9d75c36021db3",
                    "0b82ff00010000ffff0000057040092000200bc00001138820090c0200000002c88cd55c00000000",
                    "789c6bfacfc0c8c0f0ff3f03036b01880504ff19e040b803483081f0899eab31201100e397081a",
                    "28b52ffd20304d0100f882ff00010000ffff00000570000000ff00138800000002c88cd55c000000000300bb5070a51b"
                    "9424"});
}

/* Round trips. */

enum { KINDS = 5 };

static void fill(uint8_t *block, size_t length, int kind)
{
    static const char text[] = "the quick brown fox jumps over the lazy dog, again and again; ";
    for (size_t i = 0; i < length; i++) {
        switch (kind) {
        case 0: block[i] = (uint8_t) random_below(256); break;
        case 1: block[i] = 0; break;
        case 2: block[i] = (uint8_t) text[(i + random_below(40) / 39) % (sizeof text - 1)]; break;
        case 3: block[i] = (uint8_t) random_below(3); break;
        default: block[i] = (uint8_t) (i % 16 < 12 ? i / 64 : random_below(256)); break;
        }
    }
}

/* Splits a block into up to 16 buffers, empty ones among them. */
static size_t split(uint8_t *block, size_t length, ENetBuffer *buffers)
{
    size_t count = 0;
    size_t position = 0;
    while (count < 15) {
        size_t part = random_below(4) == 0 ? 0 : random_below(1 + (uint32_t) (length - position) / 2);
        buffers[count].data = part == 0 ? NULL : block + position;
        buffers[count++].dataLength = part;
        position += part;
    }
    buffers[count].data = block + position;
    buffers[count++].dataLength = length - position;
    return count;
}

/* What the library behind a mode makes of the block in a context of its own, 0 where there is none to ask. */
static size_t independent(e4j_compression_mode mode, uint8_t *block, size_t length, uint8_t *out)
{
    if (mode == E4J_COMPRESS_RANGE_CODER) {
        void *coder = enet_range_coder_create();
        const ENetBuffer buffer = {.data = block, .dataLength = length};
        const size_t result = enet_range_coder_compress(coder, &buffer, 1, length, out, OUTPUT_MAXIMUM);
        enet_range_coder_destroy(coder);
        return result;
    }
    if (mode == E4J_COMPRESS_ZLIB) {
        z_stream stream = {.next_in = block, .avail_in = (uInt) length, .next_out = out, .avail_out = OUTPUT_MAXIMUM};
        CHECK_EQ(Z_OK, deflateInit(&stream, Z_DEFAULT_COMPRESSION));
        CHECK_EQ(Z_STREAM_END, deflate(&stream, Z_FINISH));
        deflateEnd(&stream);
        return stream.total_out;
    }
    return mode == E4J_COMPRESS_ZSTD ? ZSTD_compress(out, OUTPUT_MAXIMUM, block, length, 3) : 0;
}

static void round_trip(e4j_compression_mode mode, uint8_t *block, size_t length)
{
    uint8_t packed[OUTPUT_MAXIMUM], limited[OUTPUT_MAXIMUM], unpacked[ENET_PROTOCOL_MAXIMUM_MTU];
    uint8_t expected[OUTPUT_MAXIMUM] = {0};
    ENetBuffer buffers[16];
    const ENetCompressor *compressor = &host.compressor;
    const size_t count = split(block, length, buffers);
    const size_t packed_length =
        compressor->compress(compressor->context, buffers, count, length, packed, sizeof packed);
    if (length == 0) {
        CHECK_EQ(0, packed_length);
        return;
    }
    if (mode != E4J_COMPRESS_FASTLZ)
        CHECK_BYTES(expected, independent(mode, block, length, expected), packed, packed_length);

    /* With ENet's limit the result is the same, or none at all. */
    const size_t limited_length = compressor->compress(compressor->context, buffers, count, length, limited, length);
    CHECK_BYTES(packed, packed_length <= length ? packed_length : 0, limited, limited_length);

    if (packed_length > ENET_PROTOCOL_MAXIMUM_MTU)
        return; /* no datagram holds it */
    const size_t padded_length = mode == E4J_COMPRESS_FASTLZ && length < 16 ? 16 : length;
    memset(expected, 0, padded_length);
    memcpy(expected, block, length);
    CHECK_BYTES(expected, padded_length, unpacked, decompress_block(packed, packed_length, unpacked, padded_length));
    CHECK_BYTES(expected, padded_length, unpacked, decompress_block(packed, packed_length, unpacked, sizeof unpacked));
    CHECK_EQ(0, decompress_block(packed, packed_length, unpacked, padded_length - 1));
}

static void test_round_trips(void)
{
    static uint8_t block[ENET_PROTOCOL_MAXIMUM_MTU];
    for (size_t i = 0; i < MODES; i++) {
        CHECK_EQ(0, e4j_compress_install(&host, modes[i]));
        const long before = blocks_taken;
        long others = 0; /* taken by independent() */
        for (size_t length = 0; length <= BLOCK_MAXIMUM; length++) {
            for (int kind = 0; kind < KINDS; kind++) {
                if (length > 300 && (int) (length % KINDS) != kind)
                    continue;
                fill(block, length, kind);
                round_trip(modes[i], block, length);
                others += modes[i] == E4J_COMPRESS_RANGE_CODER && length > 0;
            }
        }
        /* zlib takes its window when a stream first runs out of input or room; nothing else is ever taken. */
        CHECK(blocks_taken - before - others <= (modes[i] == E4J_COMPRESS_ZLIB));
    }
}

/* Limits. */

static void test_input_limits(void)
{
    static uint8_t big[2 * ENET_PROTOCOL_MAXIMUM_MTU];
    uint8_t out[OUTPUT_MAXIMUM];
    for (size_t i = 0; i < MODES; i++) {
        CHECK_EQ(0, e4j_compress_install(&host, modes[i]));
        const ENetCompressor *compressor = &host.compressor;
        void *context = compressor->context;
        const ENetBuffer buffers[] = {{.data = big, .dataLength = sizeof big}, {.data = NULL, .dataLength = 0}};

        /* ENet subtracts a header longer than the datagram. */
        CHECK_EQ(0, compressor->decompress(context, big, (size_t) -1, out, sizeof out));
        CHECK_EQ(0, compressor->decompress(context, big, (size_t) -2, out, sizeof out));
        CHECK_EQ(0, compressor->decompress(context, big, ENET_PROTOCOL_MAXIMUM_MTU + 1, out, sizeof out));
        CHECK_EQ(0, compressor->decompress(context, big, 0, out, sizeof out));
        CHECK_EQ(0, compressor->compress(context, buffers, 1, ENET_PROTOCOL_MAXIMUM_MTU + 1, out, sizeof out));
        CHECK_EQ(0, compressor->compress(context, buffers, 1, (size_t) -1, out, sizeof out));

        /* No more is taken than the limit says, and nothing is nothing. */
        const size_t length = compressor->compress(context, buffers, 2, ENET_PROTOCOL_MAXIMUM_MTU, out, sizeof out);
        CHECK(length > 0 && length < 200);
        CHECK_EQ(0, compressor->compress(context, buffers, 0, 100, out, sizeof out));
        CHECK_EQ(0, compressor->compress(context, buffers + 1, 1, 100, out, sizeof out));
        CHECK_EQ(0, compressor->compress(context, buffers, 1, 0, out, sizeof out));
        CHECK_EQ(0, compressor->compress(context, buffers, 1, 100, out, 0));
        uint8_t packed[200];
        memcpy(packed, out, length);
        CHECK_EQ(0, decompress_block(packed, length, out, 0));
    }
}

/* FastLZ's encoder on many blocks: the sum of all that FastLZ 0.5.0 makes of them. */

static void test_fastlz_encoder(void)
{
    static uint8_t block[ENET_PROTOCOL_MAXIMUM_MTU];
    uint8_t out[OUTPUT_MAXIMUM];
    uint64_t sum = 14695981039346656037u; /* FNV-1a */
    random_state = 1;
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_FASTLZ));
    for (size_t length = 1; length <= BLOCK_MAXIMUM; length += 1 + length / 200) {
        for (int kind = 0; kind < KINDS; kind++) {
            fill(block, length, kind);
            const size_t out_length = compress_block(block, length, out, sizeof out);
            for (size_t i = 0; i < out_length; i++)
                sum = (sum ^ out[i]) * 1099511628211u;
            sum = (sum ^ (out_length & 0xff)) * 1099511628211u;
        }
    }
    CHECK_EQ(0xd19836f4c096bef8, sum);
}

/* Its decoder, by hand. */

static void test_fastlz_decoder(void)
{
    uint8_t expected[ENET_PROTOCOL_MAXIMUM_MTU] = {0};
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_FASTLZ));

    memset(expected, 'A', 3000);
    decodes_to(expected, 3000, "214141e0ffffffffffffffffffffffb50002414141");
    is_rejected("214141e0ffffffffffffffffffffffb50002414141", 2999);
    decodes_to((const uint8_t *) "abcabcabc", 9, "02616263800200"); /* level 1, stray last byte */
    decodes_to((const uint8_t *) "abcabcabc", 9, "026162638002");
    decodes_to((const uint8_t *) "abcabcabc", 9, "226162638002");
    decodes_to((const uint8_t *) "abcabcabcz", 10, "226162638002007a");
    decodes_to((const uint8_t *) "abcabcabcz", 10, "026162638002007a");
    decodes_to((const uint8_t *) "a", 1, "0061");
    decodes_to((const uint8_t *) "aaaaaaaaaaaa", 12, "0061e00200"); /* length byte 2: 11 */
    is_rejected("026162638002", 8);                                 /* match past the limit */
    is_rejected("02616263", 2);                                     /* literals past the limit */
    is_rejected("", 100);
    is_rejected("00", 100); /* literals past the end */
    is_rejected("026162", 100);
    is_rejected("20", 100);
    is_rejected("0061052001", 100); /* literals past the end after some output */
    is_rejected("4061", 100);       /* level 3 */
    is_rejected("ff61", 100);       /* level 8 */
    is_rejected("00612001", 100);   /* distance 2 of 1 */
    is_rejected("20612001", 100);
    is_rejected("00613f00", 100); /* distance 7937 */
    is_rejected("0061e000", 100); /* length byte, but no distance */
    is_rejected("2061e0", 100);
    is_rejected("2061e0ff00", 100);     /* second length byte, but no distance */
    is_rejected("206120", 100);         /* short match without a distance */
    is_rejected("20613fff0000", 100);   /* two bytes of a far distance: FastLZ wants one behind them */
    is_rejected("20613fff000000", 100); /* far distance 8192 of 1 */
    is_rejected("00613fff000000", 100); /* level 1 has no far distance */

    /* The largest distance a block of this size can hold, in both levels. */
    for (int level = 1; level <= 2; level++) {
        uint8_t block[ENET_PROTOCOL_MAXIMUM_MTU], out[ENET_PROTOCOL_MAXIMUM_MTU];
        size_t length = 0;
        for (unsigned run = 0; run < 119; run++) {
            block[length++] = 31;
            for (unsigned i = 0; i < 32; i++)
                expected[32 * run + i] = block[length++] = (uint8_t) (run + 7 * i);
        }
        block[0] |= (uint8_t) ((level - 1) << 5);
        const size_t distance = 119 * 32;
        memcpy(expected + distance, expected, 8);
        block[length++] = (uint8_t) (6 << 5 | (distance - 1) >> 8);
        block[length++] = (uint8_t) (distance - 1);
        CHECK_BYTES(expected, distance + 8, out, decompress_block(block, length, out, sizeof out));
        block[length - 1]++;
        CHECK_EQ(0, decompress_block(block, length, out, sizeof out));
    }
}

/* zlib streams and zstd frames other than our own. */

static void test_zlib_streams(void)
{
    const uint8_t *hello = (const uint8_t *) "hello hello hello hello ";
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_ZLIB));
    decodes_to(hello, 24, "789ccb48cdc9c957c8c0200170d408d1deadbeef"); /* bytes behind the end */
    decodes_to((const uint8_t *) "stored", 6, "7801010600f9ff73746f726564093c0292");
    is_rejected("789ccb48cdc9c957c8c0200170d408d1", 23);
    is_rejected("789ccb48cdc9c957c8c0200170d408d2", 100); /* Adler-32 */
    is_rejected("789ccb48cdc9c957c8c0200170d408", 100);   /* cut */
    is_rejected("789ccb48cdc9c957c8c02001", 100);
    is_rejected("789c", 100);
    is_rejected("78", 100);
    is_rejected("cb48cdc9c957c8c02001", 100);                                     /* raw */
    is_rejected("1f8b0800000000000203cb48cdc9c957c8c02001d641e2d018000000", 100); /* gzip */
    is_rejected("78bb0000000173746f726564", 100);                                 /* preset dictionary */
    is_rejected("789d0102030405", 100);                                           /* header check */
    is_rejected("789c030000000001", 100);                                         /* nothing in it */
    decodes_to(hello, 24, "789ccb48cdc9c957c8c0200170d408d1");
}

static void test_zstd_frames(void)
{
    static const char hello_frame[] = "28b52ffd20186500003068656c6c6f200100f14a11";
    const uint8_t *hello = (const uint8_t *) "hello hello hello hello hello hello hello hello ";
    char hex[512];
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_ZSTD));
    snprintf(hex, sizeof hex, "%s%s", hello_frame, hello_frame);
    decodes_to(hello, 48, hex);
    is_rejected(hex, 47);
    snprintf(hex, sizeof hex, "502a4d1803000000aabbcc%s5f2a4d1800000000", hello_frame); /* skippable frames */
    decodes_to(hello, 24, hex);
    snprintf(hex, sizeof hex, "%s00", hello_frame); /* something else behind the frame */
    is_rejected(hex, 100);
    is_rejected(hello_frame, 23);
    is_rejected("28b52ffd20186500003068656c6c6f200100f14a", 100); /* cut */
    is_rejected("28b52ffd", 100);
    is_rejected("502a4d18ffffffffaabbcc", 100); /* skippable frame past the end */
    is_rejected("502a4d180200000000", 100);
    is_rejected("28b52ffd2101186500003068656c6c6f200100f14a11", 100); /* dictionary 1 */
    is_rejected("27b52ffd20186500003068656c6c6f200100f14a11", 100);   /* magic number of version 0.7 */
    is_rejected("37a3312f", 100);

    /* A window of 64 MiB, 2 GiB and 3.75 TiB, and contents of 2^64 - 2 bytes, in front of one raw byte. */
    decodes_to((const uint8_t *) "a", 1,
               "28b52ffd0080"
               "09000061");
    decodes_to((const uint8_t *) "a", 1,
               "28b52ffd00a8"
               "09000061");
    is_rejected("28b52ffd00ff"
                "09000061",
                100);
    is_rejected("28b52ffdc000feffffffffffffff"
                "09000061",
                100);
    is_rejected("28b52ffde0feffffffffffffff"
                "09000061",
                100);
    is_rejected("28b52ffda0ffffffff"
                "0b001061",
                4092); /* 131073 times the same byte */

    /* Checksums are looked at where there are some. */
    uint8_t frame[256], out[256];
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const size_t length = ZSTD_compress2(context, frame, sizeof frame, hello, 48);
    ZSTD_freeCCtx(context);
    CHECK_BYTES(hello, 48, out, decompress_block(frame, length, out, sizeof out));
    frame[length - 1] ^= 1;
    CHECK_EQ(0, decompress_block(frame, length, out, sizeof out));
}

/* Corrupted blocks: anything may come out, but within the limit, and the next block is none the worse. */

static void corrupt(uint8_t *block, size_t *length)
{
    for (uint32_t changes = 1 + random_below(4); changes > 0; changes--) {
        switch (random_below(4)) {
        case 0: block[random_below((uint32_t) *length)] = (uint8_t) random_below(256); break;
        case 1: block[random_below((uint32_t) *length)] ^= (uint8_t) (1u << random_below(8)); break;
        case 2: *length = 1 + random_below((uint32_t) *length); break;
        default:
            memset(block + *length, 0xff, 8);
            *length += 1 + random_below(8);
            break;
        }
    }
}

static void test_corrupted_blocks(void)
{
    static uint8_t block[ENET_PROTOCOL_MAXIMUM_MTU];
    uint8_t packed[OUTPUT_MAXIMUM], bad[OUTPUT_MAXIMUM + 64], out[ENET_PROTOCOL_MAXIMUM_MTU];
    for (size_t i = 0; i < MODES; i++) {
        CHECK_EQ(0, e4j_compress_install(&host, modes[i]));
        for (int round = 0; round < 3000; round++) {
            const size_t length = 16 + random_below(round % 10 == 0 ? 3000 : 300);
            fill(block, length, round % KINDS);
            const size_t packed_length = compress_block(block, length, packed, sizeof packed);
            memcpy(bad, packed, packed_length);
            size_t bad_length = packed_length;
            corrupt(bad, &bad_length);
            decompress_block(bad, bad_length, out, random_below(sizeof out + 1));
            for (size_t n = random_below(64), k = 0; k < n; k++)
                bad[k] = (uint8_t) random_below(256);
            decompress_block(bad, 1 + random_below(64), out, sizeof out);
            CHECK_BYTES(block, length, out, decompress_block(packed, packed_length, out, sizeof out));
        }
    }
}

/* Installing. */

static void test_installing(void)
{
    uint8_t out[ENET_PROTOCOL_MAXIMUM_MTU];
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_NONE));
    CHECK(host.compressor.context == NULL);
    CHECK_EQ(0, blocks_held);
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_NONE));

    for (size_t i = 0; i < MODES; i++) {
        /* With memory for n blocks and no more; the compressor from before stays and works. */
        CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_FASTLZ));
        const void *previous = host.compressor.context;
        const long held = blocks_held;
        long allowed = 0;
        for (;; allowed++) {
            blocks_allowed = allowed;
            const int result = e4j_compress_install(&host, modes[i]);
            blocks_allowed = -1;
            if (result == 0)
                break;
            CHECK_EQ(-1, result);
            CHECK(host.compressor.context == previous);
            CHECK_EQ(held, blocks_held);
            CHECK_EQ(10, compress_block("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 32, out, sizeof out));
        }
        CHECK(allowed >= 2);
        CHECK(host.compressor.context != previous);
        CHECK_EQ(allowed, blocks_held);
    }

    const void *previous = host.compressor.context;
    CHECK_EQ(-1, e4j_compress_install(&host, (e4j_compression_mode) 5));
    CHECK_EQ(-1, e4j_compress_install(&host, (e4j_compression_mode) -1));
    CHECK(host.compressor.context == previous);
    CHECK_EQ(0, e4j_compress_install(&host, E4J_COMPRESS_NONE));
    CHECK_EQ(0, blocks_held);
}

int main(void)
{
    const ENetCallbacks callbacks = {.malloc = take_memory, .free = give_memory_back, .no_memory = ignore_shortage};
    CHECK_EQ(0, enet_initialize_with_callbacks(ENET_VERSION, &callbacks));
    test_known_bytes();
    test_round_trips();
    test_input_limits();
    test_fastlz_encoder();
    test_fastlz_decoder();
    test_zlib_streams();
    test_zstd_frames();
    test_corrupted_blocks();
    test_installing();
    enet_deinitialize();
    return check_result();
}
