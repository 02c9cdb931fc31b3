package org.jinetd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A pattern for one file name, as in glob(7) but for named classes such as {@code [:alpha:]}.
 * Unlike a regular expression it takes no more steps than the lengths of pattern and name
 * multiplied, however many stars it has.
 */
final class Glob {

    /** What a character has to be; empty for any characters, also none. */
    private final List<Optional<IntPredicate>> parts = new ArrayList<>();

    private final int[] pattern;
    private int at;

    /**
     * @throws IllegalArgumentException when it is no pattern
     */
    Glob(String pattern) {
        this.pattern = pattern.codePoints().toArray();
        while (at < this.pattern.length) {
            Optional<IntPredicate> part = part();
            if (part.isPresent() || !isStar(parts.size() - 1)) {
                parts.add(part);
            }
        }
    }

    private Optional<IntPredicate> part() {
        int point = next();
        return switch (point) {
            case '*' -> Optional.empty();
            case '?' -> Optional.of(any -> true);
            case '[' -> Optional.of(set());
            case '\\' -> Optional.of(literal(next()));
            default -> Optional.of(literal(point));
        };
    }

    private boolean isStar(int part) {
        return part >= 0 && part < parts.size() && parts.get(part).isEmpty();
    }

    private boolean takes(int part, int point) {
        return part < parts.size() && parts.get(part).filter(each -> each.test(point)).isPresent();
    }

    private static IntPredicate literal(int wanted) {
        return point -> point == wanted;
    }

    private int next() {
        if (at == pattern.length) {
            throw new IllegalArgumentException("the pattern has no end");
        }
        return pattern[at++];
    }

    private boolean isNext(int point) {
        return at < pattern.length && pattern[at] == point;
    }

    /** Reads what stands in brackets, where a bracket in the first place is one of the set. */
    private IntPredicate set() {
        boolean others = isNext('!');
        if (others) {
            at++;
        }
        IntPredicate members = range();
        while (!isNext(']')) {
            members = members.or(range());
        }
        at++;
        return others ? members.negate() : members;
    }

    private IntPredicate range() {
        int low = member();
        boolean isRange = isNext('-') && at + 1 < pattern.length && pattern[at + 1] != ']';
        if (!isRange) {
            return literal(low);
        }
        at++;
        int high = member();
        if (low > high) {
            throw new IllegalArgumentException("the range ends before it begins");
        }
        return point -> low <= point && point <= high;
    }

    private int member() {
        int point = next();
        if (point == '[' && (isNext(':') || isNext('.') || isNext('='))) {
            throw new IllegalArgumentException("named classes are not known");
        }
        return point == '\\' ? next() : point;
    }

    /** Returns whether a name fits, all of it. */
    boolean fits(String name) {
        int[] points = name.codePoints().toArray();
        if (parts.size() > 2 * points.length + 1) {
            return false; // between any two stars there is a character at least
        }
        int part = 0;
        int point = 0;
        Optional<Integer> afterStar = Optional.empty();
        int retry = 0;
        while (point < points.length) {
            if (isStar(part)) {
                part++;
                afterStar = Optional.of(part);
                retry = point;
            } else if (takes(part, points[point])) {
                part++;
                point++;
            } else if (afterStar.isPresent()) { // an earlier star need never take more
                part = afterStar.get();
                retry++;
                point = retry;
            } else {
                return false;
            }
        }
        return part == parts.size() || (part == parts.size() - 1 && isStar(part));
    }
}
