package org.jinetd.plan;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jinetd.config.Word;

/**
 * Times of the week, {@code 08:00-18:00 mon-fri 20:00-22:00 sat,sun}: days hold for the times
 * behind them, and before the first days each day is meant. Days without a time are whole.
 */
final class HoursGrammar {

    static final Grammar<List<Access.Hours>> LIST =
            new Grammar<>("[days] time-time ...", HoursGrammar::read);

    private static final String PERMITTED =
            "times as 08:00-18:00, and before them days as mon-fri or sat,sun";

    private static final Pattern TIMES =
            Pattern.compile("([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})");
    private static final Pattern DAYS = Pattern.compile("[a-z]+(-[a-z]+)?(,[a-z]+(-[a-z]+)?)*");
    private static final List<String> DAY_WORDS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int WEEK = 7;

    private HoursGrammar() {}

    private static Optional<List<Access.Hours>> read(Word value, ValueContext context) {
        Optional<List<Word>> words = context.words(value);
        List<Access.Hours> hours = new ArrayList<>();
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        Optional<Word> bare = Optional.empty();
        boolean good = words.isPresent();
        for (Word word : words.orElse(List.of())) {
            if (word.text().matches("[0-9].*")) {
                Optional<Access.Hours> read = hours(word, days, context);
                good &= read.isPresent();
                read.ifPresent(hours::add);
                bare = Optional.empty();
            } else {
                addWhole(bare, days, hours);
                Optional<Set<DayOfWeek>> read = days(word, context);
                good &= read.isPresent();
                days = read.orElse(days);
                bare = Optional.of(word);
            }
        }
        addWhole(bare, days, hours);
        return good ? Optional.of(hours) : Optional.empty();
    }

    private static void addWhole(
            Optional<Word> bare, Set<DayOfWeek> days, List<Access.Hours> hours) {
        bare.ifPresent(
                word ->
                        hours.add(
                                new Access.Hours(
                                        days, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, word.at())));
    }

    private static Optional<Access.Hours> hours(
            Word word, Set<DayOfWeek> days, ValueContext context) {
        Matcher matcher = TIMES.matcher(word.text());
        int from = matcher.matches() ? minutes(matcher.group(1), matcher.group(2)) : -1;
        int to = from < 0 ? -1 : minutes(matcher.group(3), matcher.group(4));
        if (from < 0 || to < 0 || from == MINUTES_OF_DAY) {
            return context.bad(word, PERMITTED);
        }
        if (from == to) {
            return context.bad(word, PERMITTED, "a whole day is 00:00-24:00");
        }
        return Optional.of(new Access.Hours(days, time(from), time(to), word.at()));
    }

    private static LocalTime time(int minutes) {
        return LocalTime.of(minutes / 60 % 24, minutes % 60);
    }

    /** Returns the minutes since midnight, up to 24:00; -1 if it is no time. */
    private static int minutes(String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        return Integer.parseInt(minute) > 59 || minutes > MINUTES_OF_DAY ? -1 : minutes;
    }

    private static Optional<Set<DayOfWeek>> days(Word word, ValueContext context) {
        if (!DAYS.matcher(word.text()).matches()) {
            return context.bad(word, PERMITTED);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : word.text().split(",", -1)) {
            int dash = part.indexOf('-');
            int first = DAY_WORDS.indexOf(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : DAY_WORDS.indexOf(part.substring(dash + 1));
            if (first < 0 || last < 0) {
                return context.bad(word, PERMITTED, "the days are " + String.join(" ", DAY_WORDS));
            }
            for (int i = 0; i <= (last - first + WEEK) % WEEK; i++) {
                days.add(DayOfWeek.of((first + i) % WEEK + 1));
            }
        }
        return Optional.of(days);
    }
}
