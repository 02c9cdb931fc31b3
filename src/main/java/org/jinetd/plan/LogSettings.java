package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * What is said of a service's clients.
 *
 * @param facts which events are logged; empty leaves it to the command line: refusals, and with
 *     {@code -l} starts and ends
 * @param anonymise how much of an address is told
 */
public record LogSettings(Optional<Set<Fact>> facts, Anonymise anonymise) {

    /** What the command line says, with whole addresses. */
    public static final LogSettings USUAL = new LogSettings(Optional.empty(), Anonymise.NO);

    /** An event in the life of a client. */
    public enum Fact {
        START("start"),
        END("end"),
        REFUSED("refused");

        private final String word;

        Fact(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** How much of a client's address is told. */
    public enum Anonymise {
        /** All of it. */
        NO("no"),
        /** Its network: the last byte of an IPv4 address, all but /48 of an IPv6 one, are 0. */
        PREFIX("prefix"),
        /** A word that is the same for the same address, and another after each start. */
        HASH("hash");

        private final String word;

        Anonymise(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public LogSettings {
        facts = facts.map(Set::copyOf);
        requireNonNull(anonymise, "anonymise");
    }
}
