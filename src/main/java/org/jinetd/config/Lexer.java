package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a logical line into words. */
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

    private Lexer() {}

    static Words words(LogicalLine line) {
        WordReader reader = new WordReader(line);
        skipBlanks(line, reader);
        Position first = line.at(reader.index());
        List<Word> words = new ArrayList<>();
        while (reader.index() < line.length() && reader.problem().isEmpty()) {
            words.add(reader.read(""));
            skipBlanks(line, reader);
        }
        Optional<Problem> problem = ofLine(line, first).or(reader::problem);
        if (problem.isPresent() && words.isEmpty()) {
            words.add(new Word("", first));
        }
        return new Words(words, problem.stream().toList());
    }

    private static Optional<Problem> ofLine(LogicalLine line, Position first) {
        if (line.isTooLong()) {
            return Optional.of(
                    Problem.error(
                            first,
                            "a line has at most "
                                    + LogicalLine.MAX_LENGTH
                                    + " characters, this has more",
                            "put the arguments into a script"));
        }
        return line.isOrphan()
                ? Optional.of(
                        Problem.error(
                                first,
                                "a line that starts with a blank continues the one before, and"
                                        + " there is none",
                                "begin it in column 1"))
                : Optional.empty();
    }

    private static void skipBlanks(LogicalLine line, WordReader reader) {
        int index = reader.index();
        while (index < line.length() && WordReader.isBlank(line.charAt(index))) {
            index++;
        }
        reader.moveTo(index);
    }
}
