package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a logical line into words, in one pass and without ever going back. */
final class Lexer {

    /**
     * The words of a line.
     *
     * @param words all of them; after a problem those before it and, if it is within a word, what
     *     could be read of that
     */
    record Words(List<Word> words, List<Problem> problems) {
        Words {
            words = List.copyOf(words);
            problems = List.copyOf(problems);
        }

        /** Returns what is wrong with the line; the first problem ends it. */
        Optional<Problem> problem() {
            return problems.stream().findFirst();
        }
    }

    private static final String ESCAPES = "\\\\ \\\" \\' \\n \\t \\r \\xHH";

    private final LogicalLine line;
    private final List<Word> words = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int index;

    private Lexer(LogicalLine line) {
        this.line = line;
    }

    static Words words(LogicalLine line) {
        Lexer lexer = new Lexer(line);
        lexer.readAll();
        return new Words(lexer.words, lexer.problems);
    }

    private void readAll() {
        skipBlanks();
        Position first = line.at(index);
        while (index < line.length() && problems.isEmpty()) {
            readWord();
            skipBlanks();
        }
        if (line.isTooLong()) {
            replaceProblem(
                    first,
                    "a line has at most " + LogicalLine.MAX_LENGTH + " characters, this has more",
                    "put the arguments into a script");
        } else if (line.isOrphan()) {
            replaceProblem(
                    first,
                    "a line that starts with a blank continues the one before, and there is none",
                    "begin it in column 1");
        }
        if (!problems.isEmpty() && words.isEmpty()) {
            words.add(new Word("", first));
        }
    }

    private void skipBlanks() {
        while (index < line.length() && isBlank(line.charAt(index))) {
            index++;
        }
    }

    private void readWord() {
        Position at = line.at(index);
        StringBuilder text = new StringBuilder();
        while (index < line.length() && problems.isEmpty() && !isBlank(line.charAt(index))) {
            char c = line.charAt(index);
            if (c == '"' || c == '\'') {
                readQuoted(c, text);
            } else {
                readPlain(text);
            }
        }
        words.add(new Word(text.toString(), at));
    }

    private void readQuoted(char quote, StringBuilder text) {
        int start = index++;
        while (index < line.length() && line.charAt(index) != '\n' && problems.isEmpty()) {
            char c = line.charAt(index);
            if (c == quote) {
                index++;
                return;
            }
            if (c == '\\') {
                readEscape(text);
            } else {
                readPlain(text);
            }
        }
        if (problems.isEmpty()) {
            problem(
                    start,
                    "this quote is not closed",
                    "close it, or write it within the other kind");
        }
    }

    private void readPlain(StringBuilder text) {
        char c = line.charAt(index);
        if (c != '\t' && Character.isISOControl(c)) {
            problem(
                    index,
                    String.format("the control character U+%04X", (int) c),
                    "delete it, or write \\xHH within quotes");
            return;
        }
        text.append(c);
        index++;
    }

    private void readEscape(StringBuilder text) {
        char c = index + 1 < line.length() ? line.charAt(index + 1) : '\n';
        int known = "\\\"'ntr".indexOf(c);
        if (known >= 0) {
            text.append("\\\"'\n\t\r".charAt(known));
            index += 2;
            return;
        }
        int high = c == 'x' ? hexAt(index + 2) : -1;
        int low = c == 'x' ? hexAt(index + 3) : -1;
        if (high < 0 || low < 0) {
            problem(
                    index,
                    "an unknown escape; permitted: " + ESCAPES,
                    "write \\\\ for a backslash");
        } else if (high + low == 0) {
            problem(index, "no argument of a program can hold a NUL", "");
        } else {
            text.append((char) (high * 16 + low));
            index += 4;
        }
    }

    /** Returns the value of the hexadecimal digit at an index, or -1. */
    private int hexAt(int at) {
        char c = at < line.length() ? line.charAt(at) : ' ';
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private void problem(int at, String fact, String remedy) {
        problems.add(Problem.error(line.at(at), fact, remedy));
    }

    private void replaceProblem(Position at, String fact, String remedy) {
        problems.clear();
        problems.add(Problem.error(at, fact, remedy));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }
}
