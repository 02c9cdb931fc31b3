package org.jinetd.os;

/**
 * Waits for descriptors, deadlines and other threads. All of it but {@link #wakeup} belongs to one
 * thread.
 */
public interface Poller extends AutoCloseable {

    /** A deadline that never comes. */
    long FOREVER = Long.MAX_VALUE;

    /** What happens when a watched descriptor is ready. */
    @FunctionalInterface
    interface Ready {
        /**
         * Called by {@link #poll}. An error or a hang-up counts as every readiness that was asked
         * for, so that the next read or write finds it.
         */
        void ready(boolean readable, boolean writable);
    }

    /** One watched descriptor. */
    interface Watch {
        /**
         * Replaces what the descriptor is watched for, from the next poll on; what is no longer
         * asked for is not told any more, not even if the current poll has found it. Not to be
         * called after {@link #cancel}.
         */
        void interest(Interest interest);

        /**
         * Stops watching: {@link Ready} is not called any more, not even for what the current poll
         * has found. Must come before the descriptor is closed: a child that holds the same open
         * file would keep it in the set. May be repeated.
         */
        void cancel();
    }

    /** Starts to watch a descriptor that is not watched yet. */
    Watch watch(Fd fd, Interest interest, Ready ready);

    /**
     * Waits until a descriptor is ready, the time has passed or {@link #wakeup} was called since
     * the last poll, and calls what is ready. It does not return before the time without a cause,
     * and calls a bounded number: what is left, or was left because a handler threw, is still ready
     * and comes with the next poll.
     *
     * @param nanos how long at most; 0 or less looks and returns, {@link #FOREVER} has no limit
     * @throws java.io.UncheckedIOException when the kernel does not watch a descriptor (no memory,
     *     or a kind that cannot be waited for); nothing was called, and its watch is cancelled
     */
    void poll(long nanos);

    /** Lets the current or the next poll return at once. Any thread; many calls count as one. */
    void wakeup();

    @Override
    void close();
}
