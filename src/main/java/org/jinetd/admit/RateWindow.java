package org.jinetd.admit;

/**
 * Counts events in windows, each of which begins with the first event after the one before. Time is
 * an argument, in nanoseconds, compared by subtraction only: it may be negative and may overflow.
 */
final class RateWindow {

    private long start;
    private int count;

    /** Makes a window that begins now and has seen nothing. */
    RateWindow(long now) {
        this.start = now;
    }

    /**
     * Counts one more event if there is room for it.
     *
     * @param most events per window, above 0
     * @param nanos the length of a window
     */
    boolean take(int most, long nanos, long now) {
        if (now - start >= nanos) {
            start = now;
            count = 0;
        }
        if (count >= most) {
            return false;
        }
        count++;
        return true;
    }

    /** Returns when the current window ends. */
    long end(long nanos) {
        return start + nanos;
    }
}
