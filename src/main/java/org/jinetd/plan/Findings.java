package org.jinetd.plan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Problems;
import org.jinetd.config.Suggestion;
import org.jinetd.config.Word;

/** Collects what is wrong with a configuration, so that one bad field does not hide the next. */
final class Findings {

    private final Problems problems = new Problems();
    private final Set<String> saidOfFile = new HashSet<>();

    /** Reports an error at a word, and returns the empty result that comes of it. */
    <T> Optional<T> error(Word at, String fact, String remedy) {
        return error(at.at(), fact, remedy);
    }

    <T> Optional<T> error(Position at, String fact, String remedy) {
        problems.add(Problem.error(at, fact, remedy));
        return Optional.empty();
    }

    void warning(Word at, String fact, String remedy) {
        warning(at.at(), fact, remedy);
    }

    void warning(Position at, String fact, String remedy) {
        problems.add(Problem.warning(at, fact, remedy));
    }

    void note(Word at, String fact, String remedy) {
        note(at.at(), fact, remedy);
    }

    void note(Position at, String fact, String remedy) {
        problems.add(Problem.note(at, fact, remedy));
    }

    void noteAcceptFilter(Word at) {
        noteOncePerFile(at, "accept filters are ignored, Linux has none", "");
    }

    /**
     * Reports what the operator needs to be told once, however many lines of a file it is about.
     */
    void noteOncePerFile(Word at, String fact, String remedy) {
        if (saidOfFile.add(at.at().file() + '\n' + fact)) {
            problems.add(Problem.note(at.at(), fact, remedy));
        }
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    List<Problem> all() {
        return problems.told();
    }

    static String quote(Word word) {
        return Problem.quote(word.text());
    }

    /** Returns the remedy for a misspelt word; empty when nothing known is near it. */
    String didYouMean(Word word, Supplier<? extends Collection<String>> known) {
        return problems.isFull()
                ? ""
                : Suggestion.nearest(word.text(), known.get())
                        .map(near -> "did you mean " + Problem.quote(near) + "?")
                        .orElse("");
    }

    String didYouMean(Word word, Collection<String> known) {
        return didYouMean(word, () -> known);
    }
}
