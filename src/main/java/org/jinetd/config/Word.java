package org.jinetd.config;

import static java.util.Objects.requireNonNull;

/**
 * One field of a line.
 *
 * @param text the field with quotes and escapes taken away; may be empty when it was quoted
 * @param at where its first character (or quote) stands
 */
public record Word(String text, Position at) {

    public Word {
        requireNonNull(text, "text");
        requireNonNull(at, "at");
    }

    /** Returns a part of this word that starts {@code offset} characters into it. */
    public Word from(int offset) {
        return part(offset, text.length());
    }

    /** Returns the characters {@code start} to {@code end} of this word, with their own place. */
    public Word part(int start, int end) {
        return new Word(
                text.substring(start, end),
                new Position(at.file(), at.line(), at.column() + start));
    }
}
