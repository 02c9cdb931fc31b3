package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final Position AT = new Position("f", 3, 5);

    @Test
    void a_part_of_a_word_has_its_own_place() {
        Word word = new Word("host:echo", AT);
        assertEquals(new Word("echo", new Position("f", 3, 10)), word.from(5));
        assertEquals(new Word("os", new Position("f", 3, 6)), word.part(1, 3));
    }

    @Test
    void lines_and_columns_start_at_one() {
        assertThrows(IllegalArgumentException.class, () -> new Position("f", 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Position("f", 1, 0));
    }

    @Test
    void a_broken_line_has_a_word() {
        assertThrows(IllegalArgumentException.class, () -> new Statement.Broken(List.of()));
    }

    @Test
    void a_problem_says_where_what_and_what_to_do() {
        assertEquals("f:3:5: note: x", Problem.note(AT, "x", "").toString());
        assertEquals("f:3:5: warning: x — y", Problem.warning(AT, "x", "y").toString());
        assertEquals("f:3:5: error: x", Problem.error(AT, "x", "").toString());
    }

    @Test
    void only_an_error_makes_a_result_bad() {
        Problem warning = Problem.warning(AT, "x", "");
        Problem error = Problem.error(AT, "x", "");
        assertTrue(new Parsed<>("value", List.of(warning)).ok());
        assertFalse(new Parsed<>("value", List.of(warning, error)).ok());
    }
}
