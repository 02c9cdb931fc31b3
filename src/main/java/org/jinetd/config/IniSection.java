package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A section of jinetd.ini, {@code [title]} and the lines behind it, as written: nothing is known
 * about its keys.
 *
 * @param title what stands between the brackets, without blanks around it
 * @param entries in the order of the text; those that are wrong are left out
 * @param integrity whether all of it was understood
 */
public record IniSection(Word title, List<Entry> entries, Integrity integrity) {

    /** Whether something of a section is missing here, because it was wrong. */
    public enum Integrity {
        SOUND,
        /** What is wrong has been reported; what is left must not be taken for the whole. */
        BROKEN
    }

    /**
     * One line, {@code key = value}.
     *
     * @param key as written, without blanks around it
     * @param value all that follows, without blanks around it; never empty
     */
    public record Entry(Word key, Word value) {
        public Entry {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }

    public IniSection {
        requireNonNull(title, "title");
        entries = List.copyOf(entries);
        requireNonNull(integrity, "integrity");
    }
}
