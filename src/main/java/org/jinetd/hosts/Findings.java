package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;

/** What is wrong with a table, collected while it is read. */
final class Findings {

    /** A file with more has another use than this one. */
    private static final int MOST = 100;

    private final List<Problem> problems = new ArrayList<>();

    void error(Position at, String fact, String remedy) {
        add(Problem.error(at, fact, remedy));
    }

    void warning(Position at, String fact, String remedy) {
        add(Problem.warning(at, fact, remedy));
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
