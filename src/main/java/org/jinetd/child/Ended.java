package org.jinetd.child;

import static java.util.Objects.requireNonNull;

/**
 * What a child left behind.
 *
 * @param status how it ended
 * @param cpuMicros user and system time of it and of the children it waited for, in microseconds
 * @param peakRssKib the most memory it had, in KiB
 */
public record Ended(ExitStatus status, long cpuMicros, long peakRssKib) {
    public Ended {
        requireNonNull(status, "status");
    }
}
