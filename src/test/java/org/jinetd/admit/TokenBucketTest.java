package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jinetd.plan.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Allowance allowance(int most, Duration per) {
        return Allowance.of(new Rate(most, per));
    }

    private static int taken(TokenBucket bucket, Allowance allowance, int attempts, long now) {
        return (int) IntStream.range(0, attempts).filter(i -> bucket.take(allowance, now)).count();
    }

    @ParameterizedTest
    @CsvSource({"0", "-7", "-9223372036854775808", "9223372036854775807", "9223372036000000000"})
    void holds_as_many_as_the_rate_and_is_refilled_evenly(long origin) {
        Allowance six = allowance(6, Duration.ofMinutes(1));
        TokenBucket bucket = new TokenBucket(six, origin);
        assertEquals(6, taken(bucket, six, 10, origin));
        assertEquals(0, taken(bucket, six, 10, origin + 10 * SECOND - 1));
        assertEquals(1, taken(bucket, six, 10, origin + 10 * SECOND));
        assertEquals(2, taken(bucket, six, 10, origin + 30 * SECOND));
        assertEquals(6, taken(bucket, six, 10, origin + 1000 * SECOND));
        assertFalse(bucket.isFull(origin + 1060 * SECOND - 1));
        assertTrue(bucket.isFull(origin + 1060 * SECOND));
    }

    @ParameterizedTest
    @CsvSource({"7, 60", "3, 1", "2147483647, 1", "2147483647, 3153600000", "1, 31536000000"})
    void bears_every_rate(int most, long seconds) {
        Allowance allowance = allowance(most, Duration.ofSeconds(seconds));
        assertTrue(allowance.capacity() > 0 && allowance.capacity() < Long.MAX_VALUE / 2 + 1);
        TokenBucket bucket = new TokenBucket(allowance, Long.MAX_VALUE - 5);
        assertTrue(bucket.take(allowance, Long.MIN_VALUE + 5));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void loses_nothing_however_often_it_is_looked_at(long seed) {
        Random random = new Random(seed);
        int most = 1 + random.nextInt(100);
        long per = 1L + random.nextInt(1_000_000_000);
        long now = random.nextLong();
        Allowance allowance = allowance(most, Duration.ofNanos(per));
        TokenBucket bucket = new TokenBucket(allowance, now);
        BigInteger capacity = BigInteger.valueOf(per).multiply(BigInteger.valueOf(most));
        BigInteger credit = capacity;
        for (int i = 0; i < 5000; i++) {
            long step = random.nextInt((int) Math.max(2, 2 * per / most));
            now += step;
            credit =
                    credit.add(BigInteger.valueOf(step).multiply(BigInteger.valueOf(most)))
                            .min(capacity);
            boolean there = credit.compareTo(BigInteger.valueOf(per)) >= 0;
            assertEquals(there, bucket.take(allowance, now), "step " + i);
            credit = there ? credit.subtract(BigInteger.valueOf(per)) : credit;
        }
    }

    @Test
    void gives_no_more_than_its_rate_in_a_long_time() {
        Allowance seven = allowance(7, Duration.ofMinutes(1));
        TokenBucket bucket = new TokenBucket(seven, 0);
        long hours = 100;
        int taken = 0;
        for (long now = 0; now < hours * 3600 * SECOND; now += SECOND / 3) {
            taken += bucket.take(seven, now) ? 1 : 0;
        }
        long most = 7 + hours * 60 * 7;
        assertTrue(taken <= most && taken >= most - 2, () -> "taken of " + most);
    }

    @Test
    void what_was_used_up_stays_so_at_another_rate() {
        TokenBucket bucket = new TokenBucket(allowance(5, Duration.ofMinutes(1)), 0);
        assertEquals(3, taken(bucket, allowance(5, Duration.ofMinutes(1)), 3, 0));
        assertEquals(1, taken(bucket, allowance(4, Duration.ofHours(1)), 9, 0));
        assertEquals(6, taken(bucket, allowance(10, Duration.ofSeconds(1)), 99, 0));
    }
}
