package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Nobody has serviced a connection for a time, nor waited for it with a selector. */
@Name("enet4j.ServicePause")
@Label("ENet Service Pause")
@Category({"Java Application", "ENet"})
@Description("No thread was in service: nothing was sent, received or confirmed. The thread is the one that came back")
@StackTrace(false)
@Threshold("100 ms")
public final class ServicePauseEvent extends Event {
    private static final ServicePauseEvent PROBE = new ServicePauseEvent();

    @Label("Local Port")
    private int localPort;

    @Label("Peers")
    @Description("How many were kept waiting")
    private int peers;

    private ServicePauseEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** One that begins now. */
    public static ServicePauseEvent start() {
        ServicePauseEvent event = new ServicePauseEvent();
        event.begin();
        return event;
    }

    /** It ends now; whether it was longer than the threshold. */
    public boolean isLong() {
        end();
        return shouldCommit();
    }

    /** It has ended. */
    public void happened(int port, int peers) {
        localPort = port;
        this.peers = peers;
        commit();
    }
}
