package org.jinetd.admit;

/**
 * How much of its rate a source has used up: a bucket that is refilled evenly. Time is an argument,
 * in nanoseconds, compared by subtraction only: it may be negative and may overflow.
 */
final class TokenBucket {

    private Allowance allowance;
    private long stamp;

    /** What is missing, in drops. */
    private long debt;

    /** Makes a full bucket. */
    TokenBucket(Allowance allowance, long now) {
        this.allowance = allowance;
        this.stamp = now;
    }

    /**
     * Takes a token if there is one.
     *
     * @param current the rate in force; after another one, what was used up stays used up
     */
    boolean take(Allowance current, long now) {
        if (!hasOne(current, now)) {
            return false;
        }
        debt += allowance.cost();
        return true;
    }

    boolean hasOne(Allowance current, long now) {
        refill(now);
        if (!current.equals(allowance)) {
            adopt(current);
        }
        return debt <= allowance.capacity() - allowance.cost();
    }

    /** Returns whether it is as good as a new one. */
    boolean isFull(long now) {
        refill(now);
        return debt == 0;
    }

    private void refill(long now) {
        long ticks = Math.max(0, now - stamp) / allowance.tickNanos();
        if (ticks >= allowance.cost()) {
            debt = 0;
            stamp = now;
        } else {
            debt = Math.max(0, debt - ticks * allowance.most());
            stamp += ticks * allowance.tickNanos(); // the rest of a tick counts the next time
        }
    }

    private void adopt(Allowance next) {
        long used = (debt + allowance.cost() - 1) / allowance.cost();
        debt = Math.min(used, next.most()) * next.cost();
        allowance = next;
    }
}
