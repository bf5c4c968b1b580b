import io.github.enet4j.Crypto;
import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetException;
import io.github.enet4j.EventType;
import io.github.enet4j.TLSOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;

/**
 * An echo server with DTLS whose certificate is renewed while it runs: when the file changes, as certbot changes it,
 * handshakes that begin from then on get the new one. EncryptedServer [PORT [KEY CERTIFICATE]], until Ctrl-C; without
 * files it makes a self-signed certificate for "localhost".
 */
public class EncryptedServer {
    private final Path key;
    private final Path certificate;
    private FileTime seen;

    private EncryptedServer(Path key, Path certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    public static void main(String[] args) throws IOException {
        Path key = Path.of(args.length > 2 ? args[1] : "key.pem");
        Path certificate = Path.of(args.length > 2 ? args[2] : "certificate.pem");
        if (Files.notExists(key)) {
            // tag::make[]
            KeyPair pair = Crypto.generateRsa(2048);
            Files.writeString(key, Crypto.toPem(pair.getPrivate()));            // stays here
            Files.writeString(certificate, Crypto.toPem(                        // goes into the game
                    Crypto.generateSelfSignedCertificate(pair.getPrivate(), "CN=localhost")));
            // end::make[]
            System.out.println("made " + key.toAbsolutePath() + " and " + certificate.toAbsolutePath());
        }
        new EncryptedServer(key, certificate).serve(args.length > 0 ? Integer.parseInt(args[0]) : 7777);
    }

    private void serve(int port) throws IOException {
        // tag::serve[]
        seen = Files.getLastModifiedTime(certificate);
        ENetConnection host = new ENetConnection();
        host.createHostBound("*", port);
        host.dtlsServerSetup(TLSOptions.server(key, certificate));
        // end::serve[]
        Runtime.getRuntime().addShutdownHook(new Thread(host::close)); // with DTLS that is told to all
        System.out.println("listening on UDP port " + host.getLocalPort() + " with DTLS, until Ctrl-C");
        while (true) {
            ENetEvent event = host.service(1000);
            if (event.type() == EventType.RECEIVE) {
                int flags = event.getPacketFlags();
                event.peer().send(event.channel(), event.getPacket(), flags);
            } else if (event.type() == EventType.NONE) {
                renewIfChanged(host);
            }
        }
    }

    // tag::renew[]
    private void renewIfChanged(ENetConnection host) {
        try {
            FileTime now = Files.getLastModifiedTime(certificate);
            if (!now.equals(seen)) {
                seen = now;
                host.renewCertificate(TLSOptions.server(key, certificate)); // players stay connected
                System.out.println("the certificate of " + now + " is in use");
            }
        } catch (IOException | ENetException e) {                   // the files do not fit: half of them are new
            System.out.println("the old certificate stays in use: " + e.getMessage());
            seen = null;                                            // look again
        }
    }
    // end::renew[]
}
