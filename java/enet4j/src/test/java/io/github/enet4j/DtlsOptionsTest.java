package io.github.enet4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.enet4j.DtlsError.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server certificates which client takes, and why it does not take the others. */
@ExtendWith(NoLeaks.class)
class DtlsOptionsTest {
    private static final long FAST_NANOS = 5_000_000_000L;

    /** A server, a client and the name it looks for; a kind if it is to fail. */
    record Case(String what, TLSOptions server, TLSOptions client, String hostname, Kind failure) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        Identity plain = Identity.selfSigned("secp256r1", "localhost");
        Identity other = Identity.selfSigned("secp256r1-other", "localhost");
        Identity expired = Identity.selfSigned("secp256r1", "localhost", "20200101000000", "20210101000000");
        Identity early = Identity.selfSigned("secp256r1", "localhost", "20900101000000", "20910101000000");
        Identity star = Identity.selfSigned("secp256r1", "*.example.org");
        Identity root = Identity.authority("secp384r1", "Root");
        Identity middle = root.issue("secp256r1-middle", "Middle", 0);
        Identity leaf = middle.issue("secp256r1", "localhost", -1);
        Identity expiredLeaf = middle.issue("secp256r1", "localhost", -1, "20200101000000", "20210101000000");
        Identity large = Identity.authority("rsa4096", "Large root").issue("rsa4096-middle", "Large middle", 0)
                .issue("rsa4096-leaf", "localhost", -1);
        Stream<Case> keys = Stream.of("rsa2048", "rsa4096", "secp256r1", "secp384r1", "secp521r1").map(kind -> {
            Identity it = Identity.selfSigned(kind, "localhost");
            return new Case("trusts " + kind, it.server(), it.client(), "localhost", null);
        });
        Identity weak = Identity.selfSigned("rsa1024", "localhost");
        return Stream.concat(keys, Stream.of(
                new Case("trusts another", plain.server(), other.client(), "localhost", Kind.UNTRUSTED_CERTIFICATE),
                new Case("trusts another of two", plain.server(),
                        TLSOptions.client(List.of(other.root(), plain.root())), "localhost", null),
                new Case("trusts whom the JVM trusts", plain.server(), TLSOptions.client(), "localhost",
                        Kind.UNTRUSTED_CERTIFICATE),
                new Case("wrong name", plain.server(), plain.client(), "example.org", Kind.HOSTNAME_MISMATCH),
                new Case("name in capitals", plain.server(), plain.client(), "LOCALHOST", null),
                new Case("name with a dot at the end", plain.server(), plain.client(), "localhost.",
                        Kind.HOSTNAME_MISMATCH),
                new Case("one label for the star", star.server(), star.client(), "a.example.org", null),
                new Case("two labels for the star", star.server(), star.client(), "a.b.example.org",
                        Kind.HOSTNAME_MISMATCH),
                new Case("no label for the star", star.server(), star.client(), "example.org", Kind.HOSTNAME_MISMATCH),
                new Case("right override", plain.server(), TLSOptions.client(plain.chain(), "localhost"), "example.org",
                        null),
                new Case("override without a name", plain.server(), TLSOptions.client(plain.chain(), "localhost"), "",
                        null),
                new Case("wrong override", plain.server(), TLSOptions.client(plain.chain(), "example.org"), "localhost",
                        Kind.HOSTNAME_MISMATCH),
                new Case("unsafe", plain.server(), TLSOptions.clientUnsafe(), "example.org", null),
                new Case("unsafe without a name", plain.server(), TLSOptions.clientUnsafe(), "", null),
                new Case("unsafe, expired", expired.server(), TLSOptions.clientUnsafe(), "localhost", null),
                new Case("unsafe with the right chain", plain.server(), TLSOptions.clientUnsafe(plain.chain()),
                        "example.org", null),
                new Case("unsafe with another chain", plain.server(), TLSOptions.clientUnsafe(other.chain()),
                        "localhost", Kind.UNTRUSTED_CERTIFICATE),
                new Case("unsafe with a chain, expired", expired.server(), TLSOptions.clientUnsafe(expired.chain()),
                        "localhost", Kind.EXPIRED_CERTIFICATE),
                new Case("expired", expired.server(), expired.client(), "localhost", Kind.EXPIRED_CERTIFICATE),
                new Case("not valid yet", early.server(), early.client(), "localhost", Kind.EXPIRED_CERTIFICATE),
                new Case("weak key", weak.server(), weak.client(), "localhost", Kind.UNACCEPTABLE_CERTIFICATE),
                new Case("a chain with its root", leaf.server(), leaf.client(), "localhost", null),
                new Case("a chain without its root", leaf.withoutRoot().server(), leaf.client(), "localhost", null),
                new Case("a chain with a gap", leaf.first(1).server(), leaf.client(), "localhost",
                        Kind.UNTRUSTED_CERTIFICATE),
                new Case("trusts the middle", leaf.first(1).server(), TLSOptions.client(leaf.chain().subList(1, 2)),
                        "localhost", null),
                new Case("a chain, wrong name", leaf.server(), leaf.client(), "example.org", Kind.HOSTNAME_MISMATCH),
                new Case("a chain, expired at its end", expiredLeaf.server(), expiredLeaf.client(), "localhost",
                        Kind.EXPIRED_CERTIFICATE),
                new Case("a chain of large certificates", large.server(), large.client(), "localhost", null)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesTheRightOnes(Case it) {
        try (Loopback net = Loopback.hosts()) {
            net.server.dtlsServerSetup(it.server);
            net.client.dtlsClientSetup(it.hostname, it.client);
            long start = System.nanoTime();
            if (it.failure == null) {
                net.connect(0);
                assertNull(net.atClient.getDtlsError());
                assertEquals(ENetError.OK, net.atClient.send(0, new byte[] {1, 2, 3}, 1));
                assertEquals(3, net.receive(net.atServer).length);
            } else {
                ENetPacketPeer peer = net.client.connectToHost(Loopback.LOCALHOST, net.port());
                assertEquals(peer, net.await(net.client, EventType.DISCONNECT).peer());
                assertFalse(peer.isActive());
                DtlsError error = peer.getDtlsError();
                assertEquals(it.failure, error.kind(), error.text());
                assertEquals(-0x2700, error.code());
                net.until("the alert", () -> net.server.getDtlsCounters().failed(Kind.ALERT_RECEIVED) == 1);
                assertEquals(1, net.client.getDtlsCounters().failed(it.failure));
                assertEquals(0, net.server.getDtlsCounters().sessions());
                assertEquals(0, net.client.getDtlsCounters().sessions());
                net.assertNothingSeen();
            }
            assertTrue(System.nanoTime() - start < FAST_NANOS);
        }
    }
}
