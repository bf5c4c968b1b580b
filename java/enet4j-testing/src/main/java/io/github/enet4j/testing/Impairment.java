package io.github.enet4j.testing;

/**
 * Decides what happens to the datagrams of one direction of one client. What it draws for the n-th datagram depends on
 * the seed and n alone: not on when it comes, how large it is, or what is set at the time. So a run with the same seed
 * loses the same datagrams, also when the latency was changed in between. Not thread-safe.
 */
final class Impairment {
    /** What a datagram takes beyond its contents: the headers of IPv4 and UDP. */
    static final int HEADERS = 28;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** What became of a datagram. */
    enum Outcome { DELIVERED, LOST, QUEUE_FULL }

    /** Each kind of decision has random numbers of its own. */
    private enum Draw { LOSS, JITTER, DUPLICATE, REORDER }

    /**
     * The fate of a datagram.
     *
     * @param outcome   whether it arrives
     * @param departure when it leaves, in the time of {@link #next}
     * @param copies    how often
     * @param heldBack  whether it lets others overtake it
     */
    record Fate(Outcome outcome, long departure, int copies, boolean heldBack) {
    }

    private static final Fate LOST = new Fate(Outcome.LOST, 0, 0, false);
    private static final Fate QUEUE_FULL = new Fate(Outcome.QUEUE_FULL, 0, 0, false);

    private final long seed;
    private long count;
    private boolean losing;
    private long lineFree = Long.MIN_VALUE;
    private long lastDeparture = Long.MIN_VALUE;

    Impairment(long seed) {
        this.seed = seed;
    }

    /** What happens to the next datagram, which comes now (ns, never less than before) and has so many bytes. */
    Fate next(NetworkConditions conditions, long now, int size) {
        count++;
        if (isLost(conditions)) {
            return LOST;
        }
        long sent = now;
        if (conditions.getRate() > 0) {
            double bytesPerNano = conditions.getRate() / 8.0 / NANOS_PER_SECOND;
            long start = Math.max(now, lineFree);
            if ((start - now) * bytesPerNano + size > conditions.getQueue()) {
                return QUEUE_FULL;
            }
            sent = start + Math.round((size + HEADERS) / bytesPerNano);
            lineFree = sent;
        }
        double variation = conditions.getJitter() * (2 * draw(Draw.JITTER) - 1);
        double delay = Math.max(0, conditions.getLatency() + variation);
        long departure = Math.max(sent + Math.round(delay * NANOS_PER_MILLI), lastDeparture);
        boolean heldBack = draw(Draw.REORDER) < conditions.getReordering();
        if (heldBack) {
            departure += Math.round(conditions.getReorderingDelay() * NANOS_PER_MILLI);
        } else {
            lastDeparture = departure;
        }
        int copies = draw(Draw.DUPLICATE) < conditions.getDuplication() ? 2 : 1;
        return new Fate(Outcome.DELIVERED, departure, copies, heldBack);
    }

    /**
     * Bursts come from a chain of two states (Gilbert's model): it leaves the losing one with 1 / length, and enters it
     * so that it is in it for the wanted fraction of the time.
     */
    private boolean isLost(NetworkConditions conditions) {
        double loss = conditions.getLoss();
        double burst = conditions.getLossBurst();
        double random = draw(Draw.LOSS);
        if (burst == 0 || loss == 0 || loss == 1) {
            losing = random < loss;
        } else if (losing) {
            losing = random >= 1 / burst;
        } else {
            losing = random < loss / (burst * (1 - loss));
        }
        return losing;
    }

    /**
     * The count-th number, 0 to 1, of a sequence that seed and kind choose (SplitMix64, which can be entered anywhere).
     */
    private double draw(Draw kind) {
        long stream = mix(seed + kind.ordinal() + 1);
        return (mix(stream + count * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    /** Makes a number of which each bit depends on each bit of the given one. */
    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
