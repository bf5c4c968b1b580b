package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuickStartTest {
    @Test
    void serverAndClientTalkAndEnd() {
        try (Program server = Program.java("Server", 0)) {
            int port = server.awaitNumber("listening on UDP port (\\d+)");
            try (Program client = Program.java("Client", "127.0.0.1", port)) {
                server.await("is here");
                client.await("it says hello");
                assertEquals(0, client.awaitEnd());
            }
            server.await("is gone: REMOTE");
            server.interrupt();
            server.awaitEnd();
        }
    }

    @Test
    void theClientSaysThatNobodyAnswers() {
        try (Program client = Program.java("Client", "127.0.0.1", 9)) {
            client.await("nobody answers");
            assertEquals(0, client.awaitEnd());
        }
    }
}
