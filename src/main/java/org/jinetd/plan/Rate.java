package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often something may happen.
 *
 * @param most events in each {@code per}; 0 is no limit
 * @param per the time in which they are counted, above zero
 */
public record Rate(int most, Duration per) {

    /** As often as anybody likes. */
    public static final Rate UNLIMITED = new Rate(0, Duration.ofMinutes(1));

    public Rate {
        requireNonNull(per, "per");
        if (most < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
        if (per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("no time: " + per);
        }
    }

    /** Returns the rate of this many a minute; 0 is no limit. */
    public static Rate perMinute(int most) {
        return new Rate(most, Duration.ofMinutes(1));
    }

    public boolean isLimited() {
        return most > 0;
    }
}
