package io.github.enet4j.benchmarks;

import io.github.enet4j.benchmarks.codec.Codec;
import io.github.enet4j.benchmarks.codec.CodecContender;

/** Arguments of a call written and read, on memory. */
final class CodecTasks {
    private static final int BATCH = 1000;

    private CodecTasks() {
    }

    /** First writes, then reads, each for that long, after half of it to warm up. */
    static String run(CodecContender contender, String call, double seconds) {
        Codec codec = contender.codec();
        int size = codec.write(call);
        double[] writing = measure(() -> codec.write(call), seconds);
        double[] reading = measure(() -> codec.read(call), seconds);
        if (!codec.isComplete()) {
            throw new IllegalStateException(contender + " loses something of " + call);
        }
        return Meter.json(
                "write_ns", writing[0],
                "read_ns", reading[0],
                "write_heap", writing[1],
                "read_heap", reading[1],
                "size", size);
    }

    /** CPU time, ns, and heap, bytes, of one. */
    private static double[] measure(Runnable step, double seconds) {
        batches(step, seconds / 2);
        long heap = Meter.heap();
        long cpu = Meter.cpu();
        double count = batches(step, seconds);
        return new double[] {(Meter.cpu() - cpu) / count, (Meter.heap() - heap) / count};
    }

    private static long batches(Runnable step, double seconds) {
        long end = Meter.now() + (long) (seconds * 1e9);
        long count = 0;
        while (Meter.now() < end) {
            for (int i = 0; i < BATCH; i++) {
                step.run();
            }
            count += BATCH;
        }
        return count;
    }
}
