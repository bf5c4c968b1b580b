package io.github.enet4j.variant;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes of a value's bytes what an attacker or a fault would. */
final class Damage {
    private static final int[] ODD = {
        0, 1, 2, 3, 4, 0x18, 0x1b, 0x1c, 0x22, 0x26, 0x27, 0x7f, 0x80, 0xff, 0x1_0000, 0x3_0000, 0x1001c, 0x2001c,
        0xf001b, 0x7fff_ffff, 0x8000_0000, -1, -2, 0x10_0000, 0x2000_0000, 0x4000_0001,
    };

    private Damage() {
    }

    static byte[] to(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length >= 4; times--) {
            switch (random.nextInt(5)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                case 3 -> put(bytes, 4 * random.nextInt(bytes.length / 4), ODD[random.nextInt(ODD.length)]);
                default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(12));
            }
        }
        return bytes;
    }

    private static void put(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> 8 * i);
        }
    }
}
