package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

/**
 * A pattern for a text: the name of a process, of a user, or of a host, or an address as it is
 * printed. Case does not matter. What is not known is the text {@code unknown} (hosts_access(5)).
 */
public sealed interface TextPattern {

    /** Returns whether it fits, or that this cannot be told. */
    Match matches(String text);

    /** Makes the pattern that a word stands for. */
    static TextPattern of(String word) {
        if (word.indexOf('*') >= 0 || word.indexOf('?') >= 0) {
            return new Wildcard(word);
        }
        if (word.startsWith(".")) {
            return new Suffix(word);
        }
        if (Ascii.same(word, "ALL")) {
            return new All();
        }
        if (Ascii.same(word, "KNOWN")) {
            return new Known();
        }
        return word.endsWith(".") ? new Prefix(word) : new Exact(word);
    }

    /** ALL: any text. */
    record All() implements TextPattern {
        @Override
        public Match matches(String text) {
            return Match.YES;
        }

        @Override
        public String toString() {
            return "ALL";
        }
    }

    /** KNOWN: any but {@code unknown}. */
    record Known() implements TextPattern {
        @Override
        public Match matches(String text) {
            return Match.of(!Ascii.same(text, HostName.UNKNOWN.text()));
        }

        @Override
        public String toString() {
            return "KNOWN";
        }
    }

    /**
     * A word with {@code *} for any characters and {@code ?} for one.
     *
     * @param word as written
     */
    record Wildcard(String word) implements TextPattern {
        public Wildcard {
            requireNonNull(word, "word");
        }

        @Override
        public Match matches(String text) {
            return Match.of(fits(Ascii.lower(word), Ascii.lower(text)));
        }

        /** Goes back to the last asterisk only, so the time is bounded by the product of both. */
        private static boolean fits(String glob, String text) {
            int at = 0;
            int star = -1;
            int resume = 0;
            int i = 0;
            while (i < text.length()) {
                if (at < glob.length() && glob.charAt(at) == '*') {
                    star = at++;
                    resume = i;
                } else if (at < glob.length()
                        && (glob.charAt(at) == '?' || glob.charAt(at) == text.charAt(i))) {
                    at++;
                    i++;
                } else if (star >= 0) {
                    at = star + 1;
                    i = ++resume;
                } else {
                    return false;
                }
            }
            while (at < glob.length() && glob.charAt(at) == '*') {
                at++;
            }
            return at == glob.length();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * Whatever ends so, and is longer.
     *
     * @param word starts with a dot
     */
    record Suffix(String word) implements TextPattern {
        public Suffix {
            requireNonNull(word, "word");
        }

        @Override
        public Match matches(String text) {
            return Match.of(
                    text.length() > word.length() && Ascii.lower(text).endsWith(Ascii.lower(word)));
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * Whatever starts so.
     *
     * @param word ends with a dot
     */
    record Prefix(String word) implements TextPattern {
        public Prefix {
            requireNonNull(word, "word");
        }

        @Override
        public Match matches(String text) {
            return Match.of(Ascii.lower(text).startsWith(Ascii.lower(word)));
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** This text. */
    record Exact(String word) implements TextPattern {
        public Exact {
            requireNonNull(word, "word");
        }

        @Override
        public Match matches(String text) {
            return Match.of(Ascii.same(word, text));
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** A word that is no pattern. */
    record Faulty(String word) implements TextPattern {
        public Faulty {
            requireNonNull(word, "word");
        }

        @Override
        public Match matches(String text) {
            return Match.UNCERTAIN;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
