package org.jinetd.os;

/** The two clocks. */
public interface Clock {

    /**
     * Returns CLOCK_MONOTONIC in nanoseconds. Its origin is arbitrary and it may be negative:
     * compare by subtraction.
     */
    long nanos();

    /** Returns CLOCK_REALTIME in milliseconds since 1970. */
    long wallMillis();
}
