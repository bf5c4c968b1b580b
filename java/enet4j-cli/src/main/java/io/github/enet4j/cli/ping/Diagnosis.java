package io.github.enet4j.cli.ping;

import io.github.enet4j.CompressionMode;
import io.github.enet4j.DisconnectReason;
import io.github.enet4j.DtlsError;
import io.github.enet4j.TLSOptions;
import io.github.enet4j.cli.ClientOptions;
import io.github.enet4j.cli.HostOptions;
import io.github.enet4j.cli.HostPort;
import io.github.enet4j.cli.ping.RawProbe.Result;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out why there is no connection: asks the port in all the ways there are, and says what the answers mean. */
final class Diagnosis {
    private static final int PLAIN_MILLIS = 1500;
    private static final int DTLS_MILLIS = 4000;

    /**
     * What was found.
     *
     * @param code   for programs
     * @param text   for people
     * @param advice what to do; null if there is nothing
     * @param tried  what was tried, and what it brought
     */
    record Finding(String code, String text, String advice, List<String> tried) {
    }

    private final HostPort target;
    private final InetSocketAddress address;
    private final ClientOptions options;
    private final PingSession failed;
    private final List<String> tried = new ArrayList<>();

    private RawProbe.Answer plain;
    private RawProbe.Answer checked;
    private DtlsProbe.Answer dtls;

    /** Of a connection that has just failed. */
    Diagnosis(HostPort target, InetSocketAddress address, ClientOptions options, PingSession failed) {
        this.target = target;
        this.address = address;
        this.options = options;
        this.failed = failed;
    }

    Finding find() {
        CompletableFuture<RawProbe.Answer> bare =
                CompletableFuture.supplyAsync(() -> RawProbe.ask(address, false, PLAIN_MILLIS));
        CompletableFuture<RawProbe.Answer> sum =
                CompletableFuture.supplyAsync(() -> RawProbe.ask(address, true, PLAIN_MILLIS));
        CompletableFuture<DtlsProbe.Answer> encrypted = CompletableFuture.supplyAsync(() -> DtlsProbe.ask(
                address, "probe", TLSOptions.clientUnsafe(), options.host().checksum(), DTLS_MILLIS));
        /* Who answers one of these does not answer the others: no need to wait for them. */
        plain = bare.join();
        tried.add("plain ENet: " + describe(plain));
        boolean open = plain.result() == Result.NO_PEER || plain.result() == Result.SILENT
                || plain.result() == Result.SOMETHING_ELSE;
        if (open) {
            checked = sum.join();
            tried.add("plain ENet with checksum: " + describe(checked));
            if (checked.result() != Result.ENET) {
                dtls = encrypted.join();
                tried.add("DTLS: " + describe(dtls));
            }
        }
        return conclude();
    }

    private static String describe(RawProbe.Answer answer) {
        return switch (answer.result()) {
            case ENET -> "answered " + with(answer.compression());
            case SILENT -> "no answer";
            default -> answer.detail();
        };
    }

    private static String describe(DtlsProbe.Answer answer) {
        if (!answer.answered()) {
            return "no answer";
        }
        String session = answer.error() != null ? "answered, but: " + answer.error().text() : "answered";
        String enet = answer.compression() == null ? "" : ", ENet inside "
                + with(answer.compression());
        return session + enet + (answer.certificate() == null ? "" : ", certificate " + describe(answer.certificate()));
    }

    private static String describe(X509Certificate certificate) {
        return "for " + String.join(", ", CertificateSpy.names(certificate)) + ", valid until "
                + certificate.getNotAfter().toInstant();
    }

    private Finding conclude() {
        if (plain.result() == Result.CLOSED) {
            return finding("closed", "ICMP: the port is closed. Nothing listens there (or a firewall says so).",
                    "Is the server running, and on this port and protocol (UDP)?");
        } else if (plain.result() == Result.UNREACHABLE) {
            return finding("unreachable", "this machine can't send there: " + plain.detail(), null);
        } else if (plain.result() == Result.ENET) {
            return concludePlain(plain, false);
        } else if (checked.result() == Result.ENET) {
            return concludePlain(checked, true);
        } else if (dtls.answered()) {
            return concludeDtls();
        } else if (plain.result() == Result.NO_PEER || checked.result() == Result.NO_PEER) {
            return finding("no-peer",
                    "ENet answers, but grants no connection: the server is full, or takes nobody new.",
                    "Try again later, or look at the server: how many peers has it, of how many?");
        } else if (plain.result() == Result.SOMETHING_ELSE) {
            return finding("other-protocol", "something answers that is not ENet: " + plain.detail(),
                    "Is it the game's port, or that of a query protocol?");
        }
        return finding("silent", "silent: no answer to plain ENet or to DTLS, and no ICMP. The wrong address or port, "
                + "a firewall, a full server, one that takes nobody new, or one that does not call service (poll).",
                "On the server: does \"ss -lun\" list the port, and does \"tcpdump udp port " + target.port()
                + "\" show these datagrams arrive?");
    }

    private Finding concludePlain(RawProbe.Answer answer, boolean checksum) {
        HostOptions mine = options.host();
        CompressionMode mode = answer.compression();
        if (options.usesDtls()) {
            return finding("plain", "the port answers plain ENet, not DTLS.", "Leave out --dtls.");
        } else if (checksum != mine.checksum()) {
            return finding("checksum", "the port answers ENet " + (checksum ? "with" : "without") + " a checksum.",
                    checksum ? "Add --checksum." : "Leave out --checksum.");
        } else if (mode != mine.compression()) {
            return finding("compression", "the port answers plain ENet " + with(mode) + "; this was "
                    + with(mine.compression()) + ".", compressAs(mode));
        } else if (failed.reason() == DisconnectReason.REMOTE) {
            return finding("refused",
                    "the server took the connection and ended it, with data " + failed.endData() + ".",
                    "It refuses this client: its log should say why (ban, version, --data, --godot-id).");
        }
        return finding("unstable", "the port answers ENet as asked for, but the connection did not come about.",
                "Try again; if it stays so, datagrams get lost on the way, or the server refuses after the handshake.");
    }

    private Finding concludeDtls() {
        X509Certificate certificate = dtls.certificate();
        String who = "a DTLS server" + (certificate == null ? "" : " with a certificate " + describe(certificate));
        if (!options.usesDtls()) {
            return finding("dtls", who + ".", "Add --dtls (and --trust FILE, if it is a certificate of its own).");
        }
        DtlsError error = failed.dtlsError();
        DtlsError.Kind kind = error == null ? null : error.kind();
        if (kind == DtlsError.Kind.UNTRUSTED_CERTIFICATE) {
            return finding("certificate-untrusted", who + " that is not trusted.",
                    "Give its certificate, or that of its authority, by --trust FILE.");
        } else if (kind == DtlsError.Kind.HOSTNAME_MISMATCH) {
            return finding("certificate-name", who + ", which is not " + options.dtlsName(target) + ".",
                    "If that is the server you mean: --dtls-name with one of its names.");
        } else if (kind == DtlsError.Kind.EXPIRED_CERTIFICATE) {
            return finding("certificate-expired", who + " that has expired, or is not valid yet.",
                    "Renew it; or is the clock of this machine wrong?");
        } else if (dtls.error() == null && dtls.compression() != null
                && dtls.compression() != options.host().compression()) {
            return finding("compression", who + "; inside it ENet " + with(dtls.compression()) + "; this was "
                    + with(options.host().compression()) + ".", compressAs(dtls.compression()));
        } else if (error != null) {
            return finding("dtls-failed", who + "; the handshake failed: " + error.text(), null);
        }
        return finding("dtls-silent", who + "; the handshake works, ENet inside it does not answer.",
                "The server is full, takes nobody new, or wants a checksum.");
    }

    private static String compressAs(CompressionMode mode) {
        boolean none = mode == CompressionMode.NONE;
        return none ? "Leave out --compress." : "Add --compress " + HostOptions.name(mode) + ".";
    }

    private static String with(CompressionMode mode) {
        return mode == CompressionMode.NONE ? "without compression" : "with " + HostOptions.name(mode);
    }

    private Finding finding(String code, String text, String advice) {
        return new Finding(code, text, advice, List.copyOf(tried));
    }
}
