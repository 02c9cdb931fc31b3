package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What jinetd.ini(5) says of the daemon as a whole.
 *
 * @param instances children and conversations of all services together; 0 is no limit
 * @param drain how long services in progress have when the daemon is to stop, before they get
 *     SIGTERM; empty leaves them alone
 */
public record DaemonSettings(int instances, Optional<Duration> drain) {

    /** Nothing is said. */
    public static final DaemonSettings USUAL = new DaemonSettings(0, Optional.empty());

    public DaemonSettings {
        requireNonNull(drain, "drain");
        if (instances < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
    }
}
