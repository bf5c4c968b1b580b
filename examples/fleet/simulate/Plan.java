package simulate;

import java.util.List;
import java.util.Locale;

/** The page that says what to set in the Fleet. */
final class Plan {
    private static final double MIB = 1 << 20;

    /** A day with a buffer of so many places. */
    record Try(int buffer, Day day) {
    }

    private final Inputs inputs;
    private final List<Try> tries;
    private final Day update;
    private final Day lost;
    private final StringBuilder text = new StringBuilder();

    Plan(Inputs inputs, List<Try> tries, Day update, Day lost) {
        this.inputs = inputs;
        this.tries = tries;
        this.update = update;
        this.lost = lost;
    }

    String page() {
        Try chosen = tries.get(tries.size() - 1);
        Day day = chosen.day;
        add("# A day of %,d players", day.mostPlayers);
        add("");
        add("Written by `examples/fleet/simulate/run` from the measured `costs.properties`,");
        add("whose first line says on which machine, and from");
        add("`assumptions.properties`, which are a game's and a cluster's own: change those, and run it again.");
        add("");
        add("![players and places over the day](day.svg)");
        add("");
        server();
        day(day);
        settings(chosen);
        buffer();
        update();
        lost();
        return text.toString();
    }

    private void server() {
        add("## One server");
        add("");
        add("A player takes %.0f µs of processor time per second, %.0f of them for the game itself; %d threads that",
                inputs.microsPerPlayer(), inputs.number("game.micros"), inputs.whole("server.threads"));
        add("are busy for %.0f %% of the time bear %,d of them. It takes **%,d**, since so many are lost with it,",
                100 * inputs.number("server.use"), inputs.playersByProcessor(), inputs.capacity());
        add("and %.0f MiB of memory. A join takes %.0f µs.", inputs.bytesPerServer() / MIB, inputs.joinMicros());
        add("");
    }

    private void day(Day day) {
        add("## The day");
        add("");
        add("%,d rooms of %.1f players on average, %,d joins, at most %,d in a second. At the peak %,d servers on",
                day.rooms, day.meanSize(), day.joins, day.mostJoins, day.mostServers);
        add("%,d machines; %.0f %% of all places that were there in the day had a player.",
                day.mostNodes, 100 * day.playerHours / (day.serverHours * inputs.capacity()));
        add("Whether the lobby and Agones's allocator keep up with so many rooms is not simulated.");
        add("");
    }

    private void settings(Try chosen) {
        int capacity = inputs.capacity();
        int places = Math.max(chosen.day.mostServers, update.mostWhileUpdating) * capacity;
        add("## What to set");
        add("");
        add("| In `fleet.yaml` | |");
        add("|---|---|");
        add("| `counters.players.capacity`, PLAYERS | %d |", capacity);
        add("| `resources.requests.cpu`, THREADS | %d |", inputs.whole("server.threads"));
        add("| `resources.limits.memory` | %dMi |", 64 * (int) StrictMath.ceil(inputs.bytesPerServer() / MIB / 64));
        add("| `rollingUpdate.maxSurge` | %.0f%% |", 100 * inputs.number("update.surge"));
        add("| `counter.bufferSize` | %d |", chosen.buffer);
        add("| `counter.minCapacity` | %d |", chosen.buffer);
        add("| `counter.maxCapacity` | %d: the most that the day took, and a tenth |",
                (int) StrictMath.ceil(places * 1.1 / 100_000) * 100_000);
        add("| `fixedInterval.seconds` | %d |", inputs.whole("autoscaler.interval"));
        add("");
    }

    private void buffer() {
        add("## The buffer");
        add("");
        add("It has to last until more servers are there: %d s until the autoscaler looks, %d s for a machine, %d s",
                inputs.whole("autoscaler.interval"), inputs.whole("node.start"), inputs.whole("server.start"));
        add("for the server. Here that is decided by the event at %d:00, %,d players within %d minutes.",
                inputs.whole("event.hour"), inputs.whole("event.players"), inputs.whole("event.minutes"));
        add("");
        add("| Free places | Rooms that waited more than %d s | Longest wait, s | Server hours in the day |",
                inputs.whole("lobby.patience"));
        add("|---|---|---|---|");
        for (Try each : tries) {
            add("| %,d | %,d of %,d | %d | %,.0f |", each.buffer, each.day.late, each.day.rooms,
                    each.day.longestWait, each.day.serverHours);
        }
        add("");
    }

    private void update() {
        add("## A new version");
        add("");
        add("Rolled out at %d:00, %.0f %% of the servers at each look of the autoscaler. An old server gets no new",
                inputs.whole("update.hour"), 100 * inputs.number("update.surge"));
        add("rooms and ends when its last room has.");
        add("");
        add("- The last old server is gone after %s; until then at most %,d servers instead of %,d are there.",
                update.updatedAfter < 0 ? "midnight" : update.updatedAfter / 60 + " minutes",
                update.mostWhileUpdating, update.servingAtUpdate);
        add("- After %d minutes %,d players are left on old ones: who ends those then, cuts so many off.",
                inputs.whole("update.minutes"), update.leftToUpdate);
        add("- Rooms that waited more than %d s on that day: %,d.", inputs.whole("lobby.patience"), update.late);
        add("- A drain itself (SIGTERM, everybody is told and has confirmed) took %.0f ms for the players of the",
                inputs.number((inputs.encrypted() ? "dtls." : "") + "drain.millis"));
        add("  measurement; `terminationGracePeriodSeconds` is for those whose network is slow.");
        add("");
    }

    private void lost() {
        int servers = (int) StrictMath.ceil((double) lost.lostPlayers / inputs.capacity());
        double processor = lost.lostPlayers * inputs.joinMicros() / 1e6;
        add("## A lost machine");
        add("");
        add("With its %d servers %,d players are cut off at %d:00, which they notice after ENet's timeout (5 to 30 s).",
                inputs.whole("node.servers"), lost.lostPlayers, inputs.whole("lost.hour"));
        add("When all come back in one second, the buffer takes them within %d s. Their joins cost %.1f s of processor",
                lost.backAfter, processor);
        add("time, on %d servers: %.1f s of each one's threads.",
                servers, processor / servers / inputs.whole("server.threads"));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
