package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A place in a configuration text.
 *
 * @param file the name the operator gave, as it is printed
 * @param line counted from 1
 * @param column counted from 1, in characters; a tab is one
 */
public record Position(String file, int line, int column) {

    /** The order of places in one file. */
    static final Comparator<Position> IN_ONE_FILE =
            Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

    public Position {
        requireNonNull(file, "file");
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns start at 1");
        }
    }

    /** Returns {@code file:line:column}, the form that editors jump to. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
