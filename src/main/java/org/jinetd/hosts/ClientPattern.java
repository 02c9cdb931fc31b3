package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A pattern for a client.
 *
 * @param user who it is there, as its host tells (RFC 1413); empty for anybody
 * @param host where it comes from
 */
public record ClientPattern(Optional<TextPattern> user, HostPattern host) {

    public ClientPattern {
        requireNonNull(user, "user");
        requireNonNull(host, "host");
    }

    @Override
    public String toString() {
        return user.map(pattern -> pattern + "@").orElse("") + host;
    }
}
