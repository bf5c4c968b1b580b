package io.github.enet4j.cli.ping;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.DtlsError;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.testing.NetworkProxy;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;

/** Tries DTLS, trusting as it is told to, and looks at the certificate on its way. */
final class DtlsProbe {
    /**
     * What came of it.
     *
     * @param answered    whether DTLS came back
     * @param connected   whether ENet connected
     * @param compression that of the server's ENet; null where ENet did not answer
     * @param error       why the session failed; null if it did not
     * @param certificate that of the server; null if it has shown none
     */
    record Answer(boolean answered, boolean connected, CompressionMode compression, DtlsError error,
            X509Certificate certificate) {
    }

    private static final long STEP_NANOS = 50_000_000;

    private DtlsProbe() {
    }

    /** Whether an answer in that, or none yet, leaves hope that this connects, which does not compress. */
    private static boolean isReadable(CompressionMode compression) {
        return compression == null || compression == CompressionMode.NONE;
    }

    /** Connects to that address without compression, and waits so long (ms) at most. */
    static Answer ask(InetSocketAddress address, String name, TLSOptions tls, boolean checksum, int milliseconds) {
        CertificateSpy spy = new CertificateSpy();
        AtomicReference<CompressionMode> compression = new AtomicReference<>();
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        try (NetworkProxy proxy = new NetworkProxy(address, 0); ENetConnection host = new ENetConnection()) {
            proxy.addFilter(spy);
            host.createHost(1, 0, 0, 0);
            host.checksum(checksum);
            host.dtlsClientSetup(name, tls);
            String loopback = InetAddress.getLoopbackAddress().getHostAddress();
            PingSession session = new PingSession(host, loopback, proxy.getLocalPort(), 1, 0);
            WireReader reader = new WireReader();
            host.intercept(datagram -> {
                byte[] bytes = new byte[datagram.data().remaining()];
                datagram.data().duplicate().get(bytes);
                WireDatagram read = reader.read(bytes);
                if (read.commands().stream().anyMatch(each -> each instanceof WireCommand.Connect)) {
                    compression.set(read.compression());
                }
                return false;
            });
            boolean connected = false;
            while (!connected && !session.hasEnded() && System.nanoTime() - end < 0 && isReadable(compression.get())) {
                connected = session.awaitConnected(System.nanoTime() + STEP_NANOS);
            }
            Answer answer = new Answer(spy.answered(), connected, compression.get(), session.dtlsError(),
                    spy.certificate());
            session.close();
            return answer;
        }
    }
}
