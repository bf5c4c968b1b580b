import io.github.enet4j.ENetConnection;
import io.github.enet4j.ENetEvent;
import io.github.enet4j.ENetPacketPeer;
import io.github.enet4j.EventType;
import io.github.enet4j.HostStatistic;

/** What a packet costs on the wire: the table in docs/guide/packets.md. Ends by itself. */
public class PacketCosts {
    private static final int[] SIZES = {10, 100, 1000, 10_000};

    private final ENetConnection sender = new ENetConnection();
    private final ENetConnection receiver = new ENetConnection();
    private ENetPacketPeer peer;

    public static void main(String[] args) {
        new PacketCosts().run();
    }

    private void run() {
        receiver.createHostBound("127.0.0.1", 0);
        sender.createHost();
        peer = sender.connectToHost("127.0.0.1", receiver.getLocalPort());
        for (ENetEvent event = sender.service(5); event.type() != EventType.CONNECT; event = sender.service(5)) {
            receiver.service(5);
        }
        peer.throttleConfigure(5000, ENetPacketPeer.PACKET_THROTTLE_SCALE, 0); // drop nothing, however busy it is here
        settle();
        peer.pingInterval(60_000); // pings would be counted, too
        receiver.getPeers().get(0).pingInterval(60_000);
        settle();
        System.out.println("| flags | size | datagrams | bytes | bytes back |");
        for (int flags : new int[] {ENetPacketPeer.FLAG_RELIABLE, 0, ENetPacketPeer.FLAG_UNSEQUENCED,
                ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT}) {
            for (int size : SIZES) {
                measure(flags, size);
            }
        }
        sender.close();
        receiver.close();
    }

    private void measure(int flags, int size) {
        sender.popStatistic(HostStatistic.TOTAL_SENT_DATA);
        sender.popStatistic(HostStatistic.TOTAL_SENT_PACKETS);
        receiver.popStatistic(HostStatistic.TOTAL_SENT_DATA);
        peer.send(0, new byte[size], flags);
        settle();
        System.out.printf("| %s | %d | %.0f | %.0f | %.0f |%n", name(flags), size,
                sender.popStatistic(HostStatistic.TOTAL_SENT_PACKETS),
                sender.popStatistic(HostStatistic.TOTAL_SENT_DATA),
                receiver.popStatistic(HostStatistic.TOTAL_SENT_DATA));
    }

    /** Until both have nothing more to say. */
    private void settle() {
        for (int quiet = 0; quiet < 20; quiet++) {
            if (receiver.service(1).type() != EventType.NONE | sender.service(1).type() != EventType.NONE) {
                quiet = 0;
            }
        }
    }

    private static String name(int flags) {
        return switch (flags) {
            case ENetPacketPeer.FLAG_RELIABLE -> "FLAG_RELIABLE";
            case ENetPacketPeer.FLAG_UNSEQUENCED -> "FLAG_UNSEQUENCED";
            case ENetPacketPeer.FLAG_UNRELIABLE_FRAGMENT -> "FLAG_UNRELIABLE_FRAGMENT";
            default -> "0";
        };
    }
}
