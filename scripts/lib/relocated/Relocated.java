import io.github.enet4j.ENetConnection;
import io.github.enet4j.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * enet4j in one JVM and one class loader three times: as it is, and relocated to two other packages. The original
 * serves the other two, which call back from native code and make a certificate on the way. Argument: the folder that
 * the libraries are put into.
 */
final class Relocated {
    private static final int TURNS = 500;
    private static final int TURN_MILLISECONDS = 10;

    public static void main(String[] arguments) throws Exception {
        try (var server = new ENetConnection();
                var one = new first.plugin.enet.ENetConnection();
                var two = new second.libraries.enet4j.ENetConnection()) {
            server.createHostBound("127.0.0.1", 0);
            one.createHost();
            two.createHost();
            boolean[] intercepted = new boolean[2];
            one.intercept(datagram -> {
                intercepted[0] = true;
                return false;
            });
            two.intercept(datagram -> {
                intercepted[1] = true;
                return false;
            });
            one.connectToHost("127.0.0.1", server.getLocalPort());
            two.connectToHost("127.0.0.1", server.getLocalPort());
            int connects = 0;
            for (int turn = 0; turn < TURNS && connects < 4; turn++) {
                connects += server.service(TURN_MILLISECONDS).type() == EventType.CONNECT ? 1 : 0;
                connects += one.service(0).type() == first.plugin.enet.EventType.CONNECT ? 1 : 0;
                connects += two.service(0).type() == second.libraries.enet4j.EventType.CONNECT ? 1 : 0;
            }
            require(connects == 4, "connected " + connects + " times of 4");
            require(intercepted[0] && intercepted[1], "no way back from native code");
        }
        var key = first.plugin.enet.Crypto.generateRsa(2048).getPrivate();
        first.plugin.enet.Crypto.generateSelfSignedCertificate(key, "CN=first");
        second.libraries.enet4j.Crypto.generateSelfSignedCertificate(key, "CN=second");
        require(first.plugin.enet.ENet4j.version().equals(io.github.enet4j.ENet4j.version()), "another version");
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            require(files.count() == 3, "they share a library");
        }
        System.out.println("three copies, three libraries");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
