package org.jinetd.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Suggestion;
import org.jinetd.config.Word;

/** Collects what is wrong with a configuration, so that one bad field does not hide the next. */
final class Findings {

    private static final int LONGEST_QUOTE = 100;

    private final List<Problem> problems = new ArrayList<>();
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
        problems.add(Problem.note(at.at(), fact, remedy));
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

    List<Problem> all() {
        return List.copyOf(problems);
    }

    /** Returns a text from the configuration in quotes, on one line and no longer than a line. */
    static String quote(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(LONGEST_QUOTE)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.append(text.length() > LONGEST_QUOTE ? "…'" : "'").toString();
    }

    static String quote(Word word) {
        return quote(word.text());
    }

    /** Returns the remedy for a misspelt word; empty when nothing known is near it. */
    static String didYouMean(Word word, Collection<String> known) {
        return Suggestion.nearest(word.text(), known)
                .map(near -> "did you mean " + quote(near) + "?")
                .orElse("");
    }
}
