package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A list of patterns: whatever fits any of them, and does not fit the exceptions. {@code a EXCEPT b
 * EXCEPT c} is {@code a EXCEPT (b EXCEPT c)}.
 *
 * @param any never empty but where something was left out; then nobody can tell what was meant
 * @param except the exceptions
 */
public record PatternList<P>(List<P> any, Optional<PatternList<P>> except) {

    static final String EXCEPT = "EXCEPT";

    public PatternList {
        any = List.copyOf(any);
        requireNonNull(except, "except");
    }

    /** Asks one pattern after the other, as far as is necessary. */
    Match match(Function<P, Match> one) {
        Match first = any(one);
        if (first == Match.NO || first.isNeed() || except.isEmpty()) {
            return first;
        }
        return first.and(except.get().match(one).not());
    }

    private Match any(Function<P, Match> one) {
        Match found = any.isEmpty() ? Match.UNCERTAIN : Match.NO;
        for (P pattern : any) {
            Match match = one.apply(pattern);
            if (match == Match.YES || match.isNeed()) {
                return match;
            }
            found = match == Match.UNCERTAIN ? match : found;
        }
        return found;
    }

    /** Returns the list as it is written. */
    @Override
    public String toString() {
        String text = any.stream().map(P::toString).collect(Collectors.joining(" "));
        return text + except.map(list -> " " + EXCEPT + " " + list).orElse("");
    }
}
