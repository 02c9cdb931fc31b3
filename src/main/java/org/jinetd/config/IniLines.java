package org.jinetd.config;

import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a text, handed out one at a time, so that whoever is called back by the one that
 * reads them knows which line it is about. In place of a line with a control character comes one
 * that is an error: a NUL would be part of a value, and nobody would see it.
 */
final class IniLines extends Reader {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final String NO_LINE = "?";

    /** Whoever starts to read in the middle of a section has to be told of one. */
    private static final String SOME_SECTION = "[-]\n";

    private final List<String> lines;
    private String rest = "";
    private int number;

    IniLines(String content) {
        String text = content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content;
        this.lines =
                Arrays.stream(text.split("\n", -1))
                        .map(
                                line ->
                                        line.endsWith("\r")
                                                ? line.substring(0, line.length() - 1)
                                                : line)
                        .toList();
    }

    /** Returns the number of the line that was handed out last; 0 before the first. */
    int number() {
        return number;
    }

    /** Returns the line that was handed out last, or begun. */
    String line() {
        return lines.get(number - 1);
    }

    boolean isAtEnd() {
        return number == lines.size();
    }

    /** Lets a section begin before the next line. */
    void beginSection() {
        rest = SOME_SECTION;
    }

    /** Returns where the first control character of a line is; blanks are none. */
    static Optional<Integer> control(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != '\t' && Character.isISOControl(line.charAt(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    @Override
    public int read(char[] into, int offset, int length) {
        if (rest.isEmpty()) {
            if (isAtEnd()) {
                return -1;
            }
            String line = lines.get(number++);
            rest = (control(line).isPresent() ? NO_LINE : line) + "\n";
        }
        int count = Math.min(length, rest.length());
        rest.getChars(0, count, into, offset);
        rest = rest.substring(count);
        return count;
    }

    /** Does nothing: there is nothing to close, and reading may go on after an error. */
    @Override
    public void close() {}
}
