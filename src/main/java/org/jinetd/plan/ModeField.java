package org.jinetd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * The fourth field of a line: {@code wait} or {@code nowait}, and limits behind it. {@code .N} or
 * {@code :N} are starts in a minute, as in OpenBSD and NetBSD; {@code
 * /children[/starts-per-minute-per-source[/children-per-source]]} is FreeBSD's, and may stand
 * behind it. In each, 0 is no limit, and what is not written is the default.
 */
record ModeField(Mode mode, Limits limits) {

    private static final int MOST_PARTS = 3;

    static Optional<ModeField> read(Word field, Limits defaults, Findings findings) {
        String text = field.text();
        int end = endOfName(text);
        Word name = field.part(0, end);
        Optional<Mode> mode = mode(name, findings);
        int slash = text.indexOf('/', end);
        int endOfStarts = slash < 0 ? text.length() : slash;
        Optional<Limits> starts =
                endOfStarts == end
                        ? Optional.of(defaults)
                        : starts(field.part(end + 1, endOfStarts), defaults, findings);
        Optional<Limits> limits =
                slash < 0
                        ? starts
                        : slashed(field, slash, starts.orElse(defaults), findings)
                                .filter(read -> starts.isPresent());
        if (mode.isEmpty() || limits.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ModeField(mode.get(), limits.get()));
    }

    /** Returns the same with another number of children at a time. */
    ModeField withInstances(int instances) {
        return new ModeField(
                mode,
                new Limits(
                        limits.startsPerMinute(),
                        instances,
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

    private static Optional<Limits> starts(Word number, Limits defaults, Findings findings) {
        return number(number, findings)
                .map(
                        starts ->
                                new Limits(
                                        starts,
                                        defaults.instances(),
                                        defaults.instancesPerSource(),
                                        defaults.startsPerMinutePerSource()));
    }

    private static Optional<Limits> slashed(
            Word field, int start, Limits defaults, Findings findings) {
        List<Integer> parts = new ArrayList<>();
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
            Optional<Integer> part = number(field.part(at + 1, end), findings);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
            at = end;
        }
        return Optional.of(
                new Limits(
                        defaults.startsPerMinute(),
                        parts.get(0),
                        parts.size() > 2 ? parts.get(2) : defaults.instancesPerSource(),
                        parts.size() > 1 ? parts.get(1) : defaults.startsPerMinutePerSource()));
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
