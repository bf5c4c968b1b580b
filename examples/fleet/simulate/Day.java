package simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A day of arrivals, second by second, after a run-in. Rooms come at random at the rate that the time of day asks for;
 * the same seed brings the same rooms whatever the fleet is like.
 */
final class Day {
    static final int SECONDS = 24 * 3600;
    static final int SAMPLE = 300;
    private static final int RUN_UP = 3600; // an hour of the run-in; before, servers are there at once

    /** A room of players, and until when they play. */
    private record Room(int size, int seconds, int since) {
    }

    private record Playing(Server server, Room room) {
    }

    private final Inputs inputs;
    private final Random random;
    private final double[] sizes;
    private final Fleet fleet;
    private final int runIn;
    private final List<List<Playing>> ends = new ArrayList<>();
    private final Deque<Room> waiting = new ArrayDeque<>();
    private final Deque<Server> old = new ArrayDeque<>();
    private final boolean update;
    private final boolean lose;
    private final double meanSeconds;
    private final double meanSize;
    private boolean updating;

    /* What comes out. */
    final List<Integer> players = new ArrayList<>();
    final List<Integer> servers = new ArrayList<>();
    long rooms;
    long joins;
    long late;
    int longestWait;
    int mostPlayers;
    int mostServers;
    int mostNodes;
    double serverHours;
    double playerHours;
    int mostJoins;
    int lostPlayers;
    int backAfter = -1;
    int updatedAfter = -1;
    int servingAtUpdate;
    int mostWhileUpdating;
    int leftToUpdate;

    Day(Inputs inputs, int buffer, boolean update, boolean lose) {
        this.inputs = inputs;
        this.lose = lose;
        this.update = update;
        random = new Random(inputs.whole("seed"));
        fleet = new Fleet(inputs, buffer);
        runIn = 60 * inputs.whole("room.longest");
        int smallest = inputs.whole("room.smallest");
        sizes = new double[inputs.whole("room.largest") + 1];
        double sum = 0;
        double weighted = 0;
        for (int size = smallest; size < sizes.length; size++) {
            double weight = StrictMath.pow(size, -inputs.number("room.exponent"));
            sum += weight;
            weighted += weight * size;
            sizes[size] = sum;
        }
        meanSize = weighted / sum;
        double sigma = inputs.number("room.sigma");
        meanSeconds = 60 * inputs.number("room.minutes") * StrictMath.exp(sigma * sigma / 2);
        for (int i = 0; i < runIn + SECONDS + 1; i++) {
            ends.add(null);
        }
    }

    double meanSize() {
        return meanSize;
    }

    Day run() {
        for (int now = -runIn; now < SECONDS; now++) {
            int joinsBefore = (int) joins;
            fleet.pass(now);
            end(now);
            for (int i = poisson(roomsPerSecond(now)); i > 0; i--) {
                waiting.add(new Room(size(), seconds(), now));
            }
            place(now);
            happen(now);
            if (now < -RUN_UP || Math.floorMod(now, inputs.whole("autoscaler.interval")) == 0) {
                fleet.scale(now, now < -RUN_UP);
            }
            if (now >= 0) {
                observe(now, (int) joins - joinsBefore);
            }
        }
        return this;
    }

    /* ---- Arrivals ---- */

    /** So that as many play as the time of day asks for: those who leave are replaced, and the change is added. */
    private double roomsPerSecond(int now) {
        double peak = inputs.number("players.peak");
        double swing = peak * (1 - inputs.number("players.night")) / 2;
        double angle = 2 * StrictMath.PI * (now - 20 * 3600) / SECONDS;
        double present = peak - swing + swing * StrictMath.cos(angle);
        double change = -swing * StrictMath.sin(angle) * 2 * StrictMath.PI / SECONDS;
        double rate = present / meanSeconds + change;
        int event = inputs.whole("event.hour") * 3600;
        double seconds = 60 * inputs.number("event.minutes");
        if (now >= event && now < event + seconds) {
            rate += inputs.number("event.players") / seconds;
        }
        return Math.max(0, rate) / meanSize;
    }

    private int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return Math.max(count, 0);
    }

    private int size() {
        double at = random.nextDouble() * sizes[sizes.length - 1];
        int size = inputs.whole("room.smallest");
        while (sizes[size] < at) {
            size++;
        }
        return size;
    }

    private int seconds() {
        double median = 60 * inputs.number("room.minutes");
        double drawn = median * StrictMath.exp(inputs.number("room.sigma") * random.nextGaussian());
        return (int) Math.min(Math.max(drawn, 30), 60 * inputs.number("room.longest"));
    }

    /* ---- Rooms ---- */

    /** In their order, but a large one does not keep small ones waiting. */
    private void place(int now) {
        for (int i = waiting.size(); i > 0; i--) {
            Room room = waiting.poll();
            Server server = fleet.place(room.size);
            if (server == null) {
                waiting.add(room);
                continue;
            }
            int end = now + room.seconds + runIn;
            if (end < ends.size()) {
                if (ends.get(end) == null) {
                    ends.set(end, new ArrayList<>());
                }
                ends.get(end).add(new Playing(server, room));
            }
            joins += room.size;
            if (now >= 0) {
                rooms++;
                longestWait = Math.max(longestWait, now - room.since);
                late += now - room.since > inputs.whole("lobby.patience") ? 1 : 0;
            }
        }
    }

    private void end(int now) {
        List<Playing> ending = ends.set(now + runIn, null);
        if (ending != null) {
            ending.forEach(each -> fleet.end(each.server, each.room.size, now));
        }
    }

    /* ---- A new version, a lost machine ---- */

    private void happen(int now) {
        if (update && now == inputs.whole("update.hour") * 3600) {
            servingAtUpdate = fleet.alive();
            old.addAll(fleet.all());
            updating = true;
        }
        if (updating) {
            update(now, inputs.whole("update.hour") * 3600);
        }
        if (lose && now == inputs.whole("lost.hour") * 3600) {
            lostPlayers = fleet.loseNode(now);
            for (int left = lostPlayers; left > 0;) { // they are back at once, with rooms of the usual sizes
                int size = Math.min(size(), left);
                waiting.add(new Room(size, seconds(), now));
                left -= size;
            }
        }
        if (lose && backAfter < 0 && now > inputs.whole("lost.hour") * 3600 && waiting.isEmpty()) {
            backAfter = now - inputs.whole("lost.hour") * 3600;
        }
    }

    private void update(int now, int begin) {
        if (now % inputs.whole("autoscaler.interval") == 0) {
            int step = (int) StrictMath.ceil(inputs.number("update.surge") * servingAtUpdate);
            for (int i = 0; i < step && !old.isEmpty(); i++) {
                fleet.retire(old.poll(), now);
            }
        }
        mostWhileUpdating = Math.max(mostWhileUpdating, fleet.alive());
        if (now == begin + 60 * inputs.whole("update.minutes")) {
            leftToUpdate = fleet.playersRetiring();
        }
        if (old.isEmpty() && fleet.retiring() == 0) {
            updatedAfter = now - begin;
            updating = false;
        }
    }

    private void observe(int now, int joinsNow) {
        mostPlayers = Math.max(mostPlayers, fleet.players());
        mostServers = Math.max(mostServers, fleet.alive());
        mostNodes = Math.max(mostNodes, fleet.nodes());
        mostJoins = Math.max(mostJoins, joinsNow);
        serverHours += fleet.alive() / 3600.0;
        playerHours += fleet.players() / 3600.0;
        if (now % SAMPLE == 0) {
            players.add(fleet.players());
            servers.add(fleet.alive());
        }
    }
}
