package io.github.enet4j.benchmarks;

/**
 * When a process is warm for a kind of work: when a run was hardly better than the best before it. Of two runs of a
 * JVM, the second has code that was compiled during the first; a program that was compiled before needs one only.
 */
final class WarmUp {
    private static final int LEAST = 2;
    private static final int MOST = 8;

    /** A run that is better by less than this says that there is no more to gain. */
    private static final double GAIN = 1.05;

    private final Plan.Row row;
    private final int most;
    private int runs;
    private double best = Double.NaN;
    private boolean gains = true;

    /**
     * The first is before any run.
     *
     * @param compilesAsItRuns whether it gets faster by running
     */
    WarmUp(Plan.Row row, boolean compilesAsItRuns) {
        this.row = row;
        this.most = compilesAsItRuns ? MOST : 1;
    }

    boolean isOver() {
        return runs >= most || runs >= LEAST && !gains;
    }

    /** What a run gave of the row's first figure, NaN for nothing; one that did not do the work says nothing. */
    void ran(double figure) {
        runs++;
        if (row.isDone(figure)) {
            double times = row.first().moreIsBetter() ? figure / best : best / figure;
            gains = !(times <= GAIN); /* the first one does: there is none before */
            best = Double.isNaN(times) || times > 1 ? figure : best;
        }
    }
}
