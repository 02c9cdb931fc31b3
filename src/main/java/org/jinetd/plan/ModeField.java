package org.jinetd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * The fourth field of a line: {@code wait} or {@code nowait}, and limits behind it. {@code .N} or
 * {@code :N} are starts in a minute, as in OpenBSD and NetBSD; {@code
 * /children[/starts-per-minute-per-source[/children-per-source]]} is FreeBSD's, and may stand
 * behind it. In each, 0 is no limit; what is not written, or empty before another, is not stated.
 */
record ModeField(Mode mode, StatedLimits limits) {

    private static final int MOST_PARTS = 3;

    static Optional<ModeField> read(Word field, Findings findings) {
        String text = field.text();
        int end = endOfName(text);
        Word name = field.part(0, end);
        Optional<Mode> mode = mode(name, findings);
        int slash = text.indexOf('/', end);
        int endOfStarts = slash < 0 ? text.length() : slash;
        Optional<StatedLimits> starts =
                endOfStarts == end
                        ? Optional.of(StatedLimits.NONE)
                        : starts(field.part(end + 1, endOfStarts), findings);
        Optional<StatedLimits> limits =
                slash < 0
                        ? starts
                        : slashed(field, slash, findings)
                                .flatMap(read -> starts.map(stated -> stated.or(read)));
        if (mode.isEmpty() || limits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ModeField(mode.get(), limits.get()));
    }

    /** Returns the same with another number of children at a time. */
    ModeField withInstances(int instances) {
        return new ModeField(
                mode,
                new StatedLimits(
                        limits.startsPerMinute(),
                        OptionalInt.of(instances),
                        limits.instancesPerSource(),
                        limits.startsPerMinutePerSource()));
    }

    private static int endOfName(String text) {
        int end = 0;
        while (end < text.length() && ".:/".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Optional<Mode> mode(Word name, Findings findings) {
        List<String> words = Arrays.stream(Mode.values()).map(Mode::word).toList();
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.word().equals(name.text()))
                .findFirst()
                .or(
                        () ->
                                findings.error(
                                        name,
                                        Findings.quote(name) + " is neither wait nor nowait",
                                        findings.didYouMean(name, words)));
    }

    private static Optional<StatedLimits> starts(Word number, Findings findings) {
        return number(number, findings)
                .map(
                        starts ->
                                new StatedLimits(
                                        OptionalInt.of(starts),
                                        OptionalInt.empty(),
                                        OptionalInt.empty(),
                                        OptionalInt.empty()));
    }

    private static Optional<StatedLimits> slashed(Word field, int start, Findings findings) {
        List<OptionalInt> parts = new ArrayList<>();
        int at = start;
        while (at < field.text().length()) {
            int slash = field.text().indexOf('/', at + 1);
            int end = slash < 0 ? field.text().length() : slash;
            if (parts.size() == MOST_PARTS) {
                return findings.error(
                        field.from(at),
                        "there are three limits at most",
                        "write " + "/children/starts-per-minute-per-source/children-per-source");
            }
            if (end == at + 1 && slash >= 0) {
                parts.add(OptionalInt.empty());
            } else {
                Optional<Integer> part = number(field.part(at + 1, end), findings);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(OptionalInt.of(part.get()));
            }
            at = end;
        }
        return Optional.of(
                new StatedLimits(
                        OptionalInt.empty(),
                        parts.get(0),
                        parts.size() > 2 ? parts.get(2) : OptionalInt.empty(),
                        parts.size() > 1 ? parts.get(1) : OptionalInt.empty()));
    }

    /** Reads a limit. */
    static Optional<Integer> number(Word word, Findings findings) {
        OptionalLong value = Decimal.parse(word.text(), Integer.MAX_VALUE);
        if (value.isEmpty()) {
            return findings.error(
                    word,
                    Findings.quote(word) + " is not a number from 0 to " + Integer.MAX_VALUE,
                    "write 0 for no limit");
        }
        return Optional.of((int) value.getAsLong());
    }
}
