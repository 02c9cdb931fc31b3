package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Something the operator should know about a configuration: where it is, what is the fact, and what
 * to do about it.
 *
 * @param severity whether the line is served all the same
 * @param at the word that is wrong, not the line that holds it
 * @param fact what was found, with the values that are permitted where they are few
 * @param remedy what to write or do instead; empty when the fact says it
 */
public record Problem(Severity severity, Position at, String fact, String remedy) {

    private static final int LONGEST_QUOTE = 100;

    /** How much a problem costs. */
    public enum Severity {
        /** The line is not served. */
        ERROR,
        /** The line is served, and probably not as it was meant. */
        WARNING,
        /** The line is served as it was meant; something about it is worth knowing. */
        NOTE
    }

    public Problem {
        requireNonNull(severity, "severity");
        requireNonNull(at, "at");
        requireNonNull(fact, "fact");
        requireNonNull(remedy, "remedy");
    }

    public static Problem error(Position at, String fact, String remedy) {
        return new Problem(Severity.ERROR, at, fact, remedy);
    }

    public static Problem warning(Position at, String fact, String remedy) {
        return new Problem(Severity.WARNING, at, fact, remedy);
    }

    public static Problem note(Position at, String fact, String remedy) {
        return new Problem(Severity.NOTE, at, fact, remedy);
    }

    /** Returns a text from the configuration in quotes, and no more of it than a line can bear. */
    public static String quote(String text) {
        return text.length() > LONGEST_QUOTE
                ? "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…'"
                : "'" + text + "'";
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * Returns {@code file:line:column: severity: fact — remedy}. What it quotes is as it was
     * written; whoever prints it makes it printable.
     */
    @Override
    public String toString() {
        String head = at + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + fact;
        return remedy.isEmpty() ? head : head + " — " + remedy;
    }
}
