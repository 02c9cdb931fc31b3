package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Something that must be looked up before a rule can decide. */
public sealed interface HostsFact {

    /** The name of the client's host. */
    record ClientName() implements HostsFact {}

    /** The name of the address that the client asked. */
    record ServerName() implements HostsFact {}

    /**
     * The client's user, as its host tells (RFC 1413).
     *
     * @param timeout how long to wait for it at most
     */
    record User(Duration timeout) implements HostsFact {

        /** What libwrap waits where nothing is said. */
        public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

        public User {
            requireNonNull(timeout, "timeout");
        }
    }

    /**
     * Whether a command succeeds.
     *
     * @param command for {@code /bin/sh -c}
     */
    record Command(String command) implements HostsFact {
        public Command {
            requireNonNull(command, "command");
        }
    }
}
