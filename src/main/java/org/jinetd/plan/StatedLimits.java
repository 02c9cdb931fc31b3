package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Those limits that a line or the command line states; 0 states that there is none. What is empty
 * is left to whoever is asked next.
 *
 * @param startsPerMinute as in {@link Limits}, and so are the others
 */
public record StatedLimits(
        OptionalInt startsPerMinute,
        OptionalInt instances,
        OptionalInt instancesPerSource,
        OptionalInt startsPerMinutePerSource) {

    /** Nothing is stated. */
    public static final StatedLimits NONE =
            new StatedLimits(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty());

    public StatedLimits {
        requireNonNull(startsPerMinute, "startsPerMinute");
        requireNonNull(instances, "instances");
        requireNonNull(instancesPerSource, "instancesPerSource");
        requireNonNull(startsPerMinutePerSource, "startsPerMinutePerSource");
    }

    /** Returns a statement of all limits. */
    public static StatedLimits of(Limits limits) {
        return new StatedLimits(
                OptionalInt.of(limits.startsPerMinute()),
                OptionalInt.of(limits.instances()),
                OptionalInt.of(limits.instancesPerSource()),
                OptionalInt.of(limits.startsPerMinutePerSource()));
    }

    /** Returns these, and the other's where these are silent. */
    StatedLimits or(StatedLimits other) {
        return new StatedLimits(
                startsPerMinute.isPresent() ? startsPerMinute : other.startsPerMinute,
                instances.isPresent() ? instances : other.instances,
                instancesPerSource.isPresent() ? instancesPerSource : other.instancesPerSource,
                startsPerMinutePerSource.isPresent()
                        ? startsPerMinutePerSource
                        : other.startsPerMinutePerSource);
    }

    /** Returns these limits, and the others' where these are silent. */
    public Limits over(Limits others) {
        return new Limits(
                startsPerMinute.orElse(others.startsPerMinute()),
                instances.orElse(others.instances()),
                instancesPerSource.orElse(others.instancesPerSource()),
                startsPerMinutePerSource.orElse(others.startsPerMinutePerSource()));
    }
}
