package io.github.enet4j.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    @ParameterizedTest
    @CsvSource({"p99>50ms, 50", "p99 > 1.5s, 1500", "P99>=50, 50", "loss>1%, 1", "loss>1, 1", "sent-rate<100, 100"})
    void limits(String text, double limit) {
        assertEquals(limit, Threshold.parse(text).limit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p99", "p99=5", "p99>5us", "p99>1.2.3", "loss>1s", "p99>5%", "sent<3ms", "failed>1%"})
    void othersAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Threshold.parse(text));
    }
}
