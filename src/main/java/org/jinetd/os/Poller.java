package org.jinetd.os;

import java.io.IOException;
import java.io.UncheckedIOException;

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

        /**
         * Called by {@link #poll} when the kernel has no room to watch the descriptor
         * (epoll_ctl(2), ENOSPC and ENOMEM). It is not watched until its interest changes twice: to
         * none, and to something again. Whoever cannot do without it need not override this.
         *
         * @throws UncheckedIOException which ends the poll; others are still told by the next one
         */
        default void noRoom(Outcome.Failed<?> why) {
            throw new UncheckedIOException(new IOException(why.toString()));
        }
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
     * @throws UncheckedIOException when the kernel does not watch a descriptor (a kind that cannot
     *     be waited for); its watch is cancelled
     */
    void poll(long nanos);

    /** Lets the current or the next poll return at once. Any thread; many calls count as one. */
    void wakeup();

    @Override
    void close();
}
