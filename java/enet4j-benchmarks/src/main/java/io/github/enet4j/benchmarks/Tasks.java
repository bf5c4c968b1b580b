package io.github.enet4j.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** The work, the same for every contender, and the same as in native/enet_bench.c. Each returns a line of JSON. */
final class Tasks {
    private static final int SMALL = 64;
    private static final int PEERS_AT_START = 32;

    /** s */
    private static final double WARMING = 0.1;

    /** Sent but not received yet, at most. */
    private static final int OUTSTANDING_BYTES = 4 << 20;

    private static final int OUTSTANDING_PACKETS = 16384;

    /** Packets between two service calls. */
    private static final int BURST = 256;

    private final Contender contender;

    Tasks(Contender contender) {
        this.contender = contender;
    }

    private static Endpoint.Handler nothing() {
        return new Endpoint.Handler() {
        };
    }

    /** Counts what it is told. */
    private static final class Counter implements Endpoint.Handler {
        int connected;
        int received;

        @Override
        public void connected(int peer) {
            connected++;
        }

        @Override
        public void received(int peer, int size) {
            received++;
        }
    }

    private static void connect(Endpoint client, int port) {
        Counter counter = new Counter();
        long end = Meter.now() + 20_000_000_000L;
        client.connect(port);
        while (counter.connected == 0) {
            client.service(10, counter);
            if (Meter.now() > end) {
                throw new IllegalStateException("not connected");
            }
        }
    }

    /** Reliable packets from one endpoint to another, as many as go. */
    String bulk(int size, double seconds) {
        return bulk(size, seconds, Math.max(4, Math.min(OUTSTANDING_PACKETS, OUTSTANDING_BYTES / size)), BURST);
    }

    /** The same with a queue that is serviced when it is full. */
    String deep(int size, double seconds) {
        return bulk(size, seconds, OUTSTANDING_BYTES / size, Integer.MAX_VALUE);
    }

    private String bulk(int size, double seconds, int outstanding, int together) {
        Endpoint server = contender.server(Contender.Place.of(1));
        server.payload(SMALL);
        int port = server.port();
        try (Receiver receiver = new Receiver(server, false); Endpoint client = contender.client(1)) {
            client.payload(size);
            connect(client, port);
            Endpoint.Handler nothing = nothing();
            long sent = 0;
            long start = Meter.now();
            long end = start + (long) (seconds * 1.25e9);
            /* The first fifth warms up. */
            long warm = start + (long) (seconds * 0.25e9);
            Receiver.Reading first = null;
            long firstTime = 0;
            long firstSender = 0;
            long firstSenderHeap = 0;
            for (long now = start; now < end || first == null; now = Meter.now()) {
                if (first == null && now > warm) {
                    first = receiver.read();
                    firstTime = Meter.now();
                    firstSenderHeap = Meter.heap();
                    firstSender = Meter.cpu();
                }
                int burst = 0;
                for (; burst < together && sent - receiver.packets() < outstanding; burst++) {
                    client.send(0, true);
                    sent++;
                }
                /* With more to send there is nothing to wait for. */
                client.service(burst < together ? 1 : 0, nothing);
            }
            double sender = Meter.cpu() - firstSender;
            double senderHeap = Meter.heap() - firstSenderHeap;
            Receiver.Reading last = receiver.read();
            double time = (Meter.now() - firstTime) / 1e9;
            double bytes = last.bytes() - first.bytes();
            double packets = last.packets() - first.packets();
            return Meter.json(
                    "mbps", bytes / time / 1e6,
                    "packets_per_s", packets / time,
                    "sender_ns_per_kb", sender / bytes * 1000,
                    "receiver_ns_per_kb", (last.cpu() - first.cpu()) / bytes * 1000,
                    "sender_heap", senderHeap / packets,
                    "receiver_heap", (last.heap() - first.heap()) / packets);
        }
    }

    /** There and back: at a rate (per second), each measured from when it was due; or, at 0, one after the other. */
    String pingpong(double rate, double seconds) {
        Endpoint server = contender.server(Contender.Place.of(1));
        server.payload(SMALL);
        int port = server.port();
        try (Receiver receiver = new Receiver(server, true); Endpoint client = contender.client(1)) {
            client.payload(SMALL);
            connect(client, port);
            Counter counter = new Counter();
            int room = rate > 0 ? (int) (rate * seconds) + 1 : 2_000_000;
            int[] times = new int[room];
            int count = 0;
            int lost = 0;
            long interval = rate > 0 ? (long) (1e9 / rate) : 0;
            long firstReceiver = receiver.read().cpu();
            long firstSender = Meter.cpu();
            long start = Meter.now();
            long due = start;
            while (count + lost < room && Meter.now() - start < (long) (seconds * 1e9)) {
                while (interval != 0 && Meter.now() < due) {
                    client.service(0, counter);
                }
                long from = interval != 0 ? due : Meter.now();
                due += interval;
                int before = counter.received;
                client.send(0, false);
                client.flush();
                while (counter.received == before && Meter.now() - from < 100_000_000L) {
                    client.service(interval != 0 ? 0 : 10, counter);
                }
                if (counter.received != before) {
                    times[count++] = (int) (Meter.now() - from);
                } else {
                    lost++;
                }
            }
            double sender = Meter.cpu() - firstSender;
            Arrays.sort(times, 0, count);
            if (count == 0) {
                return Meter.json("lost", lost);
            }
            return Meter.json(
                    "p50_us", times[count / 2] / 1e3,
                    "p99_us", times[(int) (count * 0.99)] / 1e3,
                    "p999_us", times[(int) (count * 0.999)] / 1e3,
                    "max_us", times[count - 1] / 1e3,
                    "count", count,
                    "lost", lost,
                    "client_cpu_us", sender / 1e3 / count,
                    "server_cpu_us", (receiver.read().cpu() - firstReceiver) / 1e3 / count);
        }
    }

    /** One small packet to each of many peers per tick. Tells the port first: the peers connect from outside. */
    String fanout(
            String address, int peers, int ticks, boolean reliable, boolean broadcast, IntConsumer listening) {
        /* About 30000 packets per second, at most 1000 ticks. */
        long interval = Math.max(1_000_000L, peers * 33_000L);
        Contender.Place usual = Contender.Place.of(peers);
        Contender.Place place = address == null ? usual : new Contender.Place(address, peers, usual.channels());
        try (Endpoint server = contender.server(place)) {
            server.payload(SMALL);
            Counter counter = new Counter();
            listening.accept(server.port());
            while (counter.connected < peers) {
                server.service(100, counter);
            }
            long settled = Meter.now() + 300_000_000L;
            while (Meter.now() < settled) {
                server.service(10, counter);
            }
            long heap = 0;
            long cpu = 0;
            long start = 0;
            long due = Meter.now();
            /* The first tick warms up. */
            for (int tick = 0; tick <= ticks; tick++) {
                if (tick == 1) {
                    heap = Meter.heap();
                    cpu = Meter.cpu();
                    start = Meter.now();
                }
                if (broadcast) {
                    server.broadcast(reliable);
                } else {
                    for (int peer = 0; peer < peers; peer++) {
                        server.send(peer, reliable);
                    }
                }
                due += interval;
                do {
                    server.service((int) Math.max(0, (due - Meter.now()) / 1_000_000), counter);
                } while (Meter.now() + 1_000_000 < due);
            }
            double used = Meter.cpu() - cpu;
            double allocated = Meter.heap() - heap;
            double packets = (double) ticks * peers;
            String result = Meter.json(
                    "us_per_packet", used / 1e3 / packets,
                    "packets_per_s", packets / ((Meter.now() - start) / 1e9),
                    "heap", allocated / packets);
            for (int peer = 0; peer < peers; peer++) {
                server.disconnect(peer);
            }
            return result;
        }
    }

    /** A service call that finds nothing, on a server with that many free slots. */
    String idle(int slots) {
        int calls = 50_000;
        try (Endpoint server = contender.server(Contender.Place.of(slots))) {
            Endpoint.Handler nothing = nothing();
            for (int i = 0; i < calls / 10; i++) {
                server.service(0, nothing);
            }
            long heap = Meter.heap();
            long cpu = Meter.cpu();
            long start = Meter.now();
            for (int i = 0; i < calls; i++) {
                server.service(0, nothing);
            }
            return Meter.json(
                    "service_ns", (double) (Meter.now() - start) / calls,
                    "cpu_ns", (double) (Meter.cpu() - cpu) / calls,
                    "heap", (double) (Meter.heap() - heap) / calls);
        }
    }

    /** Connections opened and closed, one after the other. */
    String connects(double seconds) {
        Endpoint server = contender.server(Contender.Place.of(64));
        int port = server.port();
        try (Receiver receiver = new Receiver(server, false); Endpoint client = contender.client(1)) {
            int count = 0;
            long serverCpu = receiver.read().cpu();
            long clientCpu = Meter.cpu();
            long start = Meter.now();
            while (Meter.now() - start < (long) (seconds * 1e9)) {
                connect(client, port);
                client.disconnect(count++);
                receiver.packets();
            }
            double time = (Meter.now() - start) / 1e9;
            return Meter.json(
                    "connects_per_s", count / time,
                    "client_cpu_us", (Meter.cpu() - clientCpu) / 1e3 / count,
                    "server_cpu_us", (receiver.read().cpu() - serverCpu) / 1e3 / count);
        }
    }

    /** What a process grows by for each peer that is connected. */
    String memory(int peers, int channels, IntConsumer listening) throws IOException {
        connects(WARMING); /* loads and compiles all that it takes */
        long heap = Meter.heapInUse();
        long resident = Meter.resident();
        try (Endpoint server = contender.server(new Contender.Place("127.0.0.1", peers, channels))) {
            Counter counter = new Counter();
            listening.accept(server.port());
            while (counter.connected < peers) {
                server.service(100, counter);
            }
            String result = Meter.json(
                    "native", (double) (Meter.resident() - resident) / peers,
                    "heap", (double) (Meter.heapInUse() - heap) / peers);
            for (int peer = 0; peer < peers; peer++) {
                server.disconnect(peer);
            }
            return result;
        }
    }

    /** From nothing to a server that has been serviced once; the process has done nothing else. */
    String startup() {
        long start = Meter.now();
        try (Endpoint server = contender.server(Contender.Place.of(PEERS_AT_START))) {
            server.service(0, nothing());
            return Meter.json("first_ms", (Meter.now() - start) / 1e6);
        }
    }

    /** The other side of a fan-out: that many clients, served until they are told to end. */
    void peers(int count, int port, Runnable connected) throws InterruptedException {
        Endpoint[] clients = new Endpoint[count];
        Counter counter = new Counter();
        for (int i = 0; i < count; i++) {
            clients[i] = contender.client(2); /* one of many: small buffers where they matter */
            clients[i].connect(port);
            while (counter.connected <= i) {
                clients[i].service(1, counter);
            }
        }
        connected.run();
        while (true) {
            for (Endpoint client : clients) {
                client.service(0, counter);
            }
            Thread.sleep(1);
        }
    }
}
