package io.github.enet4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConditionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "latency=80|latency=80ms", "latency 1.5s|latency=1500ms", "loss=2%, burst=3|loss=2% burst=3",
        "loss=0.02|loss=2%", "loss .125|loss=12.5%", "RATE=2MBIT|rate=2000000bit queue=50000b",
        "rate=100kbit queue=9kb|rate=100000bit queue=9000b", "reorder=1%|reorder=1% reorder-delay=10ms",
        "jitter=1,duplicate=1%|jitter=1ms duplicate=1%", "latency=0|none", "''|none"})
    void textsAreUnderstood(String text, String canonical) {
        NetworkConditions conditions = NetworkConditions.NONE.with(text);
        assertEquals(canonical, conditions.toString());
        if (!canonical.equals("none")) {
            assertEquals(canonical, NetworkConditions.NONE.with(canonical).toString());
        }
    }

    @Test
    void textsChangeOnlyWhatTheyName() {
        NetworkConditions base = NetworkConditions.NONE.latency(5).loss(0.5);
        assertEquals("latency=5ms jitter=2ms loss=50%", base.with("jitter=2").toString());
        assertEquals("loss=50%", base.with("latency=0").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "latency", "latency=", "latency=x", "latency=-1", "latency=1.2.3", "latency=3 parsecs", "loss=101%", "loss=2",
        "speed=1", "latency=99999999", "burst=0.5", "loss=90% burst=3", "!", "rate=-5",
        "rate=1mb", "queue=64kbit", "latency=5%", "duplicate=0.1ms", "burst=3ms"})
    void othersAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> NetworkConditions.NONE.with(text));
    }

    @Test
    void numbersOutsideTheirRangesAreRefused() {
        NetworkConditions none = NetworkConditions.NONE;
        assertThrows(IllegalArgumentException.class, () -> none.latency(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> none.loss(-0.1));
        assertThrows(IllegalArgumentException.class, () -> none.rate(-1));
        assertThrows(IllegalArgumentException.class, () -> none.queue(-1));
        assertThrows(IllegalArgumentException.class, () -> none.lossBurst(Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @EnumSource
    void presetsHaveNames(NetworkPreset preset) {
        assertEquals(preset, NetworkPreset.of(preset.toString()));
        boolean none = preset == NetworkPreset.NONE;
        assertEquals(none, preset.conditions(Direction.TO_CLIENT).toString().equals("none"));
    }

    @Test
    void unknownPresetsAreRefusedWithAList() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> NetworkPreset.of("5g"));
        assertTrue(e.getMessage().contains("3g, edge"), e.getMessage());
    }
}
