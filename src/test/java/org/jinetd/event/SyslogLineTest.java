package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogLineTest {

    private static ZonedDateTime time(int month, int day) {
        return ZonedDateTime.of(2026, month, day, 4, 5, 6, 0, ZoneId.of("Europe/Berlin"));
    }

    private static String line(Severity severity) {
        return SyslogLine.of(severity, time(11, 24), 99, "ready");
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 27", "WARNING, 28", "INFO, 30", "DEBUG, 31"})
    void it_begins_with_facility_daemon_and_the_severity(Severity severity, int number) {
        assertEquals("<" + number + ">Nov 24 04:05:06 jinetd[99]: ready", line(severity));
    }

    @Test
    void a_day_of_one_digit_has_a_blank_before_it() {
        assertEquals(
                "<30>May  3 04:05:06 jinetd[99]: x",
                SyslogLine.of(Severity.INFO, time(5, 3), 99, "x"));
    }

    @Test
    void the_month_does_not_depend_on_the_language_of_the_operator() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertEquals("<30>Nov 24 04:05:06 jinetd[99]: ready", line(Severity.INFO));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void it_is_one_line() {
        assertEquals(
                "<30>Nov 24 04:05:06 jinetd[99]: a",
                SyslogLine.of(Severity.INFO, time(11, 24), 99, "a\nb"));
    }
}
