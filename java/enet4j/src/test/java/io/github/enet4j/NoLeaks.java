package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After a class of tests: all of ENet's memory is given back, once the garbage is collected. */
final class NoLeaks implements AfterAllCallback {
    private static final int ATTEMPTS = 500;

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        assertNone();
    }

    static void assertNone() throws InterruptedException {
        for (int i = 0; i < ATTEMPTS && Native.memoryBlocks() != 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(0, Native.memoryBlocks(), "blocks of memory that nobody freed");
    }
}
