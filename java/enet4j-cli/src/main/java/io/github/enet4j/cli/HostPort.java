package io.github.enet4j.cli;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as people write it: {@code example.org:7777}, {@code 192.0.2.7:7777}, {@code [2001:db8::7]:7777}; for what
 * listens also {@code *:7777}, {@code :7777} and {@code 7777}.
 *
 * @param host a name or an IP address, without brackets; "*" for all addresses
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    /** All addresses of this machine. */
    public static final String ANY = "*";

    private static final int MAX_PORT = 65535;

    /** For picocli. */
    public static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            return parse(text);
        }
    }

    /** Understands such a text. */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new TypeConversionException("'" + text + "': an IPv6 address goes in brackets, as in [::1]:7777");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= MAX_PORT) {
                return new HostPort(host.isEmpty() ? ANY : host, port);
            }
        } catch (NumberFormatException e) {
            // The same as a port that is too large.
        }
        throw new TypeConversionException("'" + text + "' is not HOST:PORT with a port of 0 to " + MAX_PORT);
    }

    /** Somebody else's address, looked up. */
    public InetSocketAddress remote() {
        return remote(null);
    }

    /** The same, of one family: true for IPv6, false for IPv4, null for what the system prefers. */
    public InetSocketAddress remote(Boolean six) {
        if (host.equals(ANY) || port == 0) {
            throw new IllegalArgumentException(
                    this + " is no address that can be connected to: it needs a host and a port");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (six == null || six != address instanceof Inet4Address) {
                    requireInterface(address);
                    return new InetSocketAddress(address, port);
                }
            }
            throw new Failure(host + " has no IPv" + (six ? 6 : 4) + " address");
        } catch (UnknownHostException e) {
            throw new Failure(host.indexOf('%') < 0 ? "no such host: " + host
                    : host + ": not an address, or this machine has no such network interface with IPv6");
        }
    }

    /** Each interface has a network fe80::/10 of its own. */
    private void requireInterface(InetAddress address) {
        if (address instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() == 0) {
            throw new Failure(host + " needs the network interface that leads there, as in [" + host + "%eth0]:"
                    + port);
        }
    }

    /** An address of this machine, to listen on. */
    public InetSocketAddress local() {
        InetSocketAddress address = host.equals(ANY) ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new Failure("no such host: " + host);
        }
        return address;
    }

    /** An address as it is shown: without the name, IPv6 in brackets. */
    public static String show(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress() ? ANY + ":" + address.getPort()
                : show(address.getAddress().getHostAddress(), address.getPort());
    }

    private static String show(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return show(host, port);
    }
}
