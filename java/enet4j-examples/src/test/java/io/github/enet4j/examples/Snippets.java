package io.github.enet4j.examples;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Code of the documentation that is too short to be a program: it is put into a class with what may be around it, and
 * compiled. {@code ...} stands for what is left out.
 */
final class Snippets {
    private static final String BEFORE = """
            import io.github.enet4j.*;
            import io.github.enet4j.agones.*;
            import io.github.enet4j.micrometer.*;
            import io.github.enet4j.multiplayer.*;
            import io.github.enet4j.server.*;
            import io.github.enet4j.testing.*;
            import io.github.enet4j.variant.*;
            import io.micrometer.core.instrument.*;
            import java.lang.invoke.*;
            import java.net.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.security.*;
            import java.security.cert.X509Certificate;
            import java.time.*;
            import java.util.concurrent.*;
            import org.junit.jupiter.api.Test;

            class %s {
                ENetConnection host, connection, client;
                ENetPacketPeer peer;
                ENetSelector selector;
                ENetServer server;
                MeterRegistry registry;
                SceneMultiplayer multiplayer;
                byte[] bytes, state;

                interface PlayerRpc { }

                record Player() implements PlayerRpc { }

                record Game(ENetLoop loop) implements ENetListener { }

                record Bot(ENetLoop loop) implements ENetListener { }

                void handle(Player player, int channel, byte[] packet) { }

            """;

    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    /** A source file of its own. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** A file with a public class, members of a class, or statements. */
    void add(String place, String code) {
        String whole = code.replaceAll("(?<![\\w\\]])\\.\\.\\.", "/* ... */");
        Matcher program = Pattern.compile("(?m)^public class (\\w+)").matcher(code);
        if (program.find()) {
            sources.add(new Source(program.group(1), whole));
        } else {
            String name = "Snippet" + sources.size();
            boolean members = code.stripLeading().startsWith("@");
            sources.add(new Source(name, BEFORE.formatted(name)
                    + (members ? whole : "void run() throws Exception {\n" + whole + "\n}") + "\n}\n"));
        }
        places.add(place);
    }

    /** What the compiler has against them, each with its place. */
    List<String> errors(Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StringWriter output = new StringWriter()) {
            compiler.getTask(
                    output, null, found,
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()),
                    null, sources).call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream().filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem -> places.get(sources.indexOf(problem.getSource())) + ": " + problem.getMessage(null))
                .toList();
    }

    int count() {
        return sources.size();
    }
}
