package io.github.enet4j;

/**
 * The settings again under the names that Java Beans have, which are properties in Kotlin ({@code host.mtu = 1200}): of
 * each setting that can be asked by a getter. Part of {@link ENetConnection}'s methods.
 */
abstract class HostProperties extends HostSettings {
    /**
     * The same as {@link #checksum(boolean)}.
     *
     * @param enabled as there
     */
    public void setChecksum(boolean enabled) {
        checksum(enabled);
    }

    /**
     * The same as {@link #compress(CompressionMode)}.
     *
     * @param mode as there
     * @throws ENetException as there
     */
    public void setCompression(CompressionMode mode) {
        compress(mode);
    }

    /**
     * The same as {@link #refuseNewConnections(boolean)}.
     *
     * @param refuse as there
     */
    public void setRefusingNewConnections(boolean refuse) {
        refuseNewConnections(refuse);
    }

    /**
     * The same as {@link #mtu(int)}.
     *
     * @param mtu as there
     */
    public void setMtu(int mtu) {
        mtu(mtu);
    }

    /**
     * The same as {@link #maximumPacketSize(int)}.
     *
     * @param bytes as there
     */
    public void setMaximumPacketSize(int bytes) {
        maximumPacketSize(bytes);
    }

    /**
     * The same as {@link #maximumWaitingData(int)}.
     *
     * @param bytes as there
     */
    public void setMaximumWaitingData(int bytes) {
        maximumWaitingData(bytes);
    }

    /**
     * The same as {@link #duplicatePeers(int)}.
     *
     * @param peers as there
     */
    public void setDuplicatePeers(int peers) {
        duplicatePeers(peers);
    }

    /**
     * The same as {@link #maximumQueuedData(int)}.
     *
     * @param bytes as there
     */
    public void setMaximumQueuedData(int bytes) {
        maximumQueuedData(bytes);
    }

    /**
     * The same as {@link #maximumUnreadData(int)}.
     *
     * @param bytes as there
     */
    public void setMaximumUnreadData(int bytes) {
        maximumUnreadData(bytes);
    }

    /**
     * The same as {@link #maximumReceivedMemory(long)}.
     *
     * @param bytes as there
     */
    public void setMaximumReceivedMemory(long bytes) {
        maximumReceivedMemory(bytes);
    }

    /**
     * The same as {@link #connectGate(ConnectGate)}.
     *
     * @param mode as there
     */
    public void setConnectGate(ConnectGate mode) {
        connectGate(mode);
    }

    /**
     * The same as {@link #connectLimit(int)}.
     *
     * @param perSecond as there
     */
    public void setConnectLimit(int perSecond) {
        connectLimit(perSecond);
    }

    /**
     * The same as {@link #channelLimit(int)}.
     *
     * @param limit as there
     */
    public void setMaxChannels(int limit) {
        channelLimit(limit);
    }
}
