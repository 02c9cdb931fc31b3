package org.jinetd.admit;

import java.time.Duration;
import org.jinetd.plan.Rate;

/**
 * A rate as what a {@link TokenBucket} calculates with, in whole numbers only. Time goes in ticks;
 * a bucket holds {@code most} tokens of {@code cost} drops each, and gets {@code most} drops a
 * tick, so that no division loses anything.
 *
 * @param most tokens in each period
 * @param tickNanos the tick: 1 ns, or 1000 times that until the numbers fit
 * @param cost the drops that one token takes: the ticks of a period
 */
record Allowance(int most, long tickNanos, long cost) {

    private static final int NEXT_UNIT = 1000;

    /** More than anybody waits for, and little enough for every calculation. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static Allowance of(Rate rate) {
        Duration per = rate.per().compareTo(LONGEST) > 0 ? LONGEST : rate.per();
        long tick = 1;
        long cost = per.toNanos();
        while (cost > Long.MAX_VALUE / 2 / rate.most()) {
            tick *= NEXT_UNIT;
            cost = (cost + NEXT_UNIT - 1) / NEXT_UNIT;
        }
        return new Allowance(rate.most(), tick, cost);
    }

    /** Returns how many drops a full bucket holds. */
    long capacity() {
        return most * cost;
    }
}
