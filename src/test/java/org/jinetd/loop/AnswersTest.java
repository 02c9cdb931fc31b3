package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.os.Errno;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private static final String ECHO = "echo dgram udp4 wait root internal";
    private static final Ip CLIENT = Ip.v4(0xc0000201);

    @RegisterExtension final Scenario daemon = new Scenario();

    private List<String> answers() {
        return daemon.os.replies.stream().map(Reply::text).toList();
    }

    private void send(Ip from, int port, String text) {
        daemon.os.send("*:7/udp", from, port, text);
        daemon.settle();
    }

    @Test
    void a_datagram_is_answered_to_its_source() {
        daemon.serves(ECHO);
        send(CLIENT, 4711, "hello");
        assertEquals(List.of(new Reply(CLIENT, 4711, "hello")), daemon.os.replies);
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void discard_takes_and_says_nothing() {
        daemon.serves("7 dgram udp4 wait root internal discard");
        send(CLIENT, 4711, "hello");
        assertEquals(1, daemon.os.received());
        assertEquals(List.of(), answers());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 11, 13, 17, 19, 37, 53, 69, 123})
    void a_port_that_would_answer_the_answer_gets_none(int port) {
        daemon.serves(ECHO);
        send(CLIENT, port, "hello");
        assertEquals(1, daemon.os.received());
        assertEquals(List.of(), answers());
    }

    @Test
    void another_port_of_this_daemon_gets_none_as_long_as_it_is_one() {
        daemon.serves(ECHO, "7777 dgram udp4 wait root internal discard");
        send(CLIENT, 7777, "to a service");
        assertEquals(List.of(), answers());
        daemon.reloads(ECHO);
        send(CLIENT, 7777, "to a client");
        assertEquals(List.of("to a client"), answers());
        daemon.reloads(ECHO, "7777 dgram udp4 wait root internal discard");
        send(CLIENT, 7777, "to a service again");
        assertEquals(List.of("to a client"), answers());
    }

    @Test
    void a_broadcast_source_gets_none() {
        daemon.serves(ECHO);
        send(Ip.parse("192.0.2.255").orElseThrow(), 4711, "to all");
        assertEquals(List.of(), answers());
    }

    @Test
    void a_turn_takes_no_more_than_64_datagrams() {
        daemon.serves(ECHO);
        for (int i = 0; i < 100; i++) {
            daemon.os.send("*:7/udp", "x");
        }
        daemon.turn();
        assertEquals(64, daemon.os.received());
        daemon.settle();
        assertEquals(100, answers().size());
    }

    @Test
    void a_source_that_asks_too_often_is_not_answered_for_a_while() {
        daemon.serves(ECHO);
        for (int i = 0; i < 1000; i++) {
            daemon.os.send("*:7/udp", CLIENT, 4711, "x");
        }
        daemon.settle();
        assertEquals(200, answers().size());
        daemon.reloads(ECHO, "discard dgram udp4 wait root internal");
        send(CLIENT, 4711, "the rate outlives a reload");
        assertEquals(200, answers().size());
        daemon.passes(Duration.ofSeconds(1));
        send(CLIENT, 4711, "later");
        assertEquals(201, answers().size());
    }

    @Test
    void an_error_of_an_earlier_answer_is_nothing() {
        daemon.serves(ECHO);
        daemon.os.failsOnce("receive", Errno.ECONNREFUSED, Errno.EHOSTUNREACH, Errno.EINTR);
        send(CLIENT, 4711, "hello");
        assertEquals(List.of("hello"), answers());
    }

    @Test
    void an_answer_that_cannot_be_sent_is_nothing() {
        daemon.serves(ECHO);
        daemon.os.failsOnce("reply", Errno.EPERM, Errno.ENOBUFS, Errno.EAGAIN);
        for (int i = 0; i < 4; i++) {
            send(CLIENT, 4711, "try " + i);
        }
        assertEquals(List.of("try 3"), answers());
    }

    @Test
    void one_that_cannot_be_sent_costs_no_other() {
        daemon.serves(ECHO);
        daemon.os.failsOnce("reply", Errno.ENETUNREACH);
        daemon.os.send("*:7/udp", "lost");
        daemon.os.send("*:7/udp", "second");
        daemon.os.send("*:7/udp", "third");
        daemon.settle();
        assertEquals(List.of("second", "third"), answers());
    }

    @Test
    void datagrams_that_are_there_are_answered_at_once_and_each_is_judged_by_itself() {
        daemon.serves(ECHO);
        for (int i = 0; i < 32; i++) {
            daemon.os.send("*:7/udp", CLIENT, i % 2 == 0 ? 4711 : 7, "try " + i);
        }
        daemon.settle();
        assertEquals(16, answers().size());
        assertTrue(daemon.os.replies.stream().allMatch(reply -> reply.port() == 4711));
        assertEquals(1, daemon.os.calls);
    }

    @Test
    void nothing_is_sent_when_nothing_is_to_be_answered() {
        daemon.serves("7 dgram udp4 wait root internal discard");
        send(CLIENT, 4711, "hello");
        assertEquals(0, daemon.os.calls);
    }

    @Test
    void a_unix_sender_with_a_name_is_answered_and_one_without_is_not() {
        daemon.serves(
                "/run/echo dgram unix wait root internal", "@t dgram unix wait root internal time");
        daemon.os.send("/run/echo", "named", FakeListener.Sender.NAME);
        daemon.os.send("/run/echo", "nameless", FakeListener.Sender.NOBODY);
        daemon.os.send("/run/echo", "named too", FakeListener.Sender.NAME);
        daemon.os.send("@t", "", FakeListener.Sender.NAME);
        daemon.settle();
        assertEquals(List.of("named", "named too"), answers().subList(0, 2));
        assertEquals(3, answers().size());
        assertEquals(4, answers().get(2).length());
    }
}
