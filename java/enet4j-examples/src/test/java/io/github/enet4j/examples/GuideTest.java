package io.github.enet4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The programs that the pages of docs/guide quote do what is said there. */
class GuideTest {
    private static void endsWell(Program program) {
        assertEquals(0, program.awaitEnd());
    }

    @Test
    void gameLoopTicks() {
        try (Program loop = Program.java("GameLoop", 0, 2)) {
            int port = loop.awaitNumber("listening on UDP port (\\d+)");
            try (Program client = Program.java("Client", "127.0.0.1", port)) {
                client.await("connected|it says");
                loop.await("tick 20: ");
            }
            endsWell(loop);
        }
    }

    @Test
    void threadsAnswer() {
        try (Program threads = Program.java("Threads")) {
            threads.await("answer from pool-.* to 3 bytes");
            endsWell(threads);
        }
    }

    @Test
    void messagesAreReadAsWritten() {
        try (Program messages = Program.java("Messages")) {
            messages.await("13 bytes: player 7 is at 1.5, -2.0");
            messages.await("10 bytes: says hello");
            messages.await("amy is at 1.5");
            endsWell(messages);
        }
    }

    @Test
    void positionsAreAllHandled() {
        try (Program positions = Program.java("Positions")) {
            positions.await("is gone after 1000 updates");
            endsWell(positions);
        }
    }

    @Test
    void backPressureIsBusyInTheEnd() {
        try (Program program = Program.java("BackPressure")) {
            program.await("state is left out");
            program.await("BUSY after 1\\d\\d\\d packets");
            endsWell(program);
        }
    }

    @Test
    void packetsCostWhatTheTableSays() {
        try (Program costs = Program.java("PacketCosts")) {
            costs.await("FLAG_RELIABLE \\| 10 \\| \\d+ \\|");
            costs.await("FLAG_UNRELIABLE_FRAGMENT \\| 10000 \\|");
            endsWell(costs);
        }
    }

    @Test
    void timeoutsEnd() {
        try (Program timeouts = Program.java("Timeouts", "--quick")) {
            for (int row = 0; row < 4; row++) {
                timeouts.await("TIMEOUT after");
            }
            endsWell(timeouts);
        }
    }

    @Test
    void leavingIsSeen() {
        try (Program leaving = Program.java("Leaving")) {
            leaving.await("peerDisconnect .* LOCAL.* REMOTE, data 7");
            leaving.await("peerDisconnectLater \\| arrives .* LOCAL.* REMOTE, data 7");
            leaving.await("peerDisconnectNow .* no event .* REMOTE, data 7");
            leaving.await("reset .* no event .* TIMEOUT");
            leaving.await("close of the host .* no event .* TIMEOUT");
            endsWell(leaving);
        }
    }
}
