package org.jinetd.admit;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Access.Hours;

/** The times of the week at which a service takes clients, by the minute. Immutable. */
public final class AccessHours {

    private static final int MINUTES_PER_HOUR = 60;
    private static final int MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

    private final List<Hours> hours;
    private final BitSet open = new BitSet(Circumstances.MINUTES);

    /** Takes the times; none of them is always. */
    public AccessHours(List<Hours> hours) {
        this.hours = List.copyOf(hours);
        hours.forEach(each -> open.or(minutes(each)));
    }

    public boolean isAlways() {
        return hours.isEmpty();
    }

    public boolean isOpen(int minuteOfWeek) {
        return hours.isEmpty() || open.get(minuteOfWeek);
    }

    /** Returns the first of the times that holds; empty for none, and for always. */
    public Optional<Hours> at(int minuteOfWeek) {
        return hours.stream().filter(each -> minutes(each).get(minuteOfWeek)).findFirst();
    }

    /** Returns why nobody comes in when it is not open. */
    Reason closed() {
        return new Reason(
                Reason.Kind.HOURS, "not at this time", hours.stream().findFirst().map(Hours::at));
    }

    /** Returns the minute of the week. */
    public static int minuteOfWeek(DayOfWeek day, LocalTime time) {
        return (day.getValue() - 1) * MINUTES_PER_DAY
                + time.getHour() * MINUTES_PER_HOUR
                + time.getMinute();
    }

    private static BitSet minutes(Hours hours) {
        BitSet minutes = new BitSet(Circumstances.MINUTES);
        int from = minuteOfWeek(DayOfWeek.MONDAY, hours.from());
        int to = minuteOfWeek(DayOfWeek.MONDAY, hours.to());
        int length = to > from ? to - from : to - from + MINUTES_PER_DAY;
        for (DayOfWeek day : hours.days()) {
            int first = minuteOfWeek(day, hours.from());
            for (int minute = first; minute < first + length; minute++) {
                minutes.set(minute % Circumstances.MINUTES);
            }
        }
        return minutes;
    }
}
