package org.jinetd.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jinetd.config.Word;

/** Numbers with units, and what is made of them. */
final class Quantities {

    private static final String TIME = "a time as 30s, 10m, 2h or 1d";
    private static final String RATE = "a number and a time as 256/1m, or unlimited";
    private static final String SIZE = "a number of bytes, with k, m, g or t behind it if so";

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})([a-z]?)");
    private static final Map<String, Long> SECONDS =
            Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86400L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t", 1L << 40);

    /** Behind that nobody waits, and it fits into nanoseconds. */
    private static final long LONGEST_SECONDS = 365L * 86400;

    private static final long LARGEST_SIZE = 1L << 60;

    static final Grammar<Duration> DURATION =
            new Grammar<>("time", (word, context) -> duration(word, context));

    static final Grammar<Rate> RATES =
            new Grammar<Rate>("number/time", (word, context) -> rate(word, context))
                    .or("unlimited", Rate.UNLIMITED);

    /** Returns 0 for unlimited, as {@link Admission} has it. */
    static final Grammar<Integer> INSTANCES = number(1, Integer.MAX_VALUE).or("unlimited", 0);

    static final Grammar<Admission.Pause> PAUSE =
            new Grammar<>("time[..time]", (word, context) -> pause(word, context));

    private Quantities() {}

    /** Returns the grammar of a decimal number. */
    static Grammar<Integer> number(int least, int most) {
        return new Grammar<>(
                "number",
                (word, context) ->
                        integer(word.text())
                                .filter(n -> n >= least && n <= most)
                                .map(Long::intValue)
                                .or(
                                        () ->
                                                context.bad(
                                                        word,
                                                        "a number from " + least + " to " + most)));
    }

    private static Optional<Long> integer(String text) {
        boolean negative = text.startsWith("-");
        OptionalLong value = Decimal.parse(negative ? text.substring(1) : text, Integer.MAX_VALUE);
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(negative ? -value.getAsLong() : value.getAsLong());
    }

    private static OptionalLong scaled(String text, Map<String, Long> units, long most) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        long unit = units.get(matcher.group(2));
        long number = Long.parseLong(matcher.group(1));
        return number > most / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
    }

    private static Optional<Duration> duration(Word word, ValueContext context) {
        OptionalLong seconds = scaled(word.text(), SECONDS, LONGEST_SECONDS);
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : context.bad(word, TIME);
    }

    private static Optional<Rate> rate(Word word, ValueContext context) {
        int slash = word.text().indexOf('/');
        if (slash < 0) {
            return context.bad(
                    word, RATE, Decimal.isDigits(word.text()) ? "say in which time" : "");
        }
        Optional<Integer> most =
                number(1, Integer.MAX_VALUE).rule().read(word.part(0, slash), context);
        Optional<Duration> per = duration(word.from(slash + 1), context);
        return most.isPresent() && per.isPresent()
                ? Optional.of(new Rate(most.get(), per.get()))
                : Optional.empty();
    }

    private static Optional<Admission.Pause> pause(Word word, ValueContext context) {
        int dots = word.text().indexOf("..");
        Optional<Duration> first = duration(dots < 0 ? word : word.part(0, dots), context);
        Optional<Duration> longest = dots < 0 ? first : duration(word.from(dots + 2), context);
        if (first.isEmpty() || longest.isEmpty()) {
            return Optional.empty();
        }
        return longest.get().compareTo(first.get()) < 0
                ? context.bad(word, "the shorter time first")
                : Optional.of(new Admission.Pause(first.get(), longest.get()));
    }

    /** Returns the grammar of a resource's limit. */
    static Grammar<ResourceLimit> limit(Resource resource) {
        String amount =
                switch (resource.unit()) {
                    case BYTES -> "size";
                    case SECONDS -> "time";
                    case COUNT -> "number";
                };
        return new Grammar<ResourceLimit>(
                amount + "[:" + amount + "]",
                (word, context) -> limit(word, resource.unit(), context));
    }

    private static Optional<ResourceLimit> limit(
            Word word, Resource.Unit unit, ValueContext context) {
        int colon = word.text().indexOf(':');
        Optional<Long> soft = amount(colon < 0 ? word : word.part(0, colon), unit, context);
        Optional<Long> hard = colon < 0 ? soft : amount(word.from(colon + 1), unit, context);
        if (soft.isEmpty() || hard.isEmpty()) {
            return Optional.empty();
        }
        return Long.compareUnsigned(soft.get(), hard.get()) > 0
                ? context.bad(word, "a soft limit that is not above the hard one behind it")
                : Optional.of(new ResourceLimit(soft.get(), hard.get()));
    }

    private static Optional<Long> amount(Word word, Resource.Unit unit, ValueContext context) {
        if (word.text().equals("unlimited")) {
            return Optional.of(ResourceLimit.UNLIMITED);
        }
        OptionalLong amount =
                switch (unit) {
                    case BYTES -> scaled(word.text(), BYTES, LARGEST_SIZE);
                    case SECONDS -> scaled(word.text(), SECONDS, LONGEST_SECONDS);
                    case COUNT -> Decimal.parse(word.text(), Integer.MAX_VALUE);
                };
        if (amount.isEmpty()) {
            return context.bad(
                    word,
                    switch (unit) {
                                case BYTES -> SIZE;
                                case SECONDS -> TIME;
                                case COUNT -> "a number up to " + Integer.MAX_VALUE;
                            }
                            + ", or unlimited");
        }
        return Optional.of(amount.getAsLong());
    }
}
