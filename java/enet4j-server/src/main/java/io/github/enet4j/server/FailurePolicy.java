package io.github.enet4j.server;

/**
 * What ends when a listener or a task throws something. In each case the failure handler is told.
 *
 * @since 0.1.0
 */
public enum FailurePolicy {
    /** The peer whose event it was about is disconnected; without one, as in a tick, nothing ends. */
    DISCONNECT_PEER,
    /** All loops end, as by close. */
    CLOSE
}
