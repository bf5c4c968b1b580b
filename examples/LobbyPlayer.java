import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetDatagram;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A player who hosts at home, or joins a friend's game there, by a relay that speaks noray's protocol, such as
 * PeerRelay. All over the game's own socket, whose way through the router is what counts.
 *
 * <pre>
 *   LobbyPlayer RELAY TCP_PORT UDP_PORT host            prints its id, answers, ends when its guest has left
 *   LobbyPlayer RELAY TCP_PORT UDP_PORT join OID        by the friend's own address
 *   LobbyPlayer RELAY TCP_PORT UDP_PORT relay OID       by the relay
 * </pre>
 */
public class LobbyPlayer {
    private static final int PATIENCE_MS = 10_000;

    private final String relay;
    private final int registrar;
    private final Socket lines;
    private final BufferedReader answers;
    private final ENetConnection host = new ENetConnection();
    private boolean registered;

    private LobbyPlayer(String relay, int tcpPort, int registrar) throws IOException {
        this.relay = relay;
        this.registrar = registrar;
        lines = new Socket(relay, tcpPort);
        lines.setSoTimeout(PATIENCE_MS);
        answers = new BufferedReader(new InputStreamReader(lines.getInputStream(), StandardCharsets.US_ASCII));
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            System.out.println("LobbyPlayer RELAY TCP_PORT UDP_PORT host | join OID | relay OID");
            return;
        }
        LobbyPlayer player = new LobbyPlayer(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        try (player.lines; player.host) {
            if (player.register() && args[3].equals("host")) {
                player.serve();
            } else if (player.registered) {
                player.join(args[3].equals("join") ? "connect" : "connect-relay", args[4]);
            }
        }
    }

    private boolean register() throws IOException {
        say("register-host");
        String oid = answer("set-oid");
        String pid = answer("set-pid");
        host.createHostBound("0.0.0.0", 0);
        // tag::register[]
        host.intercept(this::isOk);                             // answers of the registrar are not ENet's
        for (int tries = 0; tries < 50 && !registered; tries++) {
            host.socketSend(relay, registrar, pid.getBytes(StandardCharsets.US_ASCII));
            host.service(100);
        }
        // end::register[]
        System.out.println(registered ? "registered as " + oid : "the registrar does not answer");
        return registered;
    }

    private boolean isOk(ENetDatagram datagram) {
        boolean ok = datagram.data().remaining() == 2 && datagram.port() == registrar;
        registered |= ok;
        return ok;
    }

    private void serve() throws IOException {
        lines.setSoTimeout(0);
        Thread listener = new Thread(this::openTheWay);
        listener.setDaemon(true);
        listener.start();
        while (true) {
            ENetEvent event = host.service(1000);
            if (event.type() == EventType.RECEIVE) {
                event.peer().putPacket(event.getPacket());
            } else if (event.type() == EventType.DISCONNECT) {
                System.out.println("the guest has left");
                return;
            }
        }
    }

    // tag::punch[]
    /**
     * Datagrams to the guest's address have this side's router let the guest's packets in. These are those that
     * netfox.noray's guests wait for before they connect: "read, written, and heard the same of you".
     */
    private void openTheWay() {
        byte[] handshake = "$rwx".getBytes(StandardCharsets.US_ASCII);
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                String[] words = line.split(" ");
                String[] address = words[0].equals("connect") ? words[1].split(":") : new String[] {relay, words[1]};
                for (int i = 0; i < 10; i++) {
                    host.socketSend(address[0], Integer.parseInt(address[1]), handshake);
                    Thread.sleep(100);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.out.println("the relay is gone: " + e.getMessage());
        }
    }
    // end::punch[]

    private void join(String how, String oid) throws IOException {
        say(how + " " + oid);
        String where = answer(how);
        String[] address = how.equals("connect") ? where.split(":") : new String[] {relay, where};
        ENetPacketPeer friend = host.connectToHost(address[0], Integer.parseInt(address[1]));
        if (host.service(PATIENCE_MS).type() != EventType.CONNECT) {
            System.out.println("no way to " + String.join(" port ", address));
            return;
        }
        friend.putPacket("hello".getBytes(StandardCharsets.UTF_8));
        ENetEvent event = host.service(PATIENCE_MS);
        System.out.println(event.type() == EventType.RECEIVE
                ? "the friend at " + friend + " says " + new String(event.getPacket(), StandardCharsets.UTF_8)
                : "no answer: " + event);
        friend.peerDisconnectNow(0);
    }

    private void say(String line) throws IOException {
        lines.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String answer(String command) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(command + " ")) {
                return line.substring(command.length() + 1);
            }
        }
        throw new IOException("the relay has closed the connection");
    }
}
