package io.github.enet4j.cli.decode;

import io.github.enet4j.cli.Arguments;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.Stop;
import io.github.enet4j.testing.wire.CommandType;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enet4j decode}. */
@Command(
        name = "decode",
        description = "Shows the ENet traffic in a capture: commands, what confirms what, what was sent again, packets "
                + "put together, and Godot's layer above.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "  tcpdump -i any -w game.pcap udp port 7777",
            "  enet4j decode game.pcap --summary",
            "  enet4j decode game.pcap --follow 2 --project my-game",
            "  enet4j proxy 7778 127.0.0.1:7777 --pcap - | enet4j decode -"})
public final class DecodeCommand implements Callable<Integer> {
    private static final int MAX_CHANNEL = 255;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a capture (pcap or pcapng); - for standard input, also a live one")
    private String file;

    @Option(names = "--summary", description = "only who talked with whom, how much, losses, why connections ended")
    private boolean summary;

    @Option(names = "--follow", paramLabel = "PEER",
            description = "only the packets of one connection: its number, or its client's ADDRESS:PORT")
    private String follow;

    @Option(names = "--peer", paramLabel = "PEER", description = "only this connection (as for --follow)")
    private String peer;

    @Option(names = "--command", paramLabel = "TYPE", split = ",",
            description = "only datagrams with such commands: ${COMPLETION-CANDIDATES}")
    private List<CommandType> types = List.of();

    @Option(names = "--channel", paramLabel = "N", description = "only datagrams with commands of this channel")
    private Integer channel;

    @Option(names = "--direction", paramLabel = "up|down", description = "only what goes to the server, or to clients")
    private String direction;

    @Option(names = "--again", description = "only datagrams with something that was sent before")
    private boolean again;

    @Option(names = "--bytes", paramLabel = "N", defaultValue = "32",
            description = "how much of a packet to show. Default: ${DEFAULT-VALUE}")
    private int bytes;

    @Option(names = "--absolute", description = "times of day instead of seconds since the start")
    private boolean absolute;

    @Option(names = "--json", description = "a JSON object per line")
    private boolean json;

    @Option(names = "--keylog", paramLabel = "FILE",
            description = "keys of DTLS sessions (the format of SSLKEYLOGFILE)")
    private Path keylog;

    @Option(names = "--godot", description = "show what Godot's high-level multiplayer says")
    private boolean godot;

    @Option(names = "--methods", paramLabel = "NODE=NAME,...",
            description = "the @rpc methods of a node's script, all of them, so that RPCs are shown by name")
    private List<String> methods = List.of();

    @Option(names = "--project", paramLabel = "DIR",
            description = "a Godot project, so that RPCs, spawned scenes and synchronized properties are shown by name")
    private Path project;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean live = file.equals("-");
        check();
        MethodNames names = new MethodNames(methods);
        GodotGame game = project == null ? null : new GodotGame(project);
        boolean withGodot = godot || game != null || !methods.isEmpty();
        Decoder decoder = new Decoder(keylog == null ? null : new KeyLog(keylog),
                () -> withGodot ? new GodotLayer(new GodotNodes(names, game)) : null);
        Output output = output(out);
        try (Stop stop = new Stop(0);
                InputStream in = live ? new LiveInput(System.in, stop) : new FileInputStream(file)) {
            CaptureReader reader = CaptureReader.open(in);
            for (Frame frame = reader.next(); frame != null && !stop.isWanted(); frame = reader.next()) {
                decoder.follow(frame, decoded -> {
                    if (isWanted(decoded)) {
                        output.show(decoded);
                    }
                });
                if (live) {
                    out.flush();
                }
            }
            output.end(decoder);
            out.flush();
            for (String name : new String[] {peer, follow}) {
                if (name != null && decoder.connections().stream().noneMatch(each -> isPeer(each, name))) {
                    err.println("note: there is no connection " + name + ": --summary lists them");
                }
            }
            if (game != null) {
                game.problems().forEach(problem -> err.println("note: project: " + problem));
            }
            if (!(summary && json)) {
                decoder.problems().forEach(problem -> err.println("note: " + problem));
            }
            if (reader.problem() != null) {
                err.println("note: " + reader.problem());
            }
            err.flush();
        }
        return 0;
    }

    private void check() {
        Arguments.require(direction == null || Set.of("up", "down").contains(direction),
                "--direction is up or down, not " + direction);
        Arguments.require(bytes >= 0, "--bytes must be 0 or more, not " + bytes);
        Arguments.require(channel == null || channel >= 0 && channel <= MAX_CHANNEL,
                "--channel is 0 to 254, or 255 for what belongs to none");
    }

    private Output output(PrintWriter out) {
        return summary ? new Summary(out, json, each -> isPeer(each, peer) && isPeer(each, follow))
                : json ? new JsonOutput(out) : follow != null ? new FollowOutput(out)
                : new TextOutput(out, bytes, absolute);
    }

    private boolean isWanted(Decoded decoded) {
        boolean way = direction == null || direction.equals(decoded.direction().toString());
        return way && isPeer(decoded.connection(), peer) && isPeer(decoded.connection(), follow)
                && (types.isEmpty() || has(decoded, Set.copyOf(types)))
                && (channel == null || decoded.commands().stream()
                        .anyMatch(each -> each.command().header().channel() == channel))
                && (!again || decoded.commands().stream().anyMatch(each -> each.facts().containsKey("try")));
    }

    private static boolean has(Decoded decoded, Set<CommandType> types) {
        return decoded.commands().stream().anyMatch(each -> types.contains(each.command().header().type()));
    }

    private static boolean isPeer(Connection connection, String name) {
        return name == null || name.equals(Integer.toString(connection.number))
                || name.equals(HostPort.show(connection.conversation.client));
    }
}
