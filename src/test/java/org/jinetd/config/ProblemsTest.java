package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private static final Problem WARNING = Problem.warning(new Position("x", 1, 1), "w", "");

    private final Problems problems = new Problems();

    @Test
    void are_told_in_the_order_in_which_they_came() {
        Problem error = Problem.error(new Position("x", 2, 1), "e", "");
        problems.addAll(List.of(WARNING, error));
        assertEquals(List.of(WARNING, error), problems.told());
        assertFalse(problems.isFull());
    }

    @Test
    void beyond_the_most_are_one_at_the_place_of_the_first_and_as_severe_as_the_worst() {
        for (int i = 0; i < Problems.MOST; i++) {
            problems.add(WARNING);
        }
        assertTrue(problems.isFull());
        assertEquals(Problems.MOST, problems.told().size());
        problems.add(Problem.warning(new Position("x", 7, 1), "w", ""));
        problems.add(Problem.error(new Position("x", 8, 1), "e", ""));
        problems.add(Problem.note(new Position("x", 9, 1), "n", ""));
        Problem last = problems.told().get(Problems.MOST);
        assertEquals(
                "x:7:1: error: more problems from here on, which are not told"
                        + " — correct those before them first",
                last.toString());
        assertEquals(Problems.MOST + 1, problems.told().size());
    }

    @Test
    void of_one_text_of_semicolons_are_bounded() {
        SourceText text = new SourceText("x", "echo on " + ";".repeat(2 * Problems.MOST));
        assertEquals(Problems.MOST + 1, ClassicSyntax.parse(text).problems().size());
    }
}
