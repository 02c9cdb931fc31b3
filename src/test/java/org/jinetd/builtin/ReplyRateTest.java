package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyRateTest {

    private static final long SECOND = 1_000_000_000L;

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static Ip host(int number) {
        return Ip.v4(0xc000_0200 + number);
    }

    private static int taken(ReplyRate rate, Ip source, int attempts, long now) {
        return (int) IntStream.range(0, attempts).filter(i -> rate.take(source, now)).count();
    }

    /** A start somewhere on the clock; every other one so that the clock wraps at once. */
    private static long start(Random random, int seed) {
        return seed % 2 == 0 ? random.nextLong() : Long.MAX_VALUE - random.nextInt(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -5, 0, 7, Long.MAX_VALUE - 7, Long.MAX_VALUE})
    void gives_a_burst_and_then_so_many_a_second(long start) {
        ReplyRate rate = new ReplyRate(10, 25, 8);
        assertEquals(25, taken(rate, host(1), 100, start));
        assertEquals(0, taken(rate, host(1), 100, start + SECOND / 10 - 1));
        assertEquals(1, taken(rate, host(1), 100, start + SECOND / 10));
        assertEquals(9, taken(rate, host(1), 100, start + SECOND));
        assertEquals(25, taken(rate, host(1), 100, start + 3600 * SECOND));
    }

    @Test
    void suits_everyone_by_default() {
        ReplyRate rate = new ReplyRate();
        assertEquals(200, taken(rate, host(1), 1000, 0));
        assertEquals(100, taken(rate, host(1), 1000, SECOND));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void is_a_token_bucket_per_source(int seed) {
        Random random = new Random(seed);
        int perSecond = 1 + random.nextInt(1000);
        int burst = 1 + random.nextInt(20);
        long interval = SECOND / perSecond;
        ReplyRate rate = new ReplyRate(perSecond, burst, 8);
        Map<Ip, Long> levels = new HashMap<>(); // in nanoseconds: a token is an interval
        long now = start(random, seed);
        for (int step = 0; step < 2000; step++) {
            Ip source = host(random.nextInt(8));
            long level = levels.getOrDefault(source, burst * interval);
            assertEquals(level >= interval, rate.take(source, now), "step " + step);
            levels.put(source, level >= interval ? level - interval : level);
            long passed = (long) (random.nextDouble() * random.nextDouble() * interval);
            now += passed;
            levels.replaceAll((ip, old) -> Math.min(burst * interval, old + passed));
        }
    }

    @Test
    void tells_thousands_of_sources_apart() {
        ReplyRate rate = new ReplyRate(1, 1, 4096);
        int again = 0;
        for (int i = 0; i < 1500; i++) {
            assertTrue(rate.take(host(i), 0));
        }
        for (int i = 0; i < 1500; i++) {
            again += rate.take(host(i), 0) ? 1 : 0;
        }
        assertEquals(0, again);
    }

    @Test
    void keeps_a_source_that_is_held_back_when_others_crowd_in() {
        ReplyRate rate = new ReplyRate(1, 5, 8);
        assertEquals(5, taken(rate, host(0), 100, 0));
        for (int i = 1; i < 1000; i++) {
            assertTrue(rate.take(host(i), 0));
        }
        assertFalse(rate.take(host(0), 0));
    }

    @Test
    void forgets_the_source_that_was_quiet_for_longest() {
        ReplyRate rate = new ReplyRate(1, 1, 8);
        for (int i = 0; i < 8; i++) {
            assertTrue(rate.take(host(i), i));
        }
        assertTrue(rate.take(host(8), 8));
        assertTrue(rate.take(host(0), 8), "the first was forgotten");
        assertFalse(rate.take(host(2), 8), "the third was not");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 8", "1000000001, 1, 8", "1, 0, 8", "1, 1, 4", "1, 1, 12"})
    void refuses_a_rate_that_is_none(int perSecond, int burst, int sources) {
        assertThrows(
                IllegalArgumentException.class, () -> new ReplyRate(perSecond, burst, sources));
    }
}
