import io.github.enet4j.Crypto;
import io.github.enet4j.DtlsCounters;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.TLSOptions;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What scripts/demo shows of DTLS: a server with a self-signed certificate, a client that trusts it, and two that don't
 * get in: one does not trust it, one looks for another name.
 */
public class DtlsDemo {
    private static final long START = System.nanoTime();

    public static void main(String[] args) throws Exception {
        PrivateKey key = Crypto.generateRsa(2048).getPrivate();
        X509Certificate certificate = Crypto.generateSelfSignedCertificate(key, "CN=play.example.org");
        say("server", "has a self-signed certificate for %s", certificate.getSubjectX500Principal());
        try (ENetConnection host = new ENetConnection()) {
            host.createHostBound("127.0.0.1", 0);
            host.dtlsServerSetup(TLSOptions.server(key, List.of(certificate)));
            int port = host.getLocalPort();
            Thread server = new Thread(() -> echo(host), "server");
            server.start();

            TLSOptions trusting = TLSOptions.client(List.of(certificate));
            connect("trusts it", port, "play.example.org", trusting);
            connect("other name", port, "www.example.org", trusting);
            connect("trusts JVM's", port, "play.example.org", TLSOptions.client());

            server.interrupt();
            host.wakeup();
            server.join();
            DtlsCounters counters = host.getDtlsCounters();
            say("server", "handshakes: %d begun, %d done, failed: %s; %d cookies sent; %d sessions left",
                    counters.started(), counters.done(), counters.failed(), counters.cookies(), counters.sessions());
        }
    }

    private static void echo(ENetConnection host) {
        while (!Thread.currentThread().isInterrupted()) {
            ENetEvent event = host.service(1000);
            if (event.type() == EventType.RECEIVE) {
                event.peer().send(event.channel(), event.getPacket(), ENetPacketPeer.FLAG_RELIABLE);
            } else if (event.type() != EventType.NONE) {
                say("server", "%s: %s", event.peer(), event.type());
            }
        }
    }

    private static void connect(String who, int port, String hostname, TLSOptions options) {
        try (ENetConnection host = new ENetConnection()) {
            host.createHost(1, 0, 0, 0);
            host.dtlsClientSetup(hostname, options);
            long start = System.nanoTime();
            ENetPacketPeer peer = host.connectToHost("127.0.0.1", port);
            EventType type = host.service(10_000).type();
            double millis = (System.nanoTime() - start) / 1e6;
            if (type != EventType.CONNECT) {
                say(who, "%s after %.0f ms: %s, %s",
                        type, millis, peer.getDtlsError().kind(), peer.getDtlsError().text());
                return;
            }
            say(who, "connected after %.0f ms, encrypted", millis);
            peer.send(0, "hello".getBytes(StandardCharsets.UTF_8), ENetPacketPeer.FLAG_RELIABLE);
            ENetEvent event = host.service(10_000);
            if (event.type() == EventType.RECEIVE) {
                say(who, "echoed: %s", new String(event.getPacket(), StandardCharsets.UTF_8));
            }
            peer.peerDisconnectNow(0);
        }
    }

    private static synchronized void say(String who, String format, Object... arguments) {
        System.out.printf(
                "%6.0f ms  %-12s  %s%n", (System.nanoTime() - START) / 1e6, who, String.format(format, arguments));
    }
}
