package io.github.enet4j.cli.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Takes lines for {@link ProxyControl} on a TCP port of the loopback address, one answer per line. Every page in a
 * browser on this machine can send to that port, too, but can't help that an HTTP request comes first, so that is where
 * it ends.
 */
final class ControlPort implements AutoCloseable {
    private static final Pattern HTTP = Pattern.compile(".* HTTP/[0-9.]+\\s*");
    private static final int MAX_LINE = 1000;
    private static final int MAX_CLIENTS = 16;
    private static final int PAUSE_MILLIS = 100;

    private final Semaphore places = new Semaphore(MAX_CLIENTS);
    private final ServerSocket server;
    private final ProxyControl control;

    /** On that port; 0 for a free one. */
    ControlPort(int port, ProxyControl control) throws IOException {
        this.control = control;
        server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "control port");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                places.acquire();
                try {
                    Socket socket = server.accept();
                    start(() -> serve(socket));
                } catch (IOException e) {
                    /* Closed, or a client was too quick to go, or there are no more files for a while. */
                    places.release();
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true)) {
            for (String line = line(in); line != null && !HTTP.matcher(line).matches(); line = line(in)) {
                out.println(control.execute(line));
            }
        } catch (IOException e) {
            // Gone.
        } finally {
            places.release();
        }
    }

    /** The next line, null at the end, which is also where a line is longer than any order. */
    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && line.length() < MAX_LINE; next = in.read()) {
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
