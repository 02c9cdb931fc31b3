package org.jinetd;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jinetd.admit.AccessHours;
import org.jinetd.plan.Ip;

/**
 * Whether a service takes a client.
 *
 * @param service its name, or the first word of it
 * @param client its address, unmapped
 * @param minuteOfWeek when it comes, in minutes since Monday; empty when it comes at this moment
 */
record MatchQuestion(String service, Ip client, Optional<Integer> minuteOfWeek) {

    private static final int DAY_LETTERS = 3;

    MatchQuestion {
        requireNonNull(service, "service");
        requireNonNull(client, "client");
        requireNonNull(minuteOfWeek, "minuteOfWeek");
    }

    /**
     * Takes the address, and the time if there is one, off the words that follow.
     *
     * @param words changed in place
     */
    static MatchQuestion take(String service, List<String> words) throws Options.UsageException {
        Optional<Ip> address = words.isEmpty() ? Optional.empty() : Ip.parse(words.get(0));
        if (address.isEmpty()) {
            throw new Options.UsageException(
                    "the address of a client is missing"
                            + " — write --match SERVICE ADDRESS [TIME] [CONF-FILE]...");
        }
        words.remove(0);
        return new MatchQuestion(service, address.get().unmapped(), takeTime(words));
    }

    /** The day may be a word of its own. */
    private static Optional<Integer> takeTime(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> time = time(words.get(0));
        if (time.isPresent()) {
            words.remove(0);
        } else if (words.size() > 1) {
            time = time(words.get(0) + " " + words.get(1));
            if (time.isPresent()) {
                words.subList(0, 2).clear();
            }
        }
        return time;
    }

    private static Optional<Integer> time(String text) {
        try {
            for (DayOfWeek day : DayOfWeek.values()) {
                String word = day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT) + " ";
                if (text.toLowerCase(Locale.ROOT).startsWith(word)) {
                    LocalTime time = LocalTime.parse(text.substring(word.length()).strip());
                    return Optional.of(AccessHours.minuteOfWeek(day, time));
                }
            }
            LocalDateTime moment = LocalDateTime.parse(text.strip().replace(' ', 'T'));
            return Optional.of(
                    AccessHours.minuteOfWeek(moment.getDayOfWeek(), moment.toLocalTime()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
