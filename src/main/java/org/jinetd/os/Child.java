package org.jinetd.os;

import static java.util.Objects.requireNonNull;

/**
 * A child that runs our program.
 *
 * @param pid its process number, ours to wait for
 * @param handle a pidfd (pidfd_open(2)), which names this very process for as long as it is open
 */
public record Child(int pid, Fd handle) {
    public Child {
        requireNonNull(handle, "handle");
    }
}
