package simulate;

/** One server: where it is, and how many places are free. */
final class Server {
    final int id;
    final int node;
    final int readyAt;
    int free;
    int emptySince;
    boolean retiring;
    boolean gone;

    Server(int id, int node, int readyAt, int capacity) {
        this.id = id;
        this.node = node;
        this.readyAt = readyAt;
        free = capacity;
        emptySince = readyAt;
    }

    /** Orders servers by free places, and gives each a key of its own. */
    long key() {
        return ((long) free << 32) | id;
    }
}
