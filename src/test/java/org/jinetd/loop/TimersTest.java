package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jinetd.os.Poller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {

    private final Timers timers = new Timers();
    private final List<String> happened = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private Timers.Timer at(long instant, String what) {
        return timers.at(instant, () -> happened.add(what));
    }

    private void pass(long now) {
        timers.due(now).forEach(Runnable::run);
    }

    @Test
    void without_a_deadline_the_wait_is_for_ever() {
        assertEquals(Poller.FOREVER, timers.untilNext(-5));
    }

    @ParameterizedTest(name = "the clock starts at {0}")
    @ValueSource(longs = {0, -7, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 15, 123_456})
    void deadlines_come_in_their_order_wherever_the_clock_overflows(long start) {
        at(start + 30, "third");
        at(start + 10, "first");
        at(start + 20, "second");
        assertEquals(10, timers.untilNext(start));
        pass(start + 9);
        assertEquals(List.of(), happened);
        pass(start + 10);
        assertEquals(List.of("first"), happened);
        assertEquals(5, timers.untilNext(start + 15));
        pass(start + 40);
        assertEquals(List.of("first", "second", "third"), happened);
        assertEquals(Poller.FOREVER, timers.untilNext(start + 40));
    }

    @Test
    void a_deadline_that_was_missed_is_due_at_once() {
        at(10, "late");
        assertEquals(0, timers.untilNext(50));
    }

    @Test
    void what_is_called_off_does_not_happen_and_wakes_nobody() {
        Timers.Timer off = at(10, "never");
        at(20, "later");
        off.callOff();
        off.callOff();
        assertEquals(20, timers.untilNext(0));
        pass(30);
        assertEquals(List.of("later"), happened);
    }

    @Test
    void what_is_due_already_can_still_be_called_off() {
        List<Timers.Timer> second = new ArrayList<>();
        timers.at(10, () -> second.get(0).callOff());
        second.add(at(20, "never"));
        pass(30);
        assertEquals(List.of(), happened);
        assertEquals(0, timers.size());
    }

    @Test
    void to_call_off_what_has_happened_changes_nothing() {
        Timers.Timer done = at(10, "once");
        pass(10);
        done.callOff();
        assertEquals(List.of("once"), happened);
        assertEquals(Poller.FOREVER, timers.untilNext(10));
    }

    @Test
    void what_a_deadline_sets_up_waits_for_the_next_turn() {
        timers.at(10, () -> at(5, "next turn"));
        pass(10);
        assertEquals(List.of(), happened);
        pass(10);
        assertEquals(List.of("next turn"), happened);
    }

    @Test
    void those_called_off_take_no_more_memory_than_the_rest_and_a_few() {
        at(5_000_000, "kept");
        for (int i = 0; i < 1_000_000; i++) {
            at(1_000_000 + i, "never").callOff();
            assertTrue(timers.size() <= 70);
        }
        pass(6_000_000);
        assertEquals(List.of("kept"), happened);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void they_do_as_a_simple_list_does(long seed) {
        Random random = new Random(seed);
        long now = ManualClock.startingAnywhere(random).nanos();
        Map<Timers.Timer, Long> model = new LinkedHashMap<>();
        List<Timers.Timer> due = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            if (random.nextInt(3) > 0) {
                List<Timers.Timer> self = new ArrayList<>();
                long instant = now + random.nextInt(1000);
                self.add(timers.at(instant, () -> due.add(self.get(0))));
                model.put(self.get(0), instant);
            } else if (random.nextBoolean() && !model.isEmpty()) {
                List<Timers.Timer> all = List.copyOf(model.keySet());
                Timers.Timer one = all.get(random.nextInt(all.size()));
                one.callOff();
                model.remove(one);
            } else {
                now += random.nextInt(300);
                pass(now);
                long instant = now;
                assertTrue(due.stream().allMatch(timer -> model.get(timer) - instant <= 0));
                due.forEach(model::remove);
                due.clear();
                assertTrue(model.values().stream().allMatch(left -> left - instant > 0));
            }
            long instant = now;
            long next =
                    model.values().stream()
                            .mapToLong(at -> at - instant)
                            .min()
                            .orElse(Poller.FOREVER);
            assertEquals(next, timers.untilNext(now));
        }
    }
}
