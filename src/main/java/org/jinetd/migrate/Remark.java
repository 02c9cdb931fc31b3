package org.jinetd.migrate;

import static java.util.Objects.requireNonNull;

import org.jinetd.config.Position;

/**
 * What is said about a service in a comment.
 *
 * @param at the line of xinetd.conf that it is about
 */
record Remark(Position at, String text) {

    private static final int LONGEST = 400;

    Remark {
        requireNonNull(at, "at");
        requireNonNull(text, "text");
    }

    /** Returns {@code file:line: text} on one line, whatever the file's name and the text are. */
    @Override
    public String toString() {
        return printable(at.file() + ":" + at.line() + ": " + text);
    }

    static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                                line.append(String.format("\\x%02x", c));
                            } else {
                                line.appendCodePoint(c);
                            }
                        });
        return line.toString();
    }
}
