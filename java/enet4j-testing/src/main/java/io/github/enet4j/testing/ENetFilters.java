package io.github.enet4j.testing;

import io.github.enet4j.testing.wire.CommandType;
import io.github.enet4j.testing.wire.WireCommand;
import io.github.enet4j.testing.wire.WireDatagram;
import io.github.enet4j.testing.wire.WireReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Filters that know ENet's protocol. They take single commands out of datagrams, compressed or not; of a datagram with
 * a checksum, which can't be changed, they drop all. What is encrypted passes.
 *
 * @since 0.1.0
 */
public final class ENetFilters {
    private ENetFilters() {
    }

    /**
     * Loses one reliable packet, the first time that it is sent.
     *
     * @param direction where it goes
     * @param n         which of each client, from 1, by the order in which they are first sent. A packet in fragments
     *     counts once, and its first fragment is lost
     * @return the filter, for one proxy
     * @throws IllegalArgumentException if n is less than 1
     */
    public static DatagramFilter dropReliable(Direction direction, int n) {
        if (n < 1) {
            throw new IllegalArgumentException("packets are counted from 1, not " + n);
        }
        return drop(direction, new ReliablePacket(n));
    }

    /**
     * Loses all acknowledgements, and nothing else.
     *
     * @param direction where they go
     * @return the filter, for one proxy
     */
    public static DatagramFilter dropAcknowledgements(Direction direction) {
        return drop(direction, (client, command) -> command.header().type() == CommandType.ACKNOWLEDGE);
    }

    /**
     * Loses all commands of some types.
     *
     * @param direction where they go
     * @param types     which
     * @return the filter, for one proxy
     */
    public static DatagramFilter dropCommands(Direction direction, CommandType... types) {
        Set<CommandType> all = Set.copyOf(List.of(types));
        return drop(direction, (client, command) -> all.contains(command.header().type()));
    }

    /** Whether to lose a command of this client. */
    private interface Choice {
        boolean isUnwanted(int client, WireCommand command);
    }

    private static DatagramFilter drop(Direction direction, Choice choice) {
        Map<Integer, WireReader> readers = new HashMap<>();
        return (way, client, datagram) -> {
            WireReader reader = readers.computeIfAbsent(client, c -> new WireReader());
            WireDatagram read = reader.read(datagram);
            if (way != direction || !read.usual()) {
                return datagram;
            }
            Set<WireCommand> unwanted = new HashSet<>();
            for (WireCommand command : read.commands()) {
                if (choice.isUnwanted(client, command)) {
                    unwanted.add(command);
                }
            }
            if (unwanted.isEmpty()) {
                return datagram;
            }
            Predicate<WireCommand> test = unwanted::contains;
            return read.checksum() != WireDatagram.Checksum.NONE ? null : read.without(test);
        };
    }

    /** Finds the n-th reliable packet of each client. */
    private static final class ReliablePacket implements Choice {
        private final int n;
        private final Map<Integer, Integer> counts = new HashMap<>();

        /** The last sequence number of each client and channel: what is not after it is sent again. */
        private final Map<Integer, Integer> last = new HashMap<>();

        ReliablePacket(int n) {
            this.n = n;
        }

        @Override
        public boolean isUnwanted(int client, WireCommand command) {
            WireCommand.Header header = command.header();
            boolean first = header.type() == CommandType.SEND_RELIABLE
                    || command instanceof WireCommand.Fragment fragment
                    && header.type() == CommandType.SEND_FRAGMENT && fragment.number() == 0;
            int channel = client << 8 | header.channel();
            if (!first || (short) (header.sequence() - last.getOrDefault(channel, 0)) <= 0) {
                return false;
            }
            last.put(channel, header.sequence());
            return counts.merge(client, 1, Integer::sum) == n;
        }
    }
}
