package org.jinetd.loop;

import java.util.Random;
import org.jinetd.os.Clock;

/** A clock that is set, never waited for. It starts where arithmetic on time is hardest, too. */
final class ManualClock implements Clock {

    private static final long DAY = 86_400_000_000_000L;

    private long nanos;
    private long wallMillis = 1_700_000_000_000L;

    ManualClock(long nanos) {
        this.nanos = nanos;
    }

    static ManualClock startingAnywhere(Random random) {
        long[] starts = {
            0, -1, -DAY, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - DAY, random.nextLong()
        };
        return new ManualClock(starts[random.nextInt(starts.length)]);
    }

    void advance(long byNanos) {
        nanos += byNanos;
        wallMillis += byNanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMillis() {
        return wallMillis;
    }
}
