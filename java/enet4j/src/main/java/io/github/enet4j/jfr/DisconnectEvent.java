package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Unsigned;

/** A connection has ended. */
@Name("enet4j.Disconnect")
@Label("ENet Disconnect")
@Category({"Java Application", "ENet"})
@Description("A connection has ended, or an attempt to connect has failed")
@StackTrace(false)
public final class DisconnectEvent extends Event {
    private static final DisconnectEvent PROBE = new DisconnectEvent();

    @Label("Remote Address")
    private String remoteAddress;

    @Label("Remote Port")
    private int remotePort;

    @Label("Reason")
    @Description("As DisconnectReason")
    private String reason;

    @Label("Data")
    @Description("The number that whoever disconnected gave along")
    @Unsigned
    private long data;

    @Label("DTLS Error")
    private String dtlsError;

    @Label("Round Trip Time")
    @Description("The last mean")
    @Timespan(Timespan.MILLISECONDS)
    private long roundTripTime;

    @Label("Packet Loss")
    @Description("Of reliable packets, the last mean")
    @Percentage
    private float packetLoss;

    private DisconnectEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** It has happened. */
    public static void happened(
            String address, int port, String reason, long data, String dtlsError, long roundTripMillis, float loss) {
        DisconnectEvent event = new DisconnectEvent();
        event.remoteAddress = address;
        event.remotePort = port;
        event.reason = reason;
        event.data = data;
        event.dtlsError = dtlsError;
        event.roundTripTime = roundTripMillis;
        event.packetLoss = loss;
        event.commit();
    }
}
