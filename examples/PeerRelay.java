import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Brings players together who host games at home: it tells them each other's addresses, so that their routers let the
 * packets through, or else relays them. Speaks the protocol of noray, which the add-on netfox.noray for Godot uses:
 *
 * <ul>
 *   <li>lines over TCP: {@code register-host} is answered with {@code set-oid} (to be given to friends) and
 *       {@code set-pid} (a secret);
 *   <li>the secret, as a datagram to the registrar, tells the player's address; the answer is {@code OK};
 *   <li>{@code connect OID} sends both the other's address, {@code connect-relay OID} both the other's relay port here.
 *       What is sent to a relay port comes to its owner from the sender's own relay port.
 * </ul>
 *
 * <pre>PeerRelay [TCP_PORT [UDP_PORT [RELAYS]]]</pre>
 *
 * <p>On 8890 and 8809 with 256 relays unless told otherwise, until Ctrl-C. IPv4, as the protocol has it.
 */
public class PeerRelay {
    private static final int LONGEST_LINE = 256;
    private static final int MOST_PLAYERS = 10_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60); // after which a relay port is free again
    private static final SecureRandom RANDOM = new SecureRandom();

    private interface Handler {
        void ready() throws IOException;
    }

    private final Selector selector = Selector.open();
    private final DatagramChannel registrar = udp();
    private final Map<String, Player> byOid = new HashMap<>();
    private final Map<String, Player> byPid = new HashMap<>();
    private final Map<InetSocketAddress, Relay> relays = new HashMap<>(); // by their owners' addresses
    private final int mostRelays;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

    private PeerRelay(int mostRelays) throws IOException {
        this.mostRelays = mostRelays;
    }

    public static void main(String[] args) throws IOException {
        int tcp = args.length > 0 ? Integer.parseInt(args[0]) : 8890;
        int udp = args.length > 1 ? Integer.parseInt(args[1]) : 8809;
        new PeerRelay(args.length > 2 ? Integer.parseInt(args[2]) : 256).serve(tcp, udp);
    }

    private void serve(int tcpPort, int udpPort) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        server.bind(new InetSocketAddress(tcpPort));
        watch(server, SelectionKey.OP_ACCEPT, () -> accept(server));
        registrar.bind(new InetSocketAddress(udpPort));
        watch(registrar, SelectionKey.OP_READ, this::register);
        System.out.println("listening on TCP port " + port(server.getLocalAddress()) + " and UDP port "
                + port(registrar.getLocalAddress()) + ", until Ctrl-C");
        while (true) {
            selector.select(1000);
            for (SelectionKey key : selector.selectedKeys()) {
                try {
                    ((Handler) key.attachment()).ready();
                } catch (IOException e) {
                    System.out.println(key.channel() + ": " + e.getMessage());
                }
            }
            selector.selectedKeys().clear();
            relays.values().removeIf(Relay::isSilent);
        }
    }

    private void watch(SelectableChannel channel, int what, Handler handler) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, what, handler);
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null || byOid.size() >= MOST_PLAYERS) {
            if (channel != null) {
                channel.close();
            }
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Player player = new Player(channel);
        watch(channel, SelectionKey.OP_READ, player::read);
    }

    /** The registrar's datagrams: secrets, each from the address that its player's game is going to use. */
    private void register() throws IOException {
        InetSocketAddress from;
        while ((from = (InetSocketAddress) registrar.receive(buffer.clear())) != null) {
            Player player = byPid.get(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
            if (player != null && player.address == null) {
                player.address = from;
            }
            registrar.send(ascii(player != null ? "OK" : "unknown"), from);
        }
    }

    /** A player's relay port; null when all are taken. */
    private Relay relayOf(InetSocketAddress owner) throws IOException {
        Relay relay = relays.get(owner);
        if (relay == null && relays.size() < mostRelays) {
            relay = new Relay(owner);
            relays.put(owner, relay);
        }
        return relay;
    }

    /** A port here that stands for a player: what comes to it goes to the player. */
    private final class Relay {
        private final InetSocketAddress owner;
        private final DatagramChannel channel = udp();
        private long used = System.nanoTime();

        Relay(InetSocketAddress owner) throws IOException {
            this.owner = owner;
            channel.bind(new InetSocketAddress(0));
            watch(channel, SelectionKey.OP_READ, this::read);
        }

        /** Who sends has a port here too, a new one if its router shows another address than the registrar saw. */
        private void read() throws IOException {
            InetSocketAddress from;
            while (channel.isOpen() && (from = (InetSocketAddress) channel.receive(buffer.clear())) != null) {
                buffer.flip();
                Relay sender = relayOf(from);
                if (sender != null) {
                    sender.channel.send(buffer, owner);
                    sender.used = System.nanoTime();
                    used = System.nanoTime();
                }
            }
        }

        int port() throws IOException {
            return PeerRelay.port(channel.getLocalAddress());
        }

        private boolean isSilent() {
            boolean silent = System.nanoTime() - used > SILENCE_NANOS;
            if (silent) {
                close(channel);
            }
            return silent;
        }
    }

    /** A player's TCP connection. */
    private final class Player {
        private final SocketChannel channel;
        private final StringBuilder line = new StringBuilder();
        private final String oid = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, Character.MAX_RADIX);
        private final String pid = Long.toHexString(RANDOM.nextLong()) + Long.toHexString(RANDOM.nextLong());
        private InetSocketAddress address; // of its game, once the registrar knows it

        Player(SocketChannel channel) {
            this.channel = channel;
        }

        private void read() throws IOException {
            int length;
            try {
                length = channel.read(buffer.clear());
            } catch (IOException e) {
                length = -1;
            }
            if (length < 0) {
                leave();
                return;
            }
            for (buffer.flip(); buffer.hasRemaining(); ) {
                char next = (char) (buffer.get() & 0xFF);
                if (next == '\n') {
                    String[] words = line.toString().strip().split(" ", 2);
                    line.setLength(0);
                    handle(words[0], words.length > 1 ? words[1].strip() : "");
                } else if (line.append(next).length() > LONGEST_LINE) {
                    leave();
                    return;
                }
            }
        }

        private void handle(String command, String argument) throws IOException {
            if (command.equals("register-host")) {
                byOid.put(oid, this);
                byPid.put(pid, this);
                say("set-oid " + oid);
                say("set-pid " + pid);
                return;
            }
            Player other = byOid.get(argument);
            if (other == null || other.address == null || address == null) {
                return; // the protocol has no word for this
            }
            if (command.equals("connect")) {
                say("connect " + text(other.address));
                other.say("connect " + text(address));
            } else if (command.equals("connect-relay")) {
                Relay here = relayOf(address);
                Relay there = relayOf(other.address);
                if (here != null && there != null) {
                    say("connect-relay " + there.port());
                    other.say("connect-relay " + here.port());
                }
            }
        }

        private void say(String text) throws IOException {
            ByteBuffer bytes = ascii(text + "\n");
            channel.write(bytes);
            if (bytes.hasRemaining()) { // it does not read
                leave();
            }
        }

        private void leave() {
            byOid.remove(oid);
            byPid.remove(pid);
            close(channel);
        }
    }

    private static DatagramChannel udp() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int port(Object address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.out.println(channel + ": " + e.getMessage());
        }
    }
}
