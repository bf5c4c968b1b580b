package io.github.enet4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A packet was not queued. Off unless asked for: who tries again and again would fill a recording with these alone. */
@Name("enet4j.SendRefused")
@Enabled(false)
@Label("ENet Send Refused")
@Category({"Java Application", "ENet"})
@Description("Send has answered something other than OK")
public final class SendRefusedEvent extends Event {
    private static final SendRefusedEvent PROBE = new SendRefusedEvent();

    @Label("Remote Address")
    private String remoteAddress;

    @Label("Remote Port")
    private int remotePort;

    @Label("Error")
    @Description("As ENetError; BUSY: too much is queued for the peer")
    private String error;

    @Label("Channel")
    private int channel;

    @Label("Packet Size")
    @DataAmount
    private int size;

    @Label("Flags")
    private int flags;

    private SendRefusedEvent() {
    }

    /** Whether somebody records it. */
    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** It has happened. */
    public static void happened(String address, int port, String error, int channel, int size, int flags) {
        SendRefusedEvent event = new SendRefusedEvent();
        event.remoteAddress = address;
        event.remotePort = port;
        event.error = error;
        event.channel = channel;
        event.size = size;
        event.flags = flags;
        event.commit();
    }
}
