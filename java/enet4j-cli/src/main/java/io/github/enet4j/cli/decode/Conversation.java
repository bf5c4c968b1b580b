package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.HostPort;
import io.github.enet4j.testing.Direction;
import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that two addresses say to each other: usually one ENet connection, several when a client comes back. */
final class Conversation {
    final InetSocketAddress client;
    final InetSocketAddress server;
    final WireReader reader = new WireReader();
    final List<Connection> connections = new ArrayList<>();

    /** What is not ENet. */
    long unreadable;

    /** What of it the capture has cut off. */
    long cut;

    private final Supplier<GodotLayer> godot;

    Conversation(InetSocketAddress client, InetSocketAddress server, Supplier<GodotLayer> godot) {
        this.client = client;
        this.server = server;
        this.godot = godot;
    }

    Direction direction(Udp udp) {
        return udp.from().equals(client) ? Direction.TO_SERVER : Direction.TO_CLIENT;
    }

    /** Follows a datagram; the numbers are its own and, if it begins one, its connection's. */
    Decoded follow(long number, Udp udp, byte[] data, String encryption, WireDatagram datagram, int nextConnection) {
        Direction direction = direction(udp);
        Connection connection = connection(direction, datagram, udp.time(), nextConnection);
        connection.half(direction).count(udp.time(), udp.length());
        List<Decoded.Command> commands = new ArrayList<>();
        for (WireCommand command : datagram.commands()) {
            commands.add(follow(connection, direction, datagram, command, udp.time()));
        }
        return new Decoded(number, udp, connection, direction, encryption, datagram, commands);
    }

    private Connection connection(Direction direction, WireDatagram datagram, long time, int next) {
        for (WireCommand command : datagram.commands()) {
            if (command instanceof WireCommand.Connect connect) {
                return connect.header().type() == CommandType.CONNECT ? connecting(connect, time, next)
                        : verifying(connect, next);
            }
        }
        for (int i = connections.size() - 1; i >= 0; i--) {
            Connection each = connections.get(i);
            int peer = direction == Direction.TO_SERVER ? each.serverPeer : each.clientPeer;
            if (peer == datagram.peerId()) {
                return each;
            }
        }
        /* Nobody has said this number: it is that of the last connection, if that has none yet. */
        Connection last = connections.isEmpty() ? null : connections.get(connections.size() - 1);
        boolean toServer = direction == Direction.TO_SERVER;
        if (last == null || (toServer ? last.serverPeer : last.clientPeer) >= 0 && last.connect != null) {
            last = add(next);
        }
        if (toServer) {
            last.serverPeer = datagram.peerId();
        } else {
            last.clientPeer = datagram.peerId();
        }
        return last;
    }

    private Connection connecting(WireCommand.Connect connect, long time, int next) {
        Connection found = byId(connect.connectId());
        if (found == null) {
            connections.stream().filter(each -> each.clientPeer == connect.outgoingPeerId() && !each.hasEnded())
                    .forEach(Connection::replace);
            found = add(next);
        }
        if (found.connect == null) {
            found.connect = connect;
            found.connectTime = time;
        }
        found.clientPeer = connect.outgoingPeerId();
        found.connectTries++;
        return found;
    }

    private Connection verifying(WireCommand.Connect verify, int next) {
        Connection found = byId(verify.connectId());
        if (found == null) {
            found = add(next);
        }
        found.serverPeer = verify.outgoingPeerId();
        return found;
    }

    private Connection byId(int id) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            Connection each = connections.get(i);
            if (each.connect != null && each.connect.connectId() == id) {
                return each;
            }
        }
        return null;
    }

    private Connection add(int number) {
        Connection added = new Connection(number, this);
        added.godot = godot.get();
        connections.add(added);
        return added;
    }

    private static Decoded.Command follow(
            Connection connection, Direction direction, WireDatagram datagram, WireCommand command, long time) {
        Half mine = connection.half(direction);
        Map<String, Object> facts = new LinkedHashMap<>();
        WireCommand.Header header = command.header();
        mine.commands.merge(header.type(), 1L, Long::sum);
        boolean again = false;
        if (header.isReliable()) {
            int tries = mine.sent(header, datagram.sentTime(), time);
            again = tries > 1;
            if (again) {
                facts.put("try", tries);
                facts.put("firstMillisAgo", millis(time - mine.find(header.channel(), header.sequence()).first));
            } else {
                int missing = mine.missingBefore(header);
                if (missing > 0) {
                    facts.put("missingBefore", missing);
                }
            }
        }
        byte[] packet = null;
        if (command instanceof WireCommand.Acknowledge acknowledge) {
            acknowledge(connection, direction, acknowledge, time, facts);
        } else if (command instanceof WireCommand.Connect && header.type() == CommandType.VERIFY_CONNECT) {
            verify(connection, time, facts);
        } else if (command instanceof WireCommand.Disconnect disconnect) {
            connection.disconnect(direction, disconnect, time);
        } else if (command instanceof WireCommand.Send send && !again) {
            packet = send.data();
        } else if (command instanceof WireCommand.Fragment fragment) {
            packet = again ? null : mine.fragments().add(fragment);
            if (packet != null) {
                facts.put("completes", packet.length);
            }
        }
        String godot = null;
        if (packet != null) {
            mine.packets++;
            mine.packetBytes += packet.length;
            godot = connection.godot == null ? null : connection.godot.describe(direction, packet);
        }
        return new Decoded.Command(command, facts, packet, godot);
    }

    private static void acknowledge(Connection connection, Direction direction, WireCommand.Acknowledge acknowledge,
            long time, Map<String, Object> facts) {
        Half other = connection.otherHalf(direction);
        Half.Sent confirmed = other.find(acknowledge.header().channel(), acknowledge.receivedSequence());
        boolean before = confirmed != null && confirmed.confirmed;
        Half.Sent sent = other.confirm(acknowledge, time);
        if (sent == null) {
            facts.put("of", "a command that the capture does not have");
            return;
        }
        facts.put("of", sent.type.toString());
        if (before) {
            facts.put("again", true);
        }
        Long when = sent.bySentTime.get(acknowledge.receivedSentTime());
        if (when != null) {
            facts.put("roundTripMillis", millis(time - when));
        }
        if (sent.type == CommandType.VERIFY_CONNECT && connection.establishedTime < 0) {
            connection.establishedTime = time;
        }
    }

    private static void verify(Connection connection, long time, Map<String, Object> facts) {
        if (connection.verifyTime < 0) {
            connection.verifyTime = time;
        }
        if (connection.connectTime >= 0) {
            connection.half(Direction.TO_SERVER).answered(connection.connect.header());
            facts.put("answersAfterMillis", millis(time - connection.connectTime));
        }
    }

    private static double millis(long micros) {
        return micros / 1000.0;
    }

    @Override
    public String toString() {
        return HostPort.show(client) + " > " + HostPort.show(server);
    }
}
