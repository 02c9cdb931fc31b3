package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateLawTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final int SOURCES = 6;
    private static final int MANY = 1_000_000;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Ip host(int number) {
        return number % 2 == 0 ? Ip.v4(number) : Ip.v6((0x2001_0db8L << 32) | number, number, 0);
    }

    private static long origin(Random random, long seed) {
        return seed % 2 == 0 ? random.nextLong() : Long.MAX_VALUE - random.nextInt(1000);
    }

    /** Each limit is on or off as the seed's bits say; its value is drawn anew. */
    private static Limits limits(Random random, long seed) {
        return new Limits(
                (seed & 1) == 0 ? 0 : 1 + random.nextInt(20),
                (seed & 2) == 0 ? 0 : 1 + random.nextInt(12),
                (seed & 4) == 0 ? 0 : 1 + random.nextInt(4),
                (seed & 8) == 0 ? 0 : 1 + random.nextInt(8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decides_as_a_plain_model_does(long seed) {
        Random random = new Random(seed);
        long origin = origin(random, seed);
        Limits limits = limits(random, seed);
        TestGate gate = new TestGate(limits);
        Model model = new Model(limits);
        long passed = 0;
        for (int step = 0; step < 1000; step++) {
            Ip client = host(random.nextInt(SOURCES));
            switch (random.nextInt(8)) {
                case 0 -> {
                    limits = limits(random, seed);
                    gate.retune(limits);
                    model.limits = limits;
                    model.adopt();
                }
                case 1, 2 -> {
                    if (model.running(client) > 0) {
                        gate.ended(client, origin + passed);
                        model.ended(client);
                    }
                }
                case 3 -> {
                    if (random.nextBoolean()) {
                        assertEquals(model.admit(passed), kind(gate.admit(origin + passed)));
                    } else if (model.anonymous > 0) {
                        gate.ended();
                        model.anonymous--;
                    }
                }
                default ->
                        assertEquals(
                                model.admit(client, passed),
                                kind(gate.admit(client, origin + passed)),
                                "step " + step);
            }
            compare(model, gate);
            passed += (long) (Math.pow(random.nextDouble(), 4) * MINUTE);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void counts_who_is_in_whatever_the_limits_become(long seed) {
        Random random = new Random(seed);
        long now = origin(random, seed);
        TestGate gate = new TestGate(Limits.NONE);
        Model model = new Model(Limits.NONE);
        for (int step = 0; step < 1000; step++) {
            Ip client = host(random.nextInt(SOURCES));
            if (random.nextInt(5) == 0) {
                model.limits = limits(random, random.nextInt(16));
                gate.retune(model.limits);
            }
            int before = model.running(client);
            if (random.nextInt(3) > 0) {
                int most = model.limits.instancesPerSource();
                boolean admitted = gate.admit(client, now).isEmpty();
                assertTrue(!admitted || most == 0 || before < most, "step " + step);
                if (admitted) {
                    model.bySource.merge(client, 1, Integer::sum);
                }
            } else if (before > 0) {
                gate.ended(client, now);
                model.ended(client);
            }
            compare(model, gate);
            now += random.nextInt(1000) * (MINUTE / 1000);
        }
    }

    private static void compare(Model model, TestGate gate) {
        assertEquals(model.running(), gate.running());
        int sum = 0;
        for (int number = 0; number < SOURCES; number++) {
            assertEquals(model.running(host(number)), gate.running(host(number)));
            sum += gate.running(host(number));
        }
        assertTrue(sum <= gate.running());
        int most = model.limits.instances();
        assertEquals(most > 0 && model.running() >= most, gate.isFull());
    }

    @Test
    void a_million_sources_leave_no_more_than_the_idle_ones_it_keeps_and_those_that_run() {
        TestGate gate = new TestGate(new Limits(0, 0, 3, 2));
        for (int i = 0; i < MANY; i++) {
            Ip client = host(i);
            gate.admit(client, i);
            if (i % 1000 != 0) {
                gate.ended(client);
            }
            assertTrue(gate.sources() <= SourceTable.MOST_IDLE + gate.running());
        }
        assertEquals(MANY / 1000, gate.running());
        for (int i = 0; i < MANY; i += 1000) {
            assertEquals(1, gate.running(host(i)), "source " + i + " still runs");
        }
        assertEquals(SourceTable.MOST_IDLE + MANY / 1000, gate.sources());
    }

    @Test
    void a_million_sources_that_are_turned_away_leave_nothing() {
        TestGate gate = new TestGate(new Limits(1, 0, 1, 1));
        gate.admit(host(0), 0);
        for (int i = 0; i < MANY; i++) {
            assertEquals(false, gate.admit(host(i), 1).isEmpty());
        }
        assertEquals(1, gate.sources());
    }

    @Test
    void nothing_is_remembered_of_idle_sources_that_no_rate_asks_about() {
        TestGate gate = new TestGate(new Limits(0, 0, 2, 0));
        gate.admit(host(0), 0);
        gate.ended(host(0));
        assertEquals(0, gate.sources());
        gate.retune(new Limits(0, 0, 0, 2));
        gate.admit(host(0), 0);
        gate.ended(host(0));
        assertEquals(1, gate.sources());
        gate.retune(new Limits(0, 0, 2, 0));
        assertEquals(0, gate.sources());
    }

    @Test
    void a_source_that_goes_on_trying_is_not_forgotten_for_those_that_came_later() {
        TestGate gate = new TestGate(new Limits(0, 0, 0, 1));
        for (int i = 0; i < 3 * SourceTable.MOST_IDLE; i++) {
            assertEquals(i == 0, gate.admit(host(0), 0).isEmpty());
            if (i == 0) {
                gate.ended(host(0));
            }
            gate.admit(host(i + 1), 0);
            gate.ended(host(i + 1));
        }
        assertEquals("", gate.admit(host(1), 0), "the one that was quiet was forgotten");
    }

    /** Returns the answer without the end of a pause. */
    private static String kind(String answer) {
        return answer.replaceFirst(" until .*", "");
    }

    /** The same by lists of all that ever happened, on a clock that starts at 0. */
    private static final class Model {
        private final Map<Ip, Integer> bySource = new HashMap<>();
        private final Map<Ip, Bucket> buckets = new HashMap<>();
        private final List<Long> starts = new ArrayList<>();
        private Limits limits;
        private int anonymous;

        Model(Limits limits) {
            this.limits = limits;
        }

        int running(Ip client) {
            return bySource.getOrDefault(client, 0);
        }

        int running() {
            return anonymous + bySource.values().stream().mapToInt(Integer::intValue).sum();
        }

        void ended(Ip client) {
            bySource.merge(client, -1, Integer::sum);
        }

        String admit(long now) {
            String why = whyNot(now);
            if (why.isEmpty()) {
                starts.add(now);
                anonymous++;
            }
            return why;
        }

        String admit(Ip client, long now) {
            int most = limits.instancesPerSource();
            int perMinute = limits.startsPerMinutePerSource();
            if (!isFull() && most > 0 && running(client) >= most) {
                return "instances-per-source";
            }
            if (!isFull() && perMinute > 0 && !bucket(client).hasOne(perMinute, now)) {
                return "rate-per-source";
            }
            String why = whyNot(now);
            if (why.isEmpty()) {
                starts.add(now);
                if (perMinute > 0) {
                    bucket(client).take();
                }
                bySource.merge(client, 1, Integer::sum);
            }
            return why;
        }

        private Bucket bucket(Ip client) {
            return buckets.computeIfAbsent(client, ip -> new Bucket());
        }

        /** Forgets what was used up of rates that are no more. */
        void adopt() {
            if (limits.startsPerMinutePerSource() == 0) {
                buckets.keySet().removeIf(client -> running(client) == 0);
            }
        }

        private boolean isFull() {
            return limits.instances() > 0 && running() >= limits.instances();
        }

        private String whyNot(long now) {
            if (isFull()) {
                return "instances";
            }
            int perMinute = limits.startsPerMinute();
            return perMinute > 0 && inWindow(starts, now) >= perMinute ? "rate" : "";
        }

        private static int inWindow(List<Long> times, long now) {
            long start = times.isEmpty() ? now : times.get(0);
            int count = 0;
            for (long time : times) {
                if (time - start >= MINUTE) {
                    start = time;
                    count = 0;
                }
                count++;
            }
            return now - start >= MINUTE ? 0 : count;
        }
    }

    /** A bucket of fractions of tokens. */
    private static final class Bucket {
        private BigInteger used = BigInteger.ZERO; // of a token, MINUTE parts
        private int most;
        private long at;

        boolean hasOne(int perMinute, long now) {
            BigInteger back = BigInteger.valueOf(now - at).multiply(BigInteger.valueOf(most));
            used = used.subtract(back).max(BigInteger.ZERO);
            at = now;
            if (perMinute != most) {
                BigInteger[] whole = used.divideAndRemainder(BigInteger.valueOf(MINUTE));
                long tokens = whole[0].longValueExact() + whole[1].signum();
                used = BigInteger.valueOf(Math.min(tokens, perMinute) * MINUTE);
                most = perMinute;
            }
            return used.compareTo(BigInteger.valueOf((most - 1) * MINUTE)) <= 0;
        }

        void take() {
            used = used.add(BigInteger.valueOf(MINUTE));
        }
    }
}
