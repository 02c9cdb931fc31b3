package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.jinetd.builtin.DatagramGuard.Verdict;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramGuardTest {

    private static final long NOW = Long.MAX_VALUE - 10;

    private final DatagramGuard guard =
            new DatagramGuard(
                    Set.of(7777),
                    Set.of(ip("192.0.2.255"), ip("::ffff:198.51.100.255"), ip("2001:db8::ff")),
                    new ReplyRate(1, 2, 8));

    private static Ip ip(String literal) {
        return Ip.parse(literal).orElseThrow();
    }

    private Verdict judge(String source, int port, String destination) {
        return guard.judge(ip(source), port, ip(destination), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.1",
        "::ffff:192.0.2.7, ::ffff:192.0.2.1",
        "2001:db8::7, 2001:db8::1",
        "fe80::7, fe80::1",
        "223.255.255.255, 192.0.2.1",
        "1.0.0.0, 192.0.2.1",
        "127.0.0.1, 127.0.0.1",
        "127.255.255.255, 127.0.0.1",
        "::ffff:127.0.0.1, ::ffff:127.0.0.1",
        "::1, ::1",
        "2001:db8::ff, 2001:db8::1",
        "192.0.2.7, 0.0.0.0",
    })
    void answers_single_hosts_and_loopback(String source, String destination) {
        assertEquals(Verdict.ANSWER, judge(source, 40_000, destination));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.2.255",
                "198.51.100.255",
                "::ffff:224.0.0.1",
                "::ffff:192.0.2.255",
                "ff02::1",
                "ff00::",
            })
    void is_silent_to_what_was_sent_to_many(String destination) {
        assertEquals(Verdict.TO_MANY, judge("127.0.0.1", 40_000, destination));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.2.255",
                "::",
                "::ffff:0.0.0.0",
                "::ffff:255.255.255.255",
                "ff02::1",
            })
    void is_silent_to_sources_that_are_no_single_host(String source) {
        assertEquals(Verdict.FROM_NO_HOST, judge(source, 40_000, "192.0.2.1"));
    }

    @Test
    void is_silent_to_port_0() {
        assertEquals(Verdict.FROM_PORT_ZERO, judge("192.0.2.7", 0, "192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 11, 13, 17, 19, 37, 53, 69, 123, 7777})
    void is_silent_to_ports_that_would_answer_the_answer_on_loopback_too(int port) {
        assertEquals(Verdict.FROM_SERVICE, judge("192.0.2.7", port, "192.0.2.1"));
        assertEquals(Verdict.FROM_SERVICE, judge("127.0.0.1", port, "127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 1023, 7776, 65_535})
    void answers_other_ports_however_low(int port) {
        assertEquals(Verdict.ANSWER, judge("192.0.2.7", port, "192.0.2.1"));
    }

    @Test
    void is_silent_to_a_source_that_has_had_its_share() {
        assertEquals(Verdict.ANSWER, judge("192.0.2.7", 40_000, "192.0.2.1"));
        assertEquals(Verdict.ANSWER, judge("::ffff:192.0.2.7", 40_001, "::ffff:192.0.2.1"));
        assertEquals(Verdict.TOO_MANY, judge("192.0.2.7", 40_002, "192.0.2.1"));
        assertEquals(Verdict.ANSWER, judge("192.0.2.8", 40_000, "192.0.2.1"));
    }

    @Test
    void counts_all_of_an_ipv6_network_as_one_source() {
        assertEquals(Verdict.ANSWER, judge("2001:db8::7", 40_000, "2001:db8::1"));
        assertEquals(Verdict.ANSWER, judge("2001:db8::8", 40_000, "2001:db8::1"));
        assertEquals(Verdict.TOO_MANY, judge("2001:db8::9", 40_000, "2001:db8::1"));
        assertEquals(Verdict.ANSWER, judge("2001:db8:0:1::9", 40_000, "2001:db8::1"));
    }

    @Test
    void does_not_count_what_it_refuses() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Verdict.FROM_SERVICE, judge("192.0.2.7", 7, "192.0.2.1"));
        }
        assertEquals(Verdict.ANSWER, judge("192.0.2.7", 40_000, "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1, 192.0.2.1",
        "::1, ::1",
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1, ::ffff:192.0.2.1",
        "2001:db8::1, 2001:db8::1",
    })
    void has_no_limit_for_this_host(String source, String destination) {
        for (int i = 0; i < 1000; i++) {
            assertEquals(Verdict.ANSWER, judge(source, 40_000, destination));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 2001:db8::1",
        "2001:db8::1, 2001:db8::2",
        "2001:db8::1, 2001:db9::1",
        "::2, ::1",
    })
    void has_a_limit_for_another_address(String source, String destination) {
        judge(source, 40_000, destination);
        judge(source, 40_000, destination);
        assertEquals(Verdict.TOO_MANY, judge(source, 40_000, destination));
    }

    @ParameterizedTest
    @EnumSource
    void can_say_why(Verdict verdict) {
        assertTrue(verdict.fact().matches("[a-z0-9' ]+"), verdict.fact());
    }
}
