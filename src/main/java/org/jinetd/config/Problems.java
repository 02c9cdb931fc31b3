package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Problems as they are found: the first so many, and that there were more. A text of millions of
 * bad lines costs no more memory than its good ones would, and nobody reads a million messages.
 */
public final class Problems {

    /** How many are kept; who has so many is not done after the first reading. */
    public static final int MOST = 10_000;

    private final List<Problem> kept = new ArrayList<>();
    private Optional<Problem> firstBeyond = Optional.empty();
    private Optional<Problem.Severity> worstBeyond = Optional.empty();

    public void add(Problem problem) {
        if (kept.size() < MOST) {
            kept.add(problem);
            return;
        }
        firstBeyond = firstBeyond.or(() -> Optional.of(problem));
        worstBeyond =
                worstBeyond
                        .filter(worst -> worst.compareTo(problem.severity()) <= 0)
                        .or(() -> Optional.of(problem.severity()));
    }

    public void addAll(List<Problem> problems) {
        problems.forEach(this::add);
    }

    /** Returns whether no other will be kept, so that nobody need work out a remedy. */
    public boolean isFull() {
        return kept.size() == MOST;
    }

    /**
     * Returns what is kept, in the order in which it came. If there was more, the last one says so,
     * at the place of the first that is missing and as severe as the worst.
     */
    public List<Problem> told() {
        List<Problem> told = new ArrayList<>(kept);
        firstBeyond.ifPresent(
                first ->
                        told.add(
                                new Problem(
                                        worstBeyond.orElseThrow(),
                                        first.at(),
                                        "more problems from here on, which are not told",
                                        "correct those before them first")));
        return List.copyOf(told);
    }
}
