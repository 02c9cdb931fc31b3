package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.Word;

/**
 * The addresses of the lines that name none.
 *
 * @param hosts empty when the default itself is wrong, which has been reported
 * @param at where the default was set
 */
record DefaultAddress(List<Hosts.Host> hosts, Position at) {

    DefaultAddress {
        hosts = List.copyOf(hosts);
        requireNonNull(at, "at");
    }

    /** Reads a default; what is wrong with it is reported here, once. */
    static DefaultAddress read(Word list, Hosts hosts) {
        return new DefaultAddress(hosts.read(list).orElse(List.of()), list.at());
    }

    /** Returns the addresses for a line; the line is in error when there are none. */
    Optional<List<Hosts.Host>> forLine(Word service, Findings findings) {
        return hosts.isEmpty()
                ? findings.error(
                        service,
                        "the default address of this line is not known",
                        "correct " + at + ", or write an address before the service")
                : Optional.of(hosts);
    }
}
