package org.jinetd.admit;

import java.util.Optional;

/**
 * All clients that count as one. To everybody but its gate it is the proof of an admission, and
 * nothing else.
 */
public final class Source {

    final long high;
    final long low;
    int running;

    /** Made when a rate is asked about: most gates have none. */
    Optional<TokenBucket> starts = Optional.empty();

    Optional<TokenBucket> attempts = Optional.empty();

    // Of the table that remembers it; itself where there is no other.
    Source nextInSlot = this;
    Source earlier = this;
    Source later = this;
    boolean remembered;

    Source(long high, long low) {
        this.high = high;
        this.low = low;
    }

    boolean is(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    /** Returns whether forgetting it would change nothing. */
    boolean isAsNew(long now) {
        return running == 0
                && starts.map(bucket -> bucket.isFull(now)).orElse(true)
                && attempts.map(bucket -> bucket.isFull(now)).orElse(true);
    }
}
