package org.jinetd.plan;

/**
 * How much of a service may run. In each, 0 means no limit.
 *
 * @param startsPerMinute children or conversations begun in any minute
 * @param instances children or conversations at a time
 * @param instancesPerSource the same, from one source address
 * @param startsPerMinutePerSource begun in any minute for one source address
 */
public record Limits(
        int startsPerMinute, int instances, int instancesPerSource, int startsPerMinutePerSource) {

    /** Nothing is limited. */
    public static final Limits NONE = new Limits(0, 0, 0, 0);

    public Limits {
        if (startsPerMinute < 0
                || instances < 0
                || instancesPerSource < 0
                || startsPerMinutePerSource < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
    }
}
