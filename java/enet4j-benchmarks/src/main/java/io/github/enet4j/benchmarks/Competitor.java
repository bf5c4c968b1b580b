package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A contender as the driver sees it: a process that it gives tasks, and one that plays the peers of a server. */
final class Competitor implements AutoCloseable {
    private final String title;
    private final Predicate<Plan.Row> rows;
    private final List<String> command;
    private final List<String> peersCommand;
    private final String twin;
    /** The kinds of work that the process has done. */
    private final Set<String> done = new HashSet<>();
    private LineProcess worker;

    /**
     * One that takes part in these rows.
     *
     * @param peersCommand empty where it plays the peers in its own process
     * @param twin         the title of the same contender of another build, null when there is none
     */
    Competitor(
            String title, Predicate<Plan.Row> rows, List<String> command, List<String> peersCommand, String twin) {
        this.title = title;
        this.rows = rows;
        this.command = command;
        this.peersCommand = peersCommand;
        this.twin = twin;
    }

    String title() {
        return title;
    }

    String twin() {
        return twin;
    }

    boolean takesPartIn(Plan.Row row) {
        return rows.test(row);
    }

    /** Whether its process, which has to be warm for this, has not done the like. */
    boolean isNewTo(Plan.Row row) {
        return !row.isFresh() && !done.contains(row.kind());
    }

    /** The one that it needs before figures of this row count. */
    WarmUp warmUp(Plan.Row row) {
        return new WarmUp(row, command.contains(Worker.class.getName()));
    }

    /**
     * The figures by name; throws when the contender fails, which ends its process, but not the comparison.
     *
     * @param apart where peers run that are to be on another machine or what is like it, and the server's address there
     */
    Map<String, Double> run(Plan.Row row, Apart apart) throws IOException {
        if (worker != null && row.isFresh()) {
            close();
        }
        if (worker == null) {
            worker = new LineProcess(command);
        }
        done.add(row.kind());
        try {
            worker.tell(row.command() + (row.isApart() ? " " + apart.address() : ""));
            if (!row.needsPeers() || peersCommand.isEmpty()) {
                return worker.answer();
            }
            int port = worker.answer().get("listening").intValue();
            List<String> peers = new ArrayList<>(row.isApart() ? apart.prefix() : List.of());
            peers.addAll(peersCommand);
            try (LineProcess running = new LineProcess(peers)) {
                running.tell(row.peersCommand() + " " + port + (row.isApart() ? " " + apart.address() : ""));
                return worker.answer();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
            done.clear();
        }
    }

    /** How to start a process in another network namespace, and the address there of servers in this one. */
    record Apart(List<String> prefix, String address) {
    }
}
