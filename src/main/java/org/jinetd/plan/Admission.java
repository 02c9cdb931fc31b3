package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How many clients of a service are taken in, and how fast. All defaults are applied.
 *
 * @param rate starts of the service; when it is passed the service takes nobody for a pause
 * @param pause how long that is; empty for the rest of the time that {@code rate} counts in
 * @param ratePerSource starts for one source: a bucket that holds as many as the rate, and is
 *     refilled evenly
 * @param sources what counts as one source
 * @param instances children or conversations at a time; 0 is no limit
 * @param instancesPerSource the same, for one source; 0 is no limit
 * @param whenFull what becomes of a client when {@code instances} are there
 */
public record Admission(
        Rate rate,
        Optional<Pause> pause,
        Rate ratePerSource,
        SourcePrefix sources,
        int instances,
        int instancesPerSource,
        WhenFull whenFull) {

    /** Everybody, at any time. */
    public static final Admission UNLIMITED = of(Limits.NONE);

    /** What becomes of clients for whom there is no room. */
    public enum WhenFull {
        /** The kernel keeps them in the backlog until there is. */
        QUEUE("queue"),
        /** They are accepted, told so, and closed. */
        REFUSE("refuse");

        private final String word;

        WhenFull(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * How long a service takes nobody: {@code first} at first, twice as long each time it comes too
     * fast again at once, {@code longest} at most.
     */
    public record Pause(Duration first, Duration longest) {
        public Pause {
            if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("no pause: " + first + ".." + longest);
            }
        }
    }

    /**
     * The bits of an address that tell sources apart; behind them one client has addresses to
     * spare.
     *
     * @param v4 1 to 32
     * @param v6 1 to 128
     */
    public record SourcePrefix(int v4, int v6) {

        /** An IPv4 address; an IPv6 network of the size that a host is given (RFC 6177). */
        public static final SourcePrefix USUAL = new SourcePrefix(32, 64);

        public SourcePrefix {
            if (v4 < 1 || v4 > 32 || v6 < 1 || v6 > 128) {
                throw new IllegalArgumentException("no prefix lengths: " + v4 + " " + v6);
            }
        }

        /** Returns the source that an unmapped address belongs to. */
        public Prefix of(Ip address) {
            return Prefix.of(address, address.family() == Ip.Family.V4 ? v4 : v6);
        }
    }

    public Admission {
        requireNonNull(rate, "rate");
        requireNonNull(pause, "pause");
        requireNonNull(ratePerSource, "ratePerSource");
        requireNonNull(sources, "sources");
        requireNonNull(whenFull, "whenFull");
        if (instances < 0 || instancesPerSource < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
    }

    /** Returns what a line of inetd.conf says, where nothing else does. */
    public static Admission of(Limits limits) {
        return new Admission(
                Rate.perMinute(limits.startsPerMinute()),
                Optional.empty(),
                Rate.perMinute(limits.startsPerMinutePerSource()),
                SourcePrefix.USUAL,
                limits.instances(),
                limits.instancesPerSource(),
                WhenFull.QUEUE);
    }
}
