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

/** Takes lines for {@link ProxyControl} on a TCP port of the loopback address, one answer per line. */
final class ControlPort implements AutoCloseable {
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
                Socket socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or one client was too quick to go.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(control.execute(line));
            }
        } catch (IOException e) {
            // Gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
