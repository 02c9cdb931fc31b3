package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What holds for a line that does not say otherwise; the command line sets it.
 *
 * @param given the limits of the command line; they go before those of jinetd.ini's defaults
 * @param address the host part of lines without one, as it would stand before their colon; {@link
 *     #ALL_ADDRESSES} for no restriction
 * @param wrapped services that have {@code hosts-access = yes} where jinetd.ini does not say
 *     otherwise, and where it can work
 */
public record Defaults(StatedLimits given, String address, Set<Wrapped> wrapped) {

    /** Services whose clients hosts.allow and hosts.deny are asked about. */
    public enum Wrapped {
        /** Those that a program serves. */
        EXTERNAL,
        /** Those that the daemon serves itself. */
        INTERNAL
    }

    /**
     * Starts of one service in a minute. 256 is what the BSDs have counted up to since 1991: more
     * than people need, few enough to stop a loop between two echo services.
     */
    public static final int STARTS_PER_MINUTE = 256;

    /** The word for every address of the host. */
    public static final String ALL_ADDRESSES = "*";

    private static final Limits BUILT_IN = new Limits(STARTS_PER_MINUTE, 0, 0, 0);

    /** What inetd(8) does without options. */
    public static final Defaults CLASSIC = new Defaults(StatedLimits.NONE, ALL_ADDRESSES);

    public Defaults {
        requireNonNull(given, "given");
        requireNonNull(address, "address");
        wrapped = Set.copyOf(wrapped);
    }

    /** Makes defaults with which hosts.allow and hosts.deny are not asked. */
    public Defaults(StatedLimits given, String address) {
        this(given, address, Set.of());
    }

    /** Makes defaults of which all limits are given. */
    public Defaults(Limits limits, String address) {
        this(StatedLimits.of(limits), address);
    }

    /** Returns the limits of a line that states none. */
    public Limits limits() {
        return given.over(BUILT_IN);
    }
}
