package simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Simulate INPUTS OUT}: finds the smallest buffer with which hardly any room waits, plays the day with it, with
 * an update, and with a lost machine, and writes plan.md and day.svg.
 */
public final class Simulate {
    private static final int[] BUFFERS = {5_000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 120_000};

    private Simulate() {
    }

    public static void main(String[] arguments) throws IOException {
        Inputs inputs = new Inputs(Path.of(arguments[0]));
        Path out = Path.of(arguments[1]);
        List<Plan.Try> tries = new ArrayList<>();
        Day day = null;
        int buffer = 0;
        for (int each : BUFFERS) {
            buffer = each;
            day = new Day(inputs, buffer, false, false).run();
            tries.add(new Plan.Try(buffer, day));
            if (day.late <= inputs.number("lobby.share") * day.rooms) {
                break;
            }
        }
        Day update = new Day(inputs, buffer, true, false).run();
        Day lost = new Day(inputs, buffer, false, true).run();
        Files.createDirectories(out);
        Files.writeString(out.resolve("plan.md"), new Plan(inputs, tries, update, lost).page());
        Files.writeString(out.resolve("day.svg"), Plot.of(inputs, day));
        System.out.println("written: " + out.resolve("plan.md") + " and " + out.resolve("day.svg"));
    }
}
