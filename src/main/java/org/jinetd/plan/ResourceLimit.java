package org.jinetd.plan;

/**
 * A limit on a resource (getrlimit(2)), in the resource's unit.
 *
 * @param soft what holds, 0 or more, or {@link #UNLIMITED}
 * @param hard up to what the process may raise it, not below {@code soft}, or {@link #UNLIMITED}
 */
public record ResourceLimit(long soft, long hard) {

    /** RLIM_INFINITY. */
    public static final long UNLIMITED = -1;

    public ResourceLimit {
        if (soft < UNLIMITED || hard < UNLIMITED || Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException("no limit: " + soft + ":" + hard);
        }
    }
}
