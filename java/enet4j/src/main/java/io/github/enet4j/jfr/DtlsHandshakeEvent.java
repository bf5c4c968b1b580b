package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A DTLS handshake has ended. */
@Name("enet4j.DtlsHandshake")
@Label("ENet DTLS Handshake")
@Category({"Java Application", "ENet"})
@Description("A DTLS handshake is done or has failed; of more than 64 in one pass of service the last 64")
@StackTrace(false)
public final class DtlsHandshakeEvent extends Event {
    private static final DtlsHandshakeEvent PROBE = new DtlsHandshakeEvent();

    @Label("Remote Address")
    private String remoteAddress;

    @Label("Remote Port")
    private int remotePort;

    @Label("Failure")
    @Description("As DtlsError.Kind; none when it is done")
    private String failure;

    @Label("Failure Text")
    private String failureText;

    @Label("Time")
    @Description("From its beginning, on a server from the cookie that came back")
    @Timespan(Timespan.MILLISECONDS)
    private long time;

    private DtlsHandshakeEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** It has happened; without a failure it is done. */
    public static void happened(String address, int port, String failure, String failureText, long millis) {
        DtlsHandshakeEvent event = new DtlsHandshakeEvent();
        event.remoteAddress = address;
        event.remotePort = port;
        event.failure = failure;
        event.failureText = failureText;
        event.time = millis;
        event.commit();
    }
}
