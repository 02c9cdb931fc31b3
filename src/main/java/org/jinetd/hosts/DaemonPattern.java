package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pattern for a server.
 *
 * @param process the name of its process, or, in digits, the port that the client asked
 * @param host the host that the client asked; empty for any
 */
public record DaemonPattern(TextPattern process, Optional<HostPattern> host) {

    private static final int MOST_DIGITS = 5;

    public DaemonPattern {
        requireNonNull(process, "process");
        requireNonNull(host, "host");
    }

    /** Returns the port that it stands for; then no process is meant, whatever it is called. */
    OptionalInt port() {
        String word = process.toString();
        return Ascii.isNumber(word) && word.length() <= MOST_DIGITS
                ? OptionalInt.of(Integer.parseInt(word))
                : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return process + host.map(pattern -> "@" + pattern).orElse("");
    }
}
