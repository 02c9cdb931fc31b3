package org.jinetd.config;

import java.util.Optional;

/**
 * Reads words off a text, in one pass and without ever going back: plain characters and quoted
 * parts, up to a blank. The first problem ends the reading.
 */
final class WordReader {

    /** A text that knows where each of its characters stands; a newline ends a line. */
    interface Text {
        int length();

        char charAt(int index);

        Position at(int index);
    }

    private static final String ESCAPES = "\\\\ \\\" \\' \\n \\t \\r \\xHH";

    private final Text text;
    private int index;
    private Optional<Problem> problem = Optional.empty();

    WordReader(Text text) {
        this.text = text;
    }

    /** Returns where the next character is. */
    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }

    Optional<Problem> problem() {
        return problem;
    }

    /** Forgets a problem, so that reading goes on from the place moved to. */
    void forgetProblem() {
        problem = Optional.empty();
    }

    /**
     * Returns the word that starts here; as much as could be read of it when there is a problem.
     *
     * @param stops what ends an unquoted word, beside blanks
     */
    Word read(String stops) {
        Position at = text.at(index);
        StringBuilder word = new StringBuilder();
        while (index < text.length() && problem.isEmpty() && !isEnd(text.charAt(index), stops)) {
            char c = text.charAt(index);
            if (c == '"' || c == '\'') {
                readQuoted(c, word);
            } else {
                readPlain(word);
            }
        }
        return new Word(word.toString(), at);
    }

    private void readQuoted(char quote, StringBuilder word) {
        int start = index++;
        while (index < text.length() && text.charAt(index) != '\n' && problem.isEmpty()) {
            char c = text.charAt(index);
            if (c == quote) {
                index++;
                return;
            }
            if (c == '\\') {
                readEscape(word);
            } else {
                readPlain(word);
            }
        }
        if (problem.isEmpty()) {
            fail(start, "this quote is not closed", "close it, or write it within the other kind");
        }
    }

    private void readPlain(StringBuilder word) {
        char c = text.charAt(index);
        if (c != '\t' && Character.isISOControl(c)) {
            fail(
                    index,
                    String.format("the control character U+%04X", (int) c),
                    "delete it, or write \\xHH within quotes");
            return;
        }
        word.append(c);
        index++;
    }

    private void readEscape(StringBuilder word) {
        char c = index + 1 < text.length() ? text.charAt(index + 1) : '\n';
        int known = "\\\"'ntr".indexOf(c);
        if (known >= 0) {
            word.append("\\\"'\n\t\r".charAt(known));
            index += 2;
            return;
        }
        int high = c == 'x' ? hexAt(index + 2) : -1;
        int low = c == 'x' ? hexAt(index + 3) : -1;
        if (high < 0 || low < 0) {
            fail(index, "an unknown escape; permitted: " + ESCAPES, "write \\\\ for a backslash");
        } else if (high + low == 0) {
            fail(index, "no argument of a program can hold a NUL", "");
        } else {
            word.append((char) (high * 16 + low));
            index += 4;
        }
    }

    /** Returns the value of the hexadecimal digit at an index, or -1. */
    private int hexAt(int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private void fail(int at, String fact, String remedy) {
        problem = Optional.of(Problem.error(text.at(at), fact, remedy));
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    private static boolean isEnd(char c, String stops) {
        return isBlank(c) || stops.indexOf(c) >= 0;
    }
}
