package io.github.enet4j;

import static io.github.enet4j.Loopback.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text to address as Godot's parser does it, without a look-up, and back. */
class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "127.000.000.001, 127.0.0.1",
        "010.020.030.040, 10.20.30.40",
        "0127.0.0.1, 127.0.0.1",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "1::8, 1:0:0:0:0:0:0:8",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3::6:7:8, 1:2:3:0:0:6:7:8",
        "FE80::00aB:0:CDEF, fe80:0:0:0:0:ab:0:cdef",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::FFFF:1.2.3.4, 1.2.3.4",
        "0:0:0:0:0:ffff:1.2.3.4, 1.2.3.4",
        "::ffff:0102:0304, 1.2.3.4",
        "1::ffff:1.2.3.4, 1:0:0:0:0:ffff:102:304",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "0000:0000:0000:0000:0000:0000:0000:0001, 0:0:0:0:0:0:0:1"
    })
    void parses(String text, String written) {
        Address address = Address.parse(text);
        assertEquals(written, Address.format(address.high(), address.low()));
        assertEquals(address, Address.resolve(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "*", "localhost", "example.org", " 127.0.0.1", "127.0.0.1 ", "127.0.0", "127.0.0.1.1", "127.0.0.", ".0.0.1",
        "127..0.1", "256.0.0.1", "127.0.0.1000", "-1.0.0.1", "+1.0.0.1", "0x7f.0.0.1", "1.2.3.a", "0000127.0.0.0001",
        "127.0.0.00000001", "١.2.3.4", "1", "2130706433", ":", ":::", ":1", "1:", "1:2:3:4:5:6:7:", ":2:3:4:5:6:7:8",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::",
        "::١", "[::1]", "::1%lo", "fe80::1%no-such", "fe80::1%", "fe80::1%0", "fe80::1%-1",
        "1.2.3.4%1", "fe80:0:1::1", "::1/128", "::1 ", "::127.0.0.1", "::fffe:127.0.0.1", "1.2.3.4::",
        "::ffff:1.2.3", "::ffff:1.2.3.4.5", "::ffff:1.2.3.256", "::ffff:1.2.3.4:5", "::ffff:0:1.2.3.4",
        "1:2:3:4:5:6:ffff:1.2.3.4", "ffff:1.2.3.4", "127.0.0.1:80", "0000:0000:0000:0000:0000:0000:0000:00001",
        "0000:0000:0000:0000:0000:ffff:127.000.000.001", "::ffff:١.2.3.4"
    })
    void isNoAddress(String text) {
        assertNull(Address.parse(text));
    }

    /** A link-local address with its interface, by number or name, there and back, and as the JDK has it. */
    @Test
    void linkLocal() throws IOException {
        Address seventh = Address.parse("fe80::a1%7");
        assertEquals("fe80:0:0:0:0:0:0:a1%7", Address.format(seventh.high(), seventh.low()));
        assertEquals(seventh, Address.parse("fe80:0:0:0:0:0:0:a1%7"));
        assertNotEquals(seventh, Address.parse("fe80::a1"));
        assertEquals(7, ((Inet6Address) seventh.toInetAddress()).getScopeId());
        assertEquals(seventh, Address.of(seventh.toInetAddress()));
        assertEquals(0xfe80, seventh.toInetAddress().getAddress()[0] << 8 & 0xffff
                | seventh.toInetAddress().getAddress()[1] & 0xff);
        assertEquals(0, seventh.toInetAddress().getAddress()[7]);
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            assertEquals(Address.parse("fe80::1%" + each.getIndex()), Address.parse("fe80::1%" + each.getName()));
        }
    }

    /** 40 characters are too many, whatever they say; 39 are not. */
    @Test
    void lengthIsLimited() {
        String longest = "0000:0000:0000:0000:0000:ffff:127.0.0.01";
        assertEquals(40, longest.length());
        assertNull(Address.parse(longest));
        assertEquals(new Address(0, 0xffff_7f00_0001L), Address.parse(longest.substring(1)));
        assertEquals(15, "000127.0.0.0001".length());
        assertEquals(new Address(0, 0xffff_7f00_0001L), Address.parse("000127.0.0.0001"));
        assertNull(Address.parse("0000127.0.0.0001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "*", "::1%lo", "[::1]", "1::2::3", "a\0b", "no.such.host.invalid", "::ffff:1.2.3.256", "::127.0.0.1",
        "two words", "-", ".", "..", "0000:0000:0000:0000:0000:0000:0000:00001"
    })
    void doesNotResolve(String text) {
        assertError(ENetError.CANT_RESOLVE, () -> Address.resolve(text));
    }

    @Test
    void longNamesDoNotResolve() {
        assertError(ENetError.CANT_RESOLVE, () -> Address.resolve("a".repeat(64) + ".invalid"));
        assertError(ENetError.CANT_RESOLVE, () -> Address.resolve("a".repeat(100_000)));
    }

    @Test
    void resolvesLocalhost() {
        Address address = Address.resolve("localhost");
        String text = Address.format(address.high(), address.low());
        assertEquals(true, text.startsWith("127.0.") || text.equals("0:0:0:0:0:0:0:1"), text);
    }
}
