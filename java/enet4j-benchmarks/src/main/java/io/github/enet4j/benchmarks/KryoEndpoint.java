package io.github.enet4j.benchmarks;

import com.esotericsoftware.kryonet.Client;
import com.esotericsoftware.kryonet.Connection;
import com.esotericsoftware.kryonet.EndPoint;
import com.esotericsoftware.kryonet.Listener;
import com.esotericsoftware.kryonet.Server;
import com.esotericsoftware.minlog.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** KryoNet, driven by update() on the measuring thread: TCP for what is reliable, UDP for the rest. */
final class KryoEndpoint implements Endpoint {
    private static final int LARGEST = 256 * 1024;
    /** Room for all that may be outstanding; a small one where there are many. */
    private static final int WRITE_BUFFER = 8 << 20;
    private static final int WRITE_BUFFER_OF_MANY = 64 * 1024;

    static {
        Log.NONE();
    }

    private final EndPoint endPoint;
    private final int port;
    private final List<Connection> peers = new ArrayList<>();
    private final Map<Connection, Integer> numbers = new HashMap<>();
    private final Queue<Connection> newPeers = new ArrayDeque<>();
    private final Field emptySelects;
    private Handler handler;
    private byte[] payload;

    private KryoEndpoint(EndPoint endPoint, int port) {
        this.endPoint = endPoint;
        this.port = port;
        endPoint.getKryo().register(byte[].class);
        endPoint.addListener(new Listener() {
            @Override
            public void connected(Connection connection) {
                synchronized (newPeers) {
                    newPeers.add(connection);
                }
            }

            @Override
            public void received(Connection connection, Object object) {
                if (object instanceof byte[] data) {
                    handler.received(numbers.get(connection), data.length);
                }
            }
        });
        try {
            emptySelects = endPoint.getClass().getDeclaredField("emptySelects");
            emptySelects.setAccessible(true);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    static KryoEndpoint server(int peers) {
        try {
            Server server = new Server(peers > 1 ? WRITE_BUFFER_OF_MANY : WRITE_BUFFER, LARGEST);
            int free = freePort();
            server.bind(free, free);
            return new KryoEndpoint(server, free);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KryoEndpoint client(boolean ofMany) {
        return new KryoEndpoint(
                new Client(ofMany ? WRITE_BUFFER_OF_MANY : WRITE_BUFFER, ofMany ? WRITE_BUFFER_OF_MANY : LARGEST), 0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** KryoNet's connect waits while another thread, this one, updates. */
    @Override
    public void connect(int to) {
        Client client = (Client) endPoint;
        FutureTask<Void> connect = new FutureTask<>(() -> {
            client.connect(5000, "127.0.0.1", to, to);
            return null;
        });
        new Thread(connect, "connect").start();
        try {
            while (!connect.isDone()) {
                emptySelects.setInt(client, 0);
                client.update(1);
            }
            connect.get();
        } catch (IOException | IllegalAccessException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void service(int millis, Handler to) {
        handler = to;
        try {
            /* It sleeps for 25 ms after 100 selects that found nothing, which no polling program could live with. */
            emptySelects.setInt(endPoint, 0);
            endPoint.update(millis);
        } catch (IOException e) {
            if (endPoint instanceof Client client && !client.isConnected()) {
                return; /* the server has closed */
            }
            throw new UncheckedIOException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        synchronized (newPeers) {
            for (Connection peer = newPeers.poll(); peer != null; peer = newPeers.poll()) {
                numbers.put(peer, peers.size());
                peers.add(peer);
                handler.connected(peers.size() - 1);
            }
        }
    }

    @Override
    public void flush() {
        /* It writes at once. */
    }

    @Override
    public void payload(int size) {
        payload = new byte[size];
    }

    @Override
    public void send(int peer, boolean reliable) {
        Connection connection = peers.get(peer);
        if (reliable) {
            connection.sendTCP(payload);
        } else {
            connection.sendUDP(payload);
        }
    }

    @Override
    public void broadcast(boolean reliable) {
        Server server = (Server) endPoint;
        if (reliable) {
            server.sendToAllTCP(payload);
        } else {
            server.sendToAllUDP(payload);
        }
    }

    @Override
    public void disconnect(int peer) {
        peers.get(peer).close();
    }

    @Override
    public void close() {
        endPoint.close();
        try {
            if (endPoint instanceof Server server) {
                server.dispose();
            } else {
                ((Client) endPoint).dispose();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
