package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What went wrong in a long game, by kind, and how much memory it took from minute to minute. */
final class PlayReport {
    private static final long EVERY_NANOS = 60_000_000_000L;
    private static final long MIB = 1 << 20;

    private final Map<String, Integer> kinds = new TreeMap<>();
    private final List<Long> heaps = new ArrayList<>();
    private long next = System.nanoTime();

    /** Counts it, with the ids in it left out. */
    void add(String what) {
        kinds.merge(what.replaceAll("\\d{2,}", "N"), 1, Integer::sum);
    }

    /** A listener that counts what goes wrong, and tells the other one of all else. */
    MultiplayerListener listener(String side, MultiplayerListener other) {
        return new MultiplayerListener() {
            @Override
            public void peerConnected(int id) {
                other.peerConnected(id);
            }

            @Override
            public void peerDisconnected(int id) {
                other.peerDisconnected(id);
            }

            @Override
            public void serverDisconnected() {
                other.serverDisconnected();
            }

            @Override
            public void packetRejected(int id, ENetError error, String reason) {
                add(side + ": rejected, " + reason);
            }

            @Override
            public void packetNotSent(int id, ENetError error) {
                add(side + ": not sent, " + error);
            }

            @Override
            public void checksumMismatch(int id, RpcMismatch mismatch) {
                add(side + ": " + mismatch);
            }

            @Override
            public void callbackFailed(int id, Exception failure) {
                other.callbackFailed(id, failure);
            }
        };
    }

    /** Once a minute, what memory there is in use. */
    void measureNowAndThen() {
        if (System.nanoTime() - next >= 0) {
            next += EVERY_NANOS;
            measure();
        }
    }

    void measure() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        heaps.add(heap);
        System.out.printf("heap %.1f MiB, process %s%n", (double) heap / MIB, residentMemory());
    }

    /** By how much the heap has grown since the first minutes, in which classes were loaded; bytes. */
    long growth() {
        return heaps.get(heaps.size() - 1) - heaps.get(Math.min(2, heaps.size() - 1));
    }

    private static String residentMemory() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS")).findFirst()
                    .orElse("").replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        kinds.forEach((kind, count) -> text.append('\n').append(count).append(" x ").append(kind));
        return text.toString();
    }
}
