package org.jinetd.builtin;

import java.util.Arrays;
import org.jinetd.plan.Ip;

/**
 * How many answers each source may get: a token bucket per IPv4 address or IPv6 /64. Memory is
 * fixed, 16 bytes a source, and no call allocates. For one thread.
 *
 * <p>A bucket is one number, the time at which it will be full again (the generic cell rate
 * algorithm, ITU-T I.371). Sources live in sets of eight, as in a processor's cache. In a full set
 * the one whose bucket is full soonest gives way: it is the least recent one among equals, and a
 * source that is held back can only be pushed out by eight others who were answered as often.
 */
public final class ReplyRate {

    /** Answers a second, for a source on another host. */
    public static final int PER_SECOND = 100;

    /** Answers that a source may get at once. */
    public static final int BURST = 200;

    /** Sources that are told apart: 64 KiB. */
    public static final int SOURCES = 4096;

    private static final int WAYS = 8;
    private static final int WORDS = 2; // the party, and when its bucket is full
    private static final long NANOS = 1_000_000_000L;

    /** Of multicast, so that no source has it. */
    private static final long EMPTY = -1;

    private final long interval;
    private final long depth;
    private final long[] table;

    /** Makes the rate that suits everyone. */
    public ReplyRate() {
        this(PER_SECOND, BURST, SOURCES);
    }

    /**
     * Makes a rate.
     *
     * @param perSecond answers a second, 1 to 1 000 000 000
     * @param burst answers at once, at least 1
     * @param sources how many are told apart; a power of two, at least 8
     */
    public ReplyRate(int perSecond, int burst, int sources) {
        if (perSecond < 1 || perSecond > NANOS || burst < 1) {
            throw new IllegalArgumentException("no rate: " + perSecond + "/s, burst " + burst);
        }
        if (sources < WAYS || Integer.bitCount(sources) != 1) {
            throw new IllegalArgumentException("not a power of two from 8: " + sources);
        }
        interval = NANOS / perSecond;
        depth = interval * (burst - 1);
        table = new long[sources * WORDS];
        Arrays.fill(table, EMPTY);
    }

    /**
     * Takes one answer out of a source's bucket; returns whether there was one.
     *
     * @param nowNanos of the monotonic clock, never less than before
     */
    boolean take(Ip source, long nowNanos) {
        long party = Sources.party(source);
        int slot = slot(party, nowNanos);
        long wait = table[slot] == party ? Math.max(table[slot + 1] - nowNanos, 0) : 0;
        if (wait > depth) {
            return false;
        }
        table[slot] = party;
        table[slot + 1] = nowNanos + wait + interval;
        return true;
    }

    /** Returns the index of the party's slot, or of the one it takes over. */
    private int slot(long party, long nowNanos) {
        int set = set(party);
        int victim = set;
        long soonest = Long.MAX_VALUE;
        for (int slot = set; slot < set + WAYS * WORDS; slot += WORDS) {
            if (table[slot] == party) {
                return slot;
            }
            long wait = table[slot] == EMPTY ? Long.MIN_VALUE : table[slot + 1] - nowNanos;
            if (wait < soonest) {
                soonest = wait;
                victim = slot;
            }
        }
        return victim;
    }

    private int set(long party) {
        long mixed = party * 0x9e37_79b9_7f4a_7c15L; // 2^64 divided by the golden ratio (Knuth)
        int sets = table.length / (WAYS * WORDS);
        return (int) (mixed >>> 32 & sets - 1) * WAYS * WORDS;
    }
}
