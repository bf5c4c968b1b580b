import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that services the connection, others that work for it, and a client to see what comes. Ends by itself. */
public class Threads {
    private final ENetConnection host = new ENetConnection();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private volatile boolean over;

    // tag::queue[]
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** From any thread: has the network's thread do something, which may then use all of the game without locks. */
    void execute(Runnable task) {
        tasks.add(task);
        host.wakeup();                                          // service returns NONE
    }

    private void serve() {
        while (!over) {
            handle(host.service(1000));
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }
    // end::queue[]

    // tag::worker[]
    private void handle(ENetEvent event) {
        if (event.type() == EventType.RECEIVE) {
            ENetPacketPeer peer = event.peer();
            byte[] question = event.getPacket();                // the event is good until the next service call only
            workers.execute(() -> {
                byte[] answer = lookUp(question);               // slow: a database
                peer.send(0, answer, ENetPacketPeer.FLAG_RELIABLE); // leaves at once, though serve() waits in service
            });
        }
    }
    // end::worker[]

    private byte[] lookUp(byte[] question) {
        execute(() -> System.out.println("a task on " + Thread.currentThread().getName()));
        return ("answer from " + Thread.currentThread().getName() + " to " + question.length + " bytes")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws InterruptedException {
        new Threads().run();
    }

    private void run() throws InterruptedException {
        host.createHostBound("127.0.0.1", 0);
        Thread network = new Thread(this::serve, "network");
        network.start();
        try (ENetConnection client = new ENetConnection()) {
            client.createHost();
            ENetPacketPeer server = client.connectToHost("127.0.0.1", host.getLocalPort());
            if (client.service(5000).type() != EventType.CONNECT) {
                throw new IllegalStateException("no connection over loopback");
            }
            server.send(0, new byte[3], ENetPacketPeer.FLAG_RELIABLE);
            ENetEvent event = client.service(5000);
            System.out.println(event.type() == EventType.RECEIVE
                    ? new String(event.getPacket(), StandardCharsets.UTF_8) : "no answer: " + event);
            server.peerDisconnectNow(0);
        }
        over = true;
        host.wakeup();
        network.join();
        host.close();
        workers.shutdown();
    }
}
