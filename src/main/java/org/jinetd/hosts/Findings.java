package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;

/** What is wrong with a table, collected while it is read. */
final class Findings {

    /** A file with more has another use than this one. */
    private static final int MOST = 100;

    private static final int LONGEST_QUOTE = 80;

    private final List<Problem> problems = new ArrayList<>();

    void error(Position at, String fact, String remedy) {
        add(Problem.error(at, fact, remedy));
    }

    void warning(Position at, String fact, String remedy) {
        add(Problem.warning(at, fact, remedy));
    }

    /** Returns a word of the table for a message. */
    static String quoted(String word) {
        return "'"
                + (word.length() > LONGEST_QUOTE ? word.substring(0, LONGEST_QUOTE) + "..." : word)
                + "'";
    }

    private void add(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    List<Problem> problems() {
        return problems;
    }
}
