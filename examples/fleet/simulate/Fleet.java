package simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The servers, as Agones manages them: the autoscaler keeps a buffer of free places; a lobby puts each room on the
 * fullest server that has the places; only empty servers are removed; an old version's are marked and end when empty.
 */
final class Fleet {
    private final Inputs inputs;
    private final int capacity;
    private final int buffer;
    private final List<Server> servers = new ArrayList<>();
    private final List<Server> starting = new ArrayList<>();
    private final TreeMap<Long, Server> open = new TreeMap<>();
    private final Map<Integer, Integer> usedOnNode = new HashMap<>();
    private final Map<Integer, Integer> emptyNodes = new HashMap<>();
    private final Map<Integer, Integer> nodeReady = new HashMap<>();
    private int alive;
    private int players;
    private int retiring;
    private int playersRetiring;
    private int nextNode;
    private int nextServer;

    Fleet(Inputs inputs, int buffer) {
        this.inputs = inputs;
        this.buffer = buffer;
        capacity = inputs.capacity();
    }

    int players() {
        return players;
    }

    /** With those that start and those that retire: what has to be paid for. */
    int alive() {
        return alive;
    }

    int nodes() {
        return usedOnNode.size() + emptyNodes.size();
    }

    int retiring() {
        return retiring;
    }

    int playersRetiring() {
        return playersRetiring;
    }

    /* ---- Rooms ---- */

    /** Places a room; null when no server has the places. */
    Server place(int size) {
        Map.Entry<Long, Server> fullest = open.ceilingEntry((long) size << 32);
        if (fullest == null) {
            return null;
        }
        Server server = fullest.getValue();
        change(server, -size);
        players += size;
        return server;
    }

    /** A room has ended, unless its server has been lost before. */
    void end(Server server, int size, int now) {
        if (server.gone) {
            return;
        }
        change(server, size);
        players -= size;
        playersRetiring -= server.retiring ? size : 0;
        if (server.free == capacity) {
            server.emptySince = now;
            if (server.retiring) {
                retiring--;
                remove(server, now);
            }
        }
    }

    private void change(Server server, int places) {
        boolean takes = open.remove(server.key()) != null;
        server.free += places;
        if (takes) {
            open.put(server.key(), server);
        }
    }

    /* ---- Servers ---- */

    /** One look of the autoscaler. Free places on servers that retire are none. */
    void scale(int now, boolean atOnce) {
        int wanted = (players - playersRetiring + buffer + capacity - 1) / capacity;
        int serving = alive - retiring;
        for (; serving < wanted; serving++) {
            start(now, atOnce);
        }
        for (int i = servers.size() - 1; i >= 0 && serving > wanted; i--) {
            Server server = servers.get(i);
            if (server.free == capacity && !server.retiring
                    && now - server.emptySince >= inputs.whole("server.idle")) {
                remove(server, now);
                serving--;
            }
        }
        servers.removeIf(server -> server.gone);
    }

    private void start(int now, boolean atOnce) {
        int node = nodeWithPlace(now);
        int ready = atOnce ? now : Math.max(now, nodeReady.get(node)) + inputs.whole("server.start");
        usedOnNode.merge(node, 1, Integer::sum);
        Server server = new Server(nextServer++, node, ready, capacity);
        servers.add(server);
        starting.add(server);
        alive++;
    }

    /** The fullest machine with a place, or one that has just become empty, or a new one. */
    private int nodeWithPlace(int now) {
        int node = -1;
        int most = 0;
        for (Map.Entry<Integer, Integer> each : usedOnNode.entrySet()) {
            if (each.getValue() < inputs.whole("node.servers") && each.getValue() > most) {
                node = each.getKey();
                most = each.getValue();
            }
        }
        if (node < 0 && !emptyNodes.isEmpty()) {
            node = emptyNodes.keySet().iterator().next();
            emptyNodes.remove(node);
        } else if (node < 0) {
            node = nextNode++;
            nodeReady.put(node, now + inputs.whole("node.start"));
        }
        return node;
    }

    private void remove(Server server, int now) {
        server.gone = true;
        open.remove(server.key());
        starting.remove(server);
        alive--;
        if (usedOnNode.merge(server.node, -1, Integer::sum) == 0) {
            usedOnNode.remove(server.node);
            emptyNodes.put(server.node, now);
        }
    }

    /** What time alone brings about. */
    void pass(int now) {
        starting.removeIf(server -> {
            if (server.readyAt > now) {
                return false;
            }
            if (!server.gone && !server.retiring) {
                open.put(server.key(), server);
            }
            return true;
        });
        emptyNodes.values().removeIf(since -> now - since >= inputs.whole("node.idle"));
    }

    /* ---- What happens to it ---- */

    /** The servers of this moment, which a new version will replace. */
    List<Server> all() {
        return List.copyOf(servers);
    }

    /** Sends nobody there any more. */
    void retire(Server server, int now) {
        if (server.gone || server.retiring) {
            return;
        }
        open.remove(server.key());
        if (server.free == capacity) {
            remove(server, now);
        } else {
            server.retiring = true;
            retiring++;
            playersRetiring += capacity - server.free;
        }
    }

    /** Ends the fullest machine at once; how many players were on it. */
    int loseNode(int now) {
        Map<Integer, Integer> on = new HashMap<>();
        servers.forEach(server -> on.merge(server.node, capacity - server.free, Integer::sum));
        int node = on.entrySet().stream().max(Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey())).orElseThrow().getKey();
        for (Server server : all()) {
            if (server.node == node && !server.gone) {
                players -= capacity - server.free;
                remove(server, now);
            }
        }
        emptyNodes.remove(node);
        return on.get(node);
    }
}
