package org.jinetd.loop;

/**
 * The wake-ups in a row of a datagram socket that found nothing. A few are the network's: a
 * datagram with a wrong checksum wakes us and is dropped when it is looked for. Many are a socket's
 * that will never sleep, and has to be left alone for a while.
 */
final class Patience {

    /** Wake-ups in vain that are borne at full speed. */
    static final int MOST = 100;

    private static final long FIRST_REST_NANOS = 100_000_000L;
    private static final long LONGEST_REST_NANOS = 5_000_000_000L;

    private int inVain;
    private long restNanos = FIRST_REST_NANOS;

    /** Takes note of a wake-up that found nothing; returns how long to rest, 0 for not at all. */
    long nothing() {
        inVain = Math.min(inVain + 1, MOST);
        if (inVain < MOST) {
            return 0;
        }
        long rest = restNanos;
        restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
        return rest;
    }

    /** Takes note of a wake-up that found something. */
    void something() {
        inVain = 0;
        restNanos = FIRST_REST_NANOS;
    }
}
