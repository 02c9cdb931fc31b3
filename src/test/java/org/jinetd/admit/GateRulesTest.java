package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jinetd.admit.Decision.Question;
import org.jinetd.config.Position;
import org.jinetd.plan.Access;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Access.HostsAccess;
import org.jinetd.plan.Access.Hours;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Admission.Pause;
import org.jinetd.plan.Admission.SourcePrefix;
import org.jinetd.plan.Admission.WhenFull;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateRulesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Ip ALICE = Ip.v4(0xc000_0201);
    private static final Ip BOB = Ip.v4(0xc633_6401);
    private static final Position PLACE = new Position("jinetd.ini", 4, 9);
    private static final Admission FREE = Admission.UNLIMITED;

    private final Commons commons = new Commons(5);

    private TestGate gate(Admission admission, Access access) {
        return new TestGate(admission, access, commons);
    }

    private static Access access(
            List<Hours> hours, OptionalDouble load, HostsAccess hosts, Optional<DenyAfter> deny) {
        return new Access(List.of(), List.of(), hosts, hours, load, deny);
    }

    private static Access denyAfter(int most, DenyAfter.Reach reach) {
        Rate rate = new Rate(most, Duration.ofSeconds(10));
        return access(
                List.of(),
                OptionalDouble.empty(),
                HostsAccess.IGNORED,
                Optional.of(new DenyAfter(rate, Duration.ofMinutes(10), reach, PLACE)));
    }

    private static Admission rate(int most, Optional<Pause> pause) {
        return new Admission(
                new Rate(most, Duration.ofSeconds(10)),
                pause,
                Rate.UNLIMITED,
                SourcePrefix.USUAL,
                0,
                0,
                WhenFull.QUEUE);
    }

    private static Hours hours(Set<DayOfWeek> days, String from, String to) {
        return new Hours(days, LocalTime.parse(from), LocalTime.parse(to), PLACE);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MONDAY, 07:59, false",
        "MONDAY, 08:00, true",
        "MONDAY, 17:59, true",
        "MONDAY, 18:00, false",
        "SATURDAY, 12:00, false",
        "SATURDAY, 22:00, true",
        "SUNDAY, 05:59, true",
        "SUNDAY, 06:00, false",
        "SUNDAY, 22:00, true",
        "MONDAY, 05:00, true",
        "TUESDAY, 05:00, false"
    })
    void clients_come_in_at_the_hours_of_the_service(DayOfWeek day, String time, boolean in) {
        Set<DayOfWeek> weekdays = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        List<Hours> all =
                List.of(
                        hours(weekdays, "08:00", "18:00"),
                        hours(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "22:00", "06:00"));
        TestGate gate =
                gate(
                        FREE,
                        access(all, OptionalDouble.empty(), HostsAccess.IGNORED, Optional.empty()));
        gate.here = Circumstances.of(AccessHours.minuteOfWeek(day, LocalTime.parse(time)), 0);
        assertEquals(in ? "" : "access-times", gate.admit(ALICE, 0));
        assertEquals(in ? "" : "access-times", gate.admit(0));
    }

    @Test
    void hours_that_end_when_they_begin_are_a_whole_day() {
        AccessHours hours =
                new AccessHours(List.of(hours(Set.of(DayOfWeek.SUNDAY), "12:00", "12:00")));
        assertTrue(hours.isOpen(AccessHours.minuteOfWeek(DayOfWeek.MONDAY, LocalTime.MIN)));
        assertFalse(hours.isOpen(AccessHours.minuteOfWeek(DayOfWeek.MONDAY, LocalTime.NOON)));
        assertEquals(Optional.of(PLACE), hours.closed().at());
    }

    @Test
    void nobody_comes_in_while_the_load_is_above_the_most() {
        TestGate gate =
                gate(
                        FREE,
                        access(
                                List.of(),
                                OptionalDouble.of(2.5),
                                HostsAccess.IGNORED,
                                Optional.empty()));
        gate.here = Circumstances.of(0, 2.5);
        assertEquals("", gate.admit(ALICE, 0));
        gate.here = Circumstances.of(0, 2.51);
        assertEquals("max-load", gate.admit(ALICE, 0));
        assertEquals("max-load", gate.admit(0));
    }

    @Test
    void all_services_together_have_no_more_in_than_the_daemon_bears() {
        commons.limit(2);
        TestGate one = gate(FREE, Access.EVERYBODY);
        TestGate other = gate(FREE, Access.EVERYBODY);
        one.admit(ALICE, 0);
        other.admit(0);
        assertEquals("daemon-instances", one.admit(BOB, 0));
        assertEquals("daemon-instances", other.admit(0));
        other.ended();
        assertEquals("", one.admit(BOB, 0));
        commons.limit(0);
        assertEquals("", one.admit(BOB, 0));
        assertEquals(3, commons.running());
    }

    @Test
    void a_pause_is_longer_each_time_at_once_and_short_again_after_a_calm_time() {
        Pause pause = new Pause(Duration.ofSeconds(20), Duration.ofSeconds(70));
        TestGate gate = gate(rate(1, Optional.of(pause)), Access.EVERYBODY);
        long now = Long.MAX_VALUE - 30 * SECOND;
        for (long length : new long[] {20, 40, 70, 70}) {
            assertEquals("", gate.admit(ALICE, now));
            long until = now + 1 + length * SECOND;
            assertEquals("rate until " + until, gate.admit(ALICE, now + 1));
            now = until;
        }
        now += 70 * SECOND; // as long as the last pause
        assertEquals("", gate.admit(ALICE, now));
        assertEquals("rate until " + (now + 1 + 20 * SECOND), gate.admit(ALICE, now + 1));
    }

    @Test
    void a_pause_that_ends_within_the_period_is_followed_by_the_next_while_the_rate_is_passed() {
        Pause pause = new Pause(Duration.ofSeconds(1), Duration.ofMinutes(10));
        TestGate gate = gate(rate(1, Optional.of(pause)), Access.EVERYBODY);
        gate.admit(ALICE, 0);
        assertEquals("rate until " + 1 * SECOND, gate.admit(ALICE, 0));
        assertEquals("rate until " + 3 * SECOND, gate.admit(ALICE, 1 * SECOND));
        assertEquals("rate until " + 7 * SECOND, gate.admit(ALICE, 3 * SECOND));
        assertEquals("rate until " + 15 * SECOND, gate.admit(ALICE, 7 * SECOND));
        assertEquals("", gate.admit(ALICE, 15 * SECOND));
    }

    @Test
    void a_source_that_comes_too_often_is_shut_out_of_the_service_for_a_time() {
        TestGate gate = gate(FREE, denyAfter(2, DenyAfter.Reach.THIS_SERVICE));
        TestGate other = gate(FREE, Access.EVERYBODY);
        assertEquals("", gate.admit(ALICE, 0));
        assertEquals("", gate.admit(ALICE, 1));
        assertEquals("shut out until " + (2 + 600 * SECOND), gate.admit(ALICE, 2));
        assertEquals("shut-out", gate.admit(ALICE, 3));
        assertEquals("", gate.admit(BOB, 3));
        assertEquals("", other.admit(ALICE, 3));
        assertEquals("shut-out", gate.admit(ALICE, 1 + 600 * SECOND));
        assertEquals("", gate.admit(ALICE, 2 + 600 * SECOND));
    }

    @Test
    void a_source_may_be_shut_out_of_all_services() {
        TestGate gate = gate(FREE, denyAfter(1, DenyAfter.Reach.ALL_SERVICES));
        TestGate other = gate(FREE, Access.EVERYBODY);
        gate.admit(ALICE, 0);
        gate.admit(ALICE, 0);
        assertEquals("shut-out", other.admit(ALICE, 1));
        assertEquals("", other.admit(BOB, 1));
    }

    @Test
    void whoever_is_refused_has_come_all_the_same() {
        Access shut = denyAfter(2, DenyAfter.Reach.THIS_SERVICE);
        TestGate gate = gate(Admission.of(new Limits(0, 0, 1, 0)), shut);
        gate.admit(ALICE, 0);
        assertEquals("instances-per-source", gate.admit(ALICE, 0));
        assertTrue(gate.admit(ALICE, 0).startsWith("shut out"));
    }

    @Test
    void the_table_of_those_shut_out_is_bounded() {
        TestGate gate = gate(FREE, denyAfter(1, DenyAfter.Reach.THIS_SERVICE));
        for (int i = 0; i < 2 * Bans.MOST; i++) {
            gate.admit(Ip.v4(i), 0);
            gate.admit(Ip.v4(i), 0);
        }
        assertEquals(Bans.MOST, gate.gate.shutOut());
        assertEquals("shut-out", gate.admit(Ip.v4(2 * Bans.MOST - 1), 1));
    }

    @Test
    void a_network_of_ipv6_is_one_source_by_the_classic_limits_too() {
        TestGate gate = new TestGate(new Limits(0, 0, 1, 0));
        gate.admit(Ip.parse("2001:db8::1").orElseThrow(), 0);
        assertEquals("instances-per-source", gate.admit(Ip.parse("2001:db8::2").orElseThrow(), 0));
        assertEquals("", gate.admit(Ip.parse("2001:db8:0:1::1").orElseThrow(), 0));
    }

    @Test
    void what_depends_on_a_name_is_decided_when_it_is_known() {
        TestGate gate = gate(FREE, Rules.lists("a.example", ""));
        assertEquals("ask NAME", gate.admit(ALICE, 0));
        assertEquals("", gate.admit(ALICE, name("a.example"), 0));
        assertEquals("only-from", gate.admit(ALICE, name("b.example"), 0));
        Answers none = new Answers(Question.NAME, Optional.empty(), Optional.empty());
        assertEquals("only-from", gate.admit(ALICE, none, 0));
        assertEquals(1, gate.running());
    }

    private static Answers name(String name) {
        return new Answers(Question.NAME, Optional.of(name), Optional.empty());
    }

    @Test
    void hosts_access_is_asked_last_and_heeded() {
        Access asked =
                access(List.of(), OptionalDouble.empty(), HostsAccess.ASKED, Optional.empty());
        TestGate gate = gate(Admission.of(new Limits(0, 1, 0, 0)), asked);
        assertEquals("ask HOSTS", gate.admit(ALICE, 0));
        Reason reason = Reason.of(Reason.Kind.HOSTS, "ALL");
        HostsJudgement denied = new HostsJudgement.Denied(reason);
        Optional<String> nobody = Optional.empty();
        assertEquals(
                "hosts-access",
                gate.admit(ALICE, new Answers(Question.HOSTS, nobody, Optional.of(denied)), 0));
        HostsJudgement granted = new HostsJudgement.Granted();
        assertEquals(
                "",
                gate.admit(ALICE, new Answers(Question.HOSTS, nobody, Optional.of(granted)), 0));
        assertEquals("instances", gate.admit(BOB, 0), "before anybody is asked");
    }

    @Test
    void one_who_waits_for_an_answer_uses_up_nothing() {
        Access asked =
                access(List.of(), OptionalDouble.empty(), HostsAccess.ASKED, Optional.empty());
        TestGate gate = gate(Admission.of(new Limits(1, 1, 1, 1)), asked);
        for (int i = 0; i < 5; i++) {
            assertEquals("ask HOSTS", gate.admit(ALICE, 0));
        }
        assertEquals(0, gate.running());
        assertEquals(0, gate.sources());
    }
}
