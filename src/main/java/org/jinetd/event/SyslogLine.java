package org.jinetd.event;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Map;

/**
 * A line for the local syslog socket, in the form that syslog(3) writes and RFC 3164 describes: of
 * the facility daemon, without the name of the host.
 */
public final class SyslogLine {

    private static final int FACILITY = 3 << 3;

    private static final Map<Long, String> MONTHS =
            Map.ofEntries(
                    Map.entry(1L, "Jan"),
                    Map.entry(2L, "Feb"),
                    Map.entry(3L, "Mar"),
                    Map.entry(4L, "Apr"),
                    Map.entry(5L, "May"),
                    Map.entry(6L, "Jun"),
                    Map.entry(7L, "Jul"),
                    Map.entry(8L, "Aug"),
                    Map.entry(9L, "Sep"),
                    Map.entry(10L, "Oct"),
                    Map.entry(11L, "Nov"),
                    Map.entry(12L, "Dec"));

    // The names are not those of a locale, whose tables would also have to be loaded.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendText(ChronoField.MONTH_OF_YEAR, MONTHS)
                    .appendLiteral(' ')
                    .padNext(2)
                    .appendValue(ChronoField.DAY_OF_MONTH)
                    .appendPattern(" HH:mm:ss")
                    .toFormatter(java.util.Locale.ROOT);

    private SyslogLine() {}

    /**
     * Returns the line; what follows the first line of the message is left out.
     *
     * @param pid of the process that speaks
     */
    public static String of(Severity severity, ZonedDateTime time, long pid, String message) {
        int end = message.indexOf('\n');
        return "<"
                + (FACILITY | severity.number())
                + ">"
                + TIME.format(time)
                + " jinetd["
                + pid
                + "]: "
                + (end < 0 ? message : message.substring(0, end));
    }
}
