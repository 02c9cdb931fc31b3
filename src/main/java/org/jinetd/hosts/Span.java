package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a line.
 *
 * @param start the index of its first character in the line
 */
record Span(String text, int start) {

    /** Returns what is between these separators. */
    static List<Span> words(String line, String separators, int from, int to) {
        List<Span> words = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || separators.indexOf(line.charAt(i)) >= 0) {
                if (i > start) {
                    words.add(new Span(line.substring(start, i), start));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /** Returns the index of a character outside of square brackets, or -1. */
    static int indexOf(String line, char wanted, int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (c == wanted && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the part from an index of this one on. */
    Span from(int index) {
        return new Span(text.substring(index), start + index);
    }
}
