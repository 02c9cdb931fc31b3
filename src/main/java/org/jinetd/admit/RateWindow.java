package org.jinetd.admit;

/**
 * Counts events in windows of one minute, each of which begins with the first event after the one
 * before. Time is an argument, in nanoseconds, compared by subtraction only: it may be negative and
 * may overflow.
 */
final class RateWindow {

    static final long WINDOW_NANOS = 60_000_000_000L;

    private long start;
    private int count;

    /** Makes a window that begins now and has seen nothing. */
    RateWindow(long now) {
        this.start = now;
    }

    /**
     * Returns whether one more event would be counted.
     *
     * @param most events per window, above 0
     */
    boolean hasRoom(int most, long now) {
        return isOver(now) || count < most;
    }

    /**
     * Counts one more event if there is room for it.
     *
     * @param most events per window, above 0
     */
    boolean take(int most, long now) {
        if (!hasRoom(most, now)) {
            return false;
        }
        if (isOver(now)) {
            start = now;
            count = 0;
        }
        count++;
        return true;
    }

    /** Returns when the current window ends. */
    long end() {
        return start + WINDOW_NANOS;
    }

    private boolean isOver(long now) {
        return now - start >= WINDOW_NANOS;
    }
}
