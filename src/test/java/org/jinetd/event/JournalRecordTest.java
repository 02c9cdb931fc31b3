package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalRecordTest {

    private static String sent(JournalRecord record) {
        return new String(record.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_field_is_a_line() {
        assertEquals(
                "MESSAGE=a=b\nPRIORITY=6\n",
                sent(new JournalRecord().with("MESSAGE", "a=b").with("PRIORITY", "6")));
    }

    @Test
    void a_value_of_more_lines_comes_with_its_length_in_bytes() {
        assertEquals(
                "MESSAGE\n\4\0\0\0\0\0\0\0\u00c3\u00bc\nb\nX=1\n",
                sent(new JournalRecord().with("MESSAGE", "ü\nb").with("X", "1")));
    }

    @Test
    void a_value_may_be_empty() {
        assertEquals("A_1=\n", sent(new JournalRecord().with("A_1", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "_PID", "1A", "A B", "A=B", "A\nB", "Ä", "A-B"})
    void a_name_that_the_journal_would_not_take_is_left_out(String name) {
        assertEquals("", sent(new JournalRecord().with(name, "x")));
    }

    @Test
    void a_name_has_at_most_64_letters() {
        assertEquals(67, sent(new JournalRecord().with("A".repeat(64), "x")).length());
        assertEquals("", sent(new JournalRecord().with("A".repeat(65), "x")));
    }
}
