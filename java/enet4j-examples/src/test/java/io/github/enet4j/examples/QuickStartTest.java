package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickStartTest {
    /** Those in Java and those in Kotlin. */
    @ParameterizedTest
    @CsvSource({"Server, Client", "ServerKt, ClientKt", "Server, ClientKt"})
    void serverAndClientTalkAndEnd(String serving, String asking) {
        try (Program server = Program.java(serving, 0)) {
            int port = server.awaitNumber("listening on UDP port (\\d+)");
            try (Program client = Program.java(asking, "127.0.0.1", port)) {
                server.await("is here");
                client.await("it says hello");
                assertEquals(0, client.awaitEnd());
            }
            server.await("is gone: REMOTE");
            server.interrupt();
            server.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client", "ClientKt"})
    void theClientSaysThatNobodyAnswers(String asking) {
        try (Program client = Program.java(asking, "127.0.0.1", 9)) {
            client.await("nobody answers");
            assertEquals(0, client.awaitEnd());
        }
    }
}
