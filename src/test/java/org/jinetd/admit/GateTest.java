package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final Ip ALICE = Ip.v4(0xc000_0201);
    private static final Ip BOB = Ip.v6(0x2001_0db8L << 32, 1, 0);

    static LongStream origins() {
        return LongStream.of(0, -7, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - MINUTE / 2);
    }

    /** Each choice of limits as the bits of a number. */
    static IntStream choices() {
        return IntStream.range(0, 16);
    }

    private static final int INSTANCES = 1;
    private static final int INSTANCES_PER_SOURCE = 2;
    private static final int RATE_PER_SOURCE = 4;
    private static final int RATE = 8;

    /** Returns limits of two, those of this choice only. */
    private static Limits two(int choice) {
        return new Limits(
                (choice & RATE) == 0 ? 0 : 2,
                (choice & INSTANCES) == 0 ? 0 : 2,
                (choice & INSTANCES_PER_SOURCE) == 0 ? 0 : 2,
                (choice & RATE_PER_SOURCE) == 0 ? 0 : 2);
    }

    @ParameterizedTest(name = "limits {0}")
    @MethodSource("choices")
    void the_third_client_hears_of_the_limit_that_costs_the_others_least(int choice) {
        TestGate gate = new TestGate(two(choice));
        assertEquals("", gate.admit(ALICE, 5));
        assertEquals("", gate.admit(ALICE, 6));
        String expected = "";
        if ((choice & INSTANCES) != 0) {
            expected = "instances";
        } else if ((choice & INSTANCES_PER_SOURCE) != 0) {
            expected = "instances-per-source";
        } else if ((choice & RATE_PER_SOURCE) != 0) {
            expected = "rate-per-source";
        } else if ((choice & RATE) != 0) {
            expected = "rate until " + (5 + MINUTE);
        }
        assertEquals(expected, gate.admit(ALICE, 7));
        assertEquals(choice == 0 ? 3 : 2, gate.running());
    }

    @ParameterizedTest(name = "limits {0}")
    @MethodSource("choices")
    void a_client_without_an_address_is_held_to_the_limits_of_the_service(int choice) {
        TestGate gate = new TestGate(two(choice));
        gate.admit(5);
        gate.admit(6);
        String expected = "";
        if ((choice & INSTANCES) != 0) {
            expected = "instances";
        } else if ((choice & RATE) != 0) {
            expected = "rate until " + (5 + MINUTE);
        }
        assertEquals(expected, gate.admit(7));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_pause_ends_when_a_minute_after_the_first_start_is_over(long origin) {
        TestGate gate = new TestGate(new Limits(1, 0, 0, 0));
        gate.admit(ALICE, origin);
        String second = gate.admit(BOB, origin + 1);
        assertEquals("rate until " + (origin + MINUTE), second);
        assertEquals(second, gate.admit(BOB, origin + MINUTE - 1));
        assertEquals("", gate.admit(BOB, origin + MINUTE));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_source_that_came_too_often_comes_in_a_minute_later(long origin) {
        TestGate gate = new TestGate(new Limits(0, 0, 0, 1));
        gate.admit(ALICE, origin);
        gate.ended(ALICE);
        assertEquals("rate-per-source", gate.admit(ALICE, origin + MINUTE - 1));
        assertEquals("", gate.admit(BOB, origin + MINUTE - 1));
        assertEquals("", gate.admit(ALICE, origin + MINUTE));
    }

    @Test
    void a_client_that_the_service_turned_away_has_not_used_up_its_own_rate() {
        TestGate gate = new TestGate(new Limits(1, 0, 0, 1));
        gate.admit(BOB, 0);
        gate.admit(ALICE, 1);
        assertEquals("", gate.admit(ALICE, MINUTE));
    }

    @Test
    void a_client_that_was_turned_away_for_itself_has_not_used_up_the_rate_of_the_service() {
        TestGate gate = new TestGate(new Limits(2, 0, 1, 0));
        gate.admit(ALICE, 0);
        gate.admit(ALICE, 1);
        assertEquals("", gate.admit(BOB, 2));
    }

    @Test
    void is_full_as_long_as_the_most_run() {
        TestGate gate = new TestGate(new Limits(0, 2, 0, 0));
        gate.admit(ALICE, 0);
        assertFalse(gate.isFull());
        gate.admit(0);
        assertTrue(gate.isFull());
        gate.ended();
        assertFalse(gate.isFull());
    }

    @Test
    void who_is_in_stays_in_when_the_limits_sink_below() {
        TestGate gate = new TestGate(Limits.NONE);
        for (int i = 0; i < 5; i++) {
            gate.admit(ALICE, 0);
        }
        gate.retune(new Limits(0, 3, 0, 0));
        assertEquals(5, gate.running());
        gate.ended(ALICE);
        gate.ended(ALICE);
        assertTrue(gate.isFull());
        gate.ended(ALICE);
        assertEquals("", gate.admit(ALICE, 0));
    }

    @Test
    void a_limit_per_source_that_comes_later_counts_those_who_came_before() {
        TestGate gate = new TestGate(Limits.NONE);
        gate.admit(ALICE, 0);
        gate.retune(new Limits(0, 0, 2, 0));
        gate.admit(ALICE, 0);
        assertEquals("instances-per-source", gate.admit(ALICE, 0));
        gate.ended(ALICE);
        assertEquals(1, gate.running(ALICE));
        assertEquals("", gate.admit(ALICE, 0));
    }

    @Test
    void a_limit_per_source_that_goes_and_comes_back_has_missed_nobody() {
        Limits onePerSource = new Limits(0, 0, 1, 0);
        TestGate gate = new TestGate(onePerSource);
        gate.admit(ALICE, 0);
        gate.retune(Limits.NONE);
        gate.admit(ALICE, 0);
        gate.ended(ALICE);
        gate.retune(onePerSource);
        assertEquals("instances-per-source", gate.admit(ALICE, 0));
    }

    @Test
    void a_rate_keeps_its_count_through_a_retune() {
        TestGate gate = new TestGate(new Limits(5, 0, 0, 5));
        for (int i = 0; i < 3; i++) {
            gate.admit(ALICE, 0);
        }
        gate.retune(new Limits(4, 0, 0, 3));
        assertEquals("rate-per-source", gate.admit(ALICE, 1));
        assertEquals("", gate.admit(BOB, 1));
        assertEquals("rate until " + MINUTE, gate.admit(BOB, 1));
    }

    @Test
    void an_end_without_a_start_is_a_defect() {
        TestGate gate = new TestGate(Limits.NONE);
        assertThrows(IllegalStateException.class, gate::ended);
        gate.admit(ALICE, 0);
        assertThrows(IllegalStateException.class, () -> gate.ended(BOB));
        assertEquals(1, gate.running());
    }

    @Test
    void whoever_is_not_let_in_is_told_why() {
        assertThrows(NullPointerException.class, () -> new Decision.Refuse(null));
        assertThrows(NullPointerException.class, () -> new Decision.Pause(0, null));
    }
}
