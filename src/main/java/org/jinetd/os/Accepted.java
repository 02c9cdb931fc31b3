package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import org.jinetd.plan.Peer;

/** A connection taken off a listener's queue. */
public record Accepted(Fd fd, Peer peer) {
    public Accepted {
        requireNonNull(fd, "fd");
        requireNonNull(peer, "peer");
    }
}
