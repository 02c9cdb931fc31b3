package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What could be understood of an input, and all that was wrong with it. Nothing is thrown for a bad
 * input: the good part is always there.
 *
 * @param value what was understood
 * @param problems every problem, in the order of the input; empty when there was none
 */
public record Parsed<T>(T value, List<Problem> problems) {

    public Parsed {
        requireNonNull(value, "value");
        problems = List.copyOf(problems);
    }

    /** Returns whether there was no error; warnings and notes may be there. */
    public boolean ok() {
        return problems.stream().noneMatch(Problem::isError);
    }
}
