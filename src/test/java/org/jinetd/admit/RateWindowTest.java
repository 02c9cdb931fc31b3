package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateWindowTest {

    private static final long MINUTE = 60_000_000_000L;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Where a monotonic clock may stand, among them where it is about to overflow. */
    static LongStream origins() {
        return LongStream.of(
                0,
                -7,
                7,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE - MINUTE / 2,
                -MINUTE / 2,
                new Random(1).nextLong());
    }

    private static int taken(RateWindow window, int most, int attempts, long now) {
        return (int)
                IntStream.range(0, attempts).filter(i -> window.take(most, MINUTE, now)).count();
    }

    @ParameterizedTest
    @MethodSource("origins")
    void takes_so_many_in_a_minute_and_the_next_when_it_is_over(long origin) {
        RateWindow window = new RateWindow(origin);
        assertEquals(3, taken(window, 3, 10, origin));
        assertEquals(origin + MINUTE, window.end(MINUTE));
        assertEquals(0, taken(window, 3, 10, origin + MINUTE - 1));
        assertEquals(3, taken(window, 3, 10, origin + MINUTE));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_window_begins_with_the_first_event_after_the_one_before(long origin) {
        RateWindow window = new RateWindow(origin);
        assertTrue(window.take(2, MINUTE, origin));
        long late = origin + 2 * MINUTE + MINUTE / 2;
        assertTrue(window.take(2, MINUTE, late));
        assertEquals(late + MINUTE, window.end(MINUTE));
        assertEquals(1, taken(window, 2, 10, late + MINUTE - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000, Integer.MAX_VALUE})
    void what_is_refused_is_not_counted(int most) {
        RateWindow window = new RateWindow(0);
        int attempts = Math.min(most, 1000);
        assertEquals(attempts, taken(window, most, attempts, 0));
        taken(window, attempts, 5000, 1);
        assertEquals(1, taken(window, attempts + 1, 5000, 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void counts_as_a_replay_of_all_that_was_taken_does_wherever_the_clock_starts(long seed) {
        Random random = new Random(seed);
        long origin = seed % 2 == 0 ? random.nextLong() : Long.MAX_VALUE - random.nextInt(1000);
        RateWindow window = new RateWindow(origin);
        RateWindow fromZero = new RateWindow(0);
        List<Long> taken = new ArrayList<>();
        long passed = 0;
        for (int step = 0; step < 1000; step++) {
            int most = 1 + random.nextInt(10);
            boolean expected = countInWindow(taken, passed) < most;
            assertEquals(expected, window.take(most, MINUTE, origin + passed), "step " + step);
            assertEquals(expected, fromZero.take(most, MINUTE, passed), "step " + step);
            if (expected) {
                taken.add(passed);
            }
            passed += (long) (random.nextDouble() * random.nextDouble() * MINUTE);
        }
        assertFalse(taken.isEmpty());
    }

    /** Returns how many events are in the window that an event at this time would fall into. */
    private static int countInWindow(List<Long> taken, long now) {
        long start = 0;
        int count = 0;
        for (long time : taken) {
            if (time - start >= MINUTE) {
                start = time;
                count = 0;
            }
            count++;
        }
        return now - start >= MINUTE ? 0 : count;
    }
}
