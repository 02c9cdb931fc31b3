package org.jinetd.os.linux;

import org.jinetd.os.Clock;

/** The clocks of the machine. */
public final class SystemClock implements Clock {

    /** Returns CLOCK_MONOTONIC, which is what the JVM's own clock is on Linux. */
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
