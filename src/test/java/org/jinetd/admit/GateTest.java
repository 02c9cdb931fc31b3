package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jinetd.admit.Decision.Admit;
import org.jinetd.admit.Decision.Pause;
import org.jinetd.admit.Decision.Refuse;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {

    private static final long MINUTE = RateWindow.WINDOW_NANOS;
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
        Gate gate = new Gate(two(choice));
        assertEquals(new Admit(), gate.admit(ALICE, 5));
        assertEquals(new Admit(), gate.admit(ALICE, 6));
        Decision expected = new Admit();
        if ((choice & INSTANCES) != 0) {
            expected = new Refuse("2 at a time");
        } else if ((choice & INSTANCES_PER_SOURCE) != 0) {
            expected = new Refuse("2 at a time from one address");
        } else if ((choice & RATE_PER_SOURCE) != 0) {
            expected = new Refuse("2 per minute from one address");
        } else if ((choice & RATE) != 0) {
            expected = new Pause(5 + MINUTE, "2 starts per minute");
        }
        assertEquals(expected, gate.admit(ALICE, 7));
        assertEquals(choice == 0 ? 3 : 2, gate.running());
    }

    @ParameterizedTest(name = "limits {0}")
    @MethodSource("choices")
    void a_client_without_an_address_is_held_to_the_limits_of_the_service(int choice) {
        Gate gate = new Gate(two(choice));
        gate.admit(5);
        gate.admit(6);
        Decision expected = new Admit();
        if ((choice & INSTANCES) != 0) {
            expected = new Refuse("2 at a time");
        } else if ((choice & RATE) != 0) {
            expected = new Pause(5 + MINUTE, "2 starts per minute");
        }
        assertEquals(expected, gate.admit(7));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_pause_ends_when_a_minute_after_the_first_start_is_over(long origin) {
        Gate gate = new Gate(new Limits(1, 0, 0, 0));
        gate.admit(ALICE, origin);
        Decision second = gate.admit(BOB, origin + 1);
        assertEquals(new Pause(origin + MINUTE, "1 starts per minute"), second);
        assertEquals(second, gate.admit(BOB, origin + MINUTE - 1));
        assertEquals(new Admit(), gate.admit(BOB, origin + MINUTE));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_source_that_came_too_often_comes_in_a_minute_later(long origin) {
        Gate gate = new Gate(new Limits(0, 0, 0, 1));
        gate.admit(ALICE, origin);
        gate.ended(ALICE);
        assertEquals(
                new Refuse("1 per minute from one address"),
                gate.admit(ALICE, origin + MINUTE - 1));
        assertEquals(new Admit(), gate.admit(BOB, origin + MINUTE - 1));
        assertEquals(new Admit(), gate.admit(ALICE, origin + MINUTE));
    }

    @Test
    void a_client_that_the_service_turned_away_has_not_used_up_its_own_rate() {
        Gate gate = new Gate(new Limits(1, 0, 0, 1));
        gate.admit(BOB, 0);
        gate.admit(ALICE, 1);
        assertEquals(new Admit(), gate.admit(ALICE, MINUTE));
    }

    @Test
    void a_client_that_was_turned_away_for_itself_has_not_used_up_the_rate_of_the_service() {
        Gate gate = new Gate(new Limits(2, 0, 1, 0));
        gate.admit(ALICE, 0);
        gate.admit(ALICE, 1);
        assertEquals(new Admit(), gate.admit(BOB, 2));
    }

    @Test
    void is_full_as_long_as_the_most_run() {
        Gate gate = new Gate(new Limits(0, 2, 0, 0));
        gate.admit(ALICE, 0);
        assertFalse(gate.isFull());
        gate.admit(0);
        assertTrue(gate.isFull());
        gate.ended();
        assertFalse(gate.isFull());
    }

    @Test
    void who_is_in_stays_in_when_the_limits_sink_below() {
        Gate gate = new Gate(Limits.NONE);
        for (int i = 0; i < 5; i++) {
            gate.admit(ALICE, 0);
        }
        gate.retune(new Limits(0, 3, 0, 0));
        assertEquals(5, gate.running());
        gate.ended(ALICE);
        gate.ended(ALICE);
        assertTrue(gate.isFull());
        gate.ended(ALICE);
        assertEquals(new Admit(), gate.admit(ALICE, 0));
    }

    @Test
    void a_limit_per_source_that_comes_later_counts_those_who_came_before() {
        Gate gate = new Gate(Limits.NONE);
        gate.admit(ALICE, 0);
        gate.retune(new Limits(0, 0, 2, 0));
        gate.admit(ALICE, 0);
        assertEquals(new Refuse("2 at a time from one address"), gate.admit(ALICE, 0));
        gate.ended(ALICE);
        assertEquals(1, gate.running(ALICE));
        assertEquals(new Admit(), gate.admit(ALICE, 0));
    }

    @Test
    void a_limit_per_source_that_goes_and_comes_back_has_missed_nobody() {
        Limits onePerSource = new Limits(0, 0, 1, 0);
        Gate gate = new Gate(onePerSource);
        gate.admit(ALICE, 0);
        gate.retune(Limits.NONE);
        gate.admit(ALICE, 0);
        gate.ended(ALICE);
        gate.retune(onePerSource);
        assertEquals(new Refuse("1 at a time from one address"), gate.admit(ALICE, 0));
    }

    @Test
    void a_rate_keeps_its_count_through_a_retune() {
        Gate gate = new Gate(new Limits(5, 0, 0, 5));
        for (int i = 0; i < 3; i++) {
            gate.admit(ALICE, 0);
        }
        gate.retune(new Limits(4, 0, 0, 3));
        assertEquals(new Refuse("3 per minute from one address"), gate.admit(ALICE, 1));
        assertEquals(new Admit(), gate.admit(BOB, 1));
        assertEquals(new Pause(MINUTE, "4 starts per minute"), gate.admit(BOB, 1));
    }

    @Test
    void an_end_without_a_start_is_a_defect() {
        Gate gate = new Gate(Limits.NONE);
        assertThrows(IllegalStateException.class, gate::ended);
        gate.admit(ALICE, 0);
        assertThrows(IllegalStateException.class, () -> gate.ended(BOB));
        assertEquals(1, gate.running());
    }

    @Test
    void whoever_is_not_let_in_is_told_why() {
        assertThrows(NullPointerException.class, () -> new Refuse(null));
        assertThrows(NullPointerException.class, () -> new Pause(0, null));
    }
}
