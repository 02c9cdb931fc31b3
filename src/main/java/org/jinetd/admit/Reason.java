package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.config.Position;

/**
 * Why a client is not served.
 *
 * @param kind which test it failed
 * @param rule what decided, in the words of the configuration: {@code 192.0.2.0/24}, {@code 3 at a
 *     time}
 * @param at where that stands; empty for what is said by the command line, the line of the service
 *     or by nobody
 */
public record Reason(Kind kind, String rule, Optional<Position> at) {

    /** The tests that a client can fail, the cheapest first. */
    public enum Kind {
        /** The service takes nobody for a while, since it was asked too often. */
        PAUSED("paused"),
        /** A connection from the FTP data port is a bounce: an FTP server was told to come here. */
        FTP_BOUNCE("ftp-bounce"),
        /** The way of its packets is not left to the network, so its address proves nothing. */
        SOURCE_ROUTE("source-route"),
        /** Nothing can be sent back to port 0. */
        PORT_ZERO("port-zero"),
        /** The source came too often, and is shut out for a while. */
        SHUT_OUT("shut-out"),
        /** It is not the time of the service. */
        HOURS("access-times"),
        /** The machine has too much to do. */
        LOAD("max-load"),
        /** As many run as may. */
        INSTANCES("instances"),
        /** As many run as may, over all services. */
        DAEMON_INSTANCES("daemon-instances"),
        /** A rule forbids it. */
        NO_ACCESS("no-access"),
        /** Only others may. */
        ONLY_FROM("only-from"),
        /** As many run for the source as may. */
        SOURCE_INSTANCES("instances-per-source"),
        /** The source comes too often. */
        SOURCE_RATE("rate-per-source"),
        /** Rules ask for its name, and too many others wait for theirs. */
        NAMES_BUSY("names-busy"),
        /** Rules ask for its name, and it has none that can be trusted. */
        NO_NAME("no-name"),
        /** hosts.allow or hosts.deny forbids it. */
        HOSTS("hosts-access"),
        /** The service was asked too often, and takes nobody for a while from now on. */
        RATE("rate");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the one word that the log has for it. */
        public String word() {
            return word;
        }
    }

    public Reason {
        requireNonNull(kind, "kind");
        requireNonNull(rule, "rule");
        requireNonNull(at, "at");
    }

    /** Makes a reason that no rule of a file gives. */
    public static Reason of(Kind kind, String rule) {
        return new Reason(kind, rule, Optional.empty());
    }

    /** Returns {@code only-from: 192.0.2.0/24 (jinetd.ini:3:13)}. */
    @Override
    public String toString() {
        return kind.word() + ": " + rule + at.map(place -> " (" + place + ")").orElse("");
    }
}
