package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The gate has closed or opened. */
@Name("enet4j.ConnectGate")
@Label("ENet Connect Gate")
@Category({"Java Application", "ENet"})
@Description("From now on clients have to prove their address, or not any more, since many or few want to connect")
@StackTrace(false)
public final class ConnectGateEvent extends Event {
    private static final ConnectGateEvent PROBE = new ConnectGateEvent();

    @Label("Local Port")
    private int localPort;

    @Label("Closed")
    private boolean closed;

    @Label("Connects")
    @Description("Requests to connect since the host was made, as the next ones")
    private long connects;

    @Label("Probes")
    private long probes;

    @Label("Proofs")
    private long proofs;

    @Label("Half Open")
    @Description("Peers that have not confirmed their connection, now")
    private long halfOpen;

    private ConnectGateEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** It has happened. */
    public static void happened(int port, boolean closed, long connects, long probes, long proofs, long halfOpen) {
        ConnectGateEvent event = new ConnectGateEvent();
        event.localPort = port;
        event.closed = closed;
        event.connects = connects;
        event.probes = probes;
        event.proofs = proofs;
        event.halfOpen = halfOpen;
        event.commit();
    }
}
