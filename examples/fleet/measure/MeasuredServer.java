package measure;

import io.github.enet4j.Crypto;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.server.ENetListener;
import io.github.enet4j.server.ENetLoop;
import io.github.enet4j.server.ENetServer;
import io.github.enet4j.server.ENetServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The process whose memory and processor time are measured. It does what lines on its standard input say. */
final class MeasuredServer implements ENetListener {
    private static final AtomicLong RECEIVED = new AtomicLong();
    private static volatile int size;

    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
    private final ENetLoop loop;

    private MeasuredServer(ENetLoop loop) {
        this.loop = loop;
    }

    @Override
    public void received(ENetPacketPeer peer, ENetEvent event) {
        event.getPacket(in.clear());
        RECEIVED.incrementAndGet();
    }

    @Override
    public void tick(long number) {
        if (size == 0) {
            return;
        }
        for (ENetPacketPeer peer : loop.connections().get(0).getPeers()) {
            peer.send(0, out.clear().limit(size), 0);
        }
    }

    public static void main(String[] arguments) throws Exception {
        ENetServerBuilder builder = ENetServer.builder(MeasuredServer::new).bind("127.0.0.1", 0)
                .maxPeers(Integer.parseInt(arguments[0])).tick(Duration.ofMillis(50));
        if (arguments[1].equals("dtls")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            PrivateKey key = generator.generateKeyPair().getPrivate();
            builder.dtls(TLSOptions.server(key, List.of(Crypto.generateSelfSignedCertificate(key, "CN=localhost"))));
        }
        ENetServer server = builder.start();
        System.out.println(server.getLocalPort() + " " + ProcessHandle.current().pid());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(obey(server, line.split(" ")));
        }
    }

    private static String obey(ENetServer server, String[] words) throws IOException {
        switch (words[0]) {
            case "heap" -> {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                return Long.toString(runtime.totalMemory() - runtime.freeMemory());
            }
            case "received" -> {
                return Long.toString(RECEIVED.get());
            }
            case "send" -> {
                size = Integer.parseInt(words[1]);
            }
            case "hang" -> server.loops().get(0).execute(() -> sleep(Integer.parseInt(words[1])));
            default -> {
                long begun = System.nanoTime();
                boolean all = server.drain(Duration.ofSeconds(30)).join();
                return (System.nanoTime() - begun) / 1_000_000 + " " + all;
            }
        }
        return "done";
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
