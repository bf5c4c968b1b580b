package io.github.enet4j.cli.decode;

import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds ENet's conversations among the frames of a capture and follows them. */
final class Decoder {
    private static final int MAX_CONVERSATIONS = 100_000;

    /** Which two addresses; their order does not matter. */
    private static Set<InetSocketAddress> pair(Udp udp) {
        return udp.from().equals(udp.to()) ? Set.of(udp.from()) : Set.of(udp.from(), udp.to());
    }

    private final Map<Set<InetSocketAddress>, Conversation> conversations = new LinkedHashMap<>();
    private final Map<Set<InetSocketAddress>, DtlsConversation> encrypted = new LinkedHashMap<>();
    private final Map<Udp.Nothing, Long> skipped = new EnumMap<>(Udp.Nothing.class);
    private final IpFragments fragments = new IpFragments();
    private final KeyLog keys;
    private final Supplier<GodotLayer> godot;
    private long number;
    private long otherUdp;
    private long end;
    private int connections;

    /** With the keys for what is encrypted, null for none, and what looks at each connection's packets. */
    Decoder(KeyLog keys, Supplier<GodotLayer> godot) {
        this.keys = keys;
        this.godot = godot;
    }

    /** Follows a frame; hands on what it holds of ENet, which may be several datagrams in one of DTLS. */
    void follow(Frame frame, Consumer<Decoded> target) {
        number++;
        end = Math.max(end, frame.time());
        Object found = Udp.of(frame, fragments);
        if (!(found instanceof Udp udp)) {
            skipped.merge((Udp.Nothing) found, 1L, Long::sum);
            return;
        }
        if (DtlsConversation.isDtls(udp.data())) {
            DtlsConversation dtls = encrypted.get(pair(udp));
            if (dtls == null && encrypted.size() < MAX_CONVERSATIONS) {
                dtls = new DtlsConversation(keys);
                encrypted.put(pair(udp), dtls);
            }
            if (dtls != null) {
                for (byte[] data : dtls.open(udp)) {
                    follow(udp, data, dtls.suite(), target);
                }
                return;
            }
        }
        follow(udp, udp.data(), null, target);
    }

    private void follow(Udp udp, byte[] data, String encryption, Consumer<Decoded> target) {
        Conversation known = conversations.get(pair(udp));
        List<byte[]> parts = udp.isCut() || encryption != null ? List.of()
                : Segments.split(data, known != null ? known.reader : new WireReader());
        if (!parts.isEmpty()) {
            parts.forEach(part -> followOne(udp.with(part), part, null, target));
        } else {
            followOne(udp, data, encryption, target);
        }
    }

    private void followOne(Udp udp, byte[] data, String encryption, Consumer<Decoded> target) {
        Conversation known = conversations.get(pair(udp));
        Conversation conversation = known != null ? known : begin(udp, data);
        if (conversation == null) {
            otherUdp++;
            return;
        }
        WireDatagram datagram = conversation.reader.read(data);
        if (udp.isCut() && encryption == null) {
            conversation.cut++;
        } else if (!datagram.usual()) {
            conversation.unreadable++;
        }
        if (!datagram.commands().isEmpty() || udp.isCut()) {
            int before = conversation.connections.size();
            Decoded decoded = conversation.follow(number, udp, data, encryption, datagram, connections + 1);
            connections += conversation.connections.size() - before;
            target.accept(decoded);
        }
    }

    /** A conversation, if this is how one may begin. Who the client is, a CONNECT tells, else the ports do. */
    private Conversation begin(Udp udp, byte[] data) {
        Conversation asSent = new Conversation(udp.from(), udp.to(), godot);
        WireDatagram datagram = asSent.reader.read(data);
        if (!datagram.usual() || conversations.size() >= MAX_CONVERSATIONS) {
            return null;
        }
        boolean fromClient = udp.from().getPort() >= udp.to().getPort();
        for (WireCommand command : datagram.commands()) {
            if (command.header().type() == CommandType.CONNECT) {
                fromClient = true;
            } else if (command.header().type() == CommandType.VERIFY_CONNECT) {
                fromClient = false;
            }
        }
        Conversation conversation = fromClient ? asSent : new Conversation(udp.to(), udp.from(), godot);
        conversations.put(pair(udp), conversation);
        return conversation;
    }

    Collection<Conversation> conversations() {
        return conversations.values();
    }

    List<Connection> connections() {
        List<Connection> all = new ArrayList<>();
        conversations.values().forEach(each -> all.addAll(each.connections));
        all.sort((a, b) -> Integer.compare(a.number, b.number));
        return all;
    }

    /** When the capture ends, µs. */
    long end() {
        return end;
    }

    /** How many frames there were. */
    long frames() {
        return number;
    }

    /** What could not be had, in sentences. */
    List<String> problems() {
        List<String> all = new ArrayList<>();
        skipped.forEach((reason, count) -> {
            String text = switch (reason) {
                case NOT_UDP, FRAGMENT -> null;
                case CUT -> "%d frames are cut off before their UDP header ends";
                case LINK_TYPE -> "%d frames have a link type that is not known: known are Ethernet, raw IP, Linux "
                        + "cooked and loopback";
            };
            if (text != null) {
                all.add(String.format(text, count));
            }
        });
        add(all, fragments.incomplete(), "IP packets can't be put together: the capture lacks some of their fragments");
        add(all, fragments.refused(), "IP packets can't be put together: their fragments overlap");
        long unreadable = conversations.values().stream().mapToLong(each -> each.unreadable).sum();
        long cut = conversations.values().stream().mapToLong(each -> each.cut).sum();
        add(all, cut, "datagrams of ENet conversations are cut off: record them with a larger snapshot length");
        add(all, unreadable, "datagrams of ENet conversations can't be read, or not to their end");
        long closed = encrypted.values().stream().mapToLong(DtlsConversation::unopened).sum();
        add(all, closed, "encrypted datagrams can't be opened" + (keys == null ? ": give their keys by --keylog" : ""));
        encrypted.values().stream().map(DtlsConversation::problem).filter(each -> each != null).distinct()
                .forEach(all::add);
        return all;
    }

    private static void add(List<String> all, long count, String text) {
        if (count > 0) {
            all.add(count + " " + text);
        }
    }

    /** UDP that is not ENet. */
    long otherUdp() {
        return otherUdp;
    }
}
