package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Unsigned;

/** A peer has connected. */
@Name("enet4j.Connect")
@Label("ENet Connect")
@Category({"Java Application", "ENet"})
@Description("A peer has connected, whichever side has begun it")
@StackTrace(false)
public final class ConnectEvent extends Event {
    private static final ConnectEvent PROBE = new ConnectEvent();

    @Label("Remote Address")
    private String remoteAddress;

    @Label("Remote Port")
    private int remotePort;

    @Label("Channels")
    private int channels;

    @Label("Data")
    @Description("The number that the other side gave when it connected")
    @Unsigned
    private long data;

    private ConnectEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** It has happened. */
    public static void happened(String address, int port, int channels, long data) {
        ConnectEvent event = new ConnectEvent();
        event.remoteAddress = address;
        event.remotePort = port;
        event.channels = channels;
        event.data = data;
        event.commit();
    }
}
