package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jinetd.plan.Admission.SourcePrefix;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceTableLawTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Ip host(int number) {
        return number % 2 == 0 ? Ip.v4(number) : Ip.v6(number, 0, 0);
    }

    /** The same by a list of the idle and a map of the rest. */
    private static final class Model {
        private final Map<Ip, Integer> running = new HashMap<>();
        private final List<Ip> idle = new ArrayList<>();

        void begun(Ip client) {
            idle.remove(client);
            running.merge(client, 1, Integer::sum);
        }

        boolean ended(Ip client) {
            return running.merge(client, -1, (n, m) -> n + m == 0 ? null : n + m) == null;
        }

        void keepIdle(Ip client) {
            idle.remove(client);
            idle.add(client);
            if (idle.size() > SourceTable.MOST_IDLE) {
                idle.remove(0);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void remembers_what_a_plain_model_remembers(long seed) {
        Random random = new Random(seed);
        SourceTable table = new SourceTable(SourcePrefix.USUAL, random.nextLong());
        Model model = new Model();
        Map<Ip, Source> known = new HashMap<>();
        int hosts = 1 + random.nextInt(200);
        for (int step = 0; step < 3000; step++) {
            Ip client = host(random.nextInt(hosts));
            Source source = table.of(client);
            boolean remembered = model.running.containsKey(client) || model.idle.contains(client);
            assertEquals(remembered, source.remembered);
            assertTrue(!remembered || source == known.get(client), "it is another");
            known.put(client, source);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    table.begun(source);
                    model.begun(client);
                }
                case 2 -> {
                    if (source.running > 0) {
                        boolean last = table.ended(source);
                        assertEquals(last, model.ended(client));
                        if (last && random.nextBoolean()) {
                            table.keepIdle(source);
                            model.keepIdle(client);
                        } else if (last) {
                            table.forget(source);
                        }
                    }
                }
                case 3 -> {
                    if (source.running == 0) {
                        table.keepIdle(source);
                        model.keepIdle(client);
                    }
                }
                default -> {
                    if (random.nextInt(100) == 0) {
                        table.forgetIdle();
                        model.idle.clear();
                    }
                }
            }
            assertEquals(model.running.size() + model.idle.size(), table.size());
            int runs = model.running.getOrDefault(client, 0);
            assertEquals(runs, table.of(client).running);
        }
    }

    @Test
    void the_least_recent_of_the_idle_goes_and_never_one_that_runs() {
        SourceTable table = new SourceTable(SourcePrefix.USUAL, 3);
        Source runs = table.of(host(0));
        table.begun(runs);
        Source first = table.of(host(1));
        table.keepIdle(first);
        Source second = table.of(host(2));
        table.keepIdle(second);
        table.keepIdle(first); // so that the second is the least recent
        for (int i = 3; i < SourceTable.MOST_IDLE + 2; i++) {
            table.keepIdle(table.of(host(i)));
        }
        assertEquals(SourceTable.MOST_IDLE + 1, table.size());
        assertSame(runs, table.of(host(0)));
        assertSame(first, table.of(host(1)));
        assertNotSame(second, table.of(host(2)));
    }

    @Test
    void addresses_of_one_network_are_one_source_and_others_are_not() {
        SourceTable table = new SourceTable(new SourcePrefix(24, 64), 3);
        for (String one : List.of("192.0.2.1", "2001:db8::1")) {
            table.begun(table.of(Ip.parse(one).orElseThrow()));
        }
        assertEquals(1, table.of(Ip.parse("192.0.2.200").orElseThrow()).running);
        assertEquals(0, table.of(Ip.parse("192.0.3.1").orElseThrow()).running);
        assertEquals(1, table.of(Ip.parse("2001:db8::ffff:0:0:1").orElseThrow()).running);
        assertEquals(0, table.of(Ip.parse("2001:db8:0:1::1").orElseThrow()).running);
        assertEquals(0, table.of(Ip.parse("::1").orElseThrow()).running);
        assertEquals(2, table.size());
    }

    @Test
    void who_is_in_when_the_sizes_change_leaves_without_a_trace() {
        SourceTable table = new SourceTable(SourcePrefix.USUAL, 3);
        Source before = table.of(host(2));
        table.begun(before);
        table.resize(new SourcePrefix(8, 48));
        assertEquals(0, table.size());
        table.begun(table.of(host(2)));
        assertEquals(false, table.ended(before), "nobody asks for it any more");
        assertEquals(1, table.of(host(2)).running);
    }
}
