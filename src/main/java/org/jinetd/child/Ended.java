package org.jinetd.child;

import static java.util.Objects.requireNonNull;

/**
 * What a child left behind.
 *
 * @param status how it ended
 * @param cpuMicros user and system time of it and of the children it waited for, in microseconds
 * @param peakRssKib the most memory it had, in KiB; 0 when it never had more than the daemon, from
 *     which the kernel cannot tell it apart then
 */
public record Ended(ExitStatus status, long cpuMicros, long peakRssKib) {
    public Ended {
        requireNonNull(status, "status");
    }
}
