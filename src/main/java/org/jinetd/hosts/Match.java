package org.jinetd.hosts;

/** Whether a pattern fits a client. */
enum Match {
    YES,
    NO,
    /** Nobody can tell: the pattern is faulty, or asks what this program cannot look up. */
    UNCERTAIN,
    /** The name of the client's host must be looked up first. */
    NEEDS_CLIENT_NAME,
    /** The name of the host that was asked must be looked up first. */
    NEEDS_SERVER_NAME,
    /** The client's user must be looked up first. */
    NEEDS_USER;

    static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    /** Returns whether nothing that is looked at later can change it. */
    boolean isNeed() {
        return this == NEEDS_CLIENT_NAME || this == NEEDS_SERVER_NAME || this == NEEDS_USER;
    }

    /** Returns whether both fit; {@code this} was looked at first, and was not NO. */
    Match and(Match later) {
        return this == YES || later == NO || later.isNeed() ? later : UNCERTAIN;
    }

    /** Returns the contrary. */
    Match not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            default -> this;
        };
    }
}
