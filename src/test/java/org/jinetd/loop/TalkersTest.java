package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TalkersTest {

    private static final String ECHO = "echo stream tcp4 nowait.0 root internal";
    private static final String DISCARD = "discard stream tcp4 nowait.0 root internal";
    private static final String CHARGEN = "chargen stream tcp4 nowait.0 root internal";
    private static final String DAYTIME = "daytime stream tcp4 nowait.0 root internal";
    private static final Duration IDLE = Duration.ofMinutes(5);

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client says(Client client, String text) {
        client.says(text);
        daemon.settle();
        return client;
    }

    private String status() {
        return daemon.statuses().get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void echo_says_everything_again_however_little_the_kernel_takes_at_once(int bytes) {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp").takesAtOnce(bytes);
        String text = "hello, world ".repeat(50);
        says(client, text);
        says(client, "and more");
        assertEquals(text + "and more", client.heard());
    }

    @Test
    void what_a_client_does_not_take_waits_without_a_wake_up() {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp").takesOnly(3);
        says(client, "hello");
        says(client, "more");
        assertEquals("hel", client.heard());
        assertEquals(1, client.said.size(), "nothing more is read before it is written");
        assertEquals(0, daemon.passes(Duration.ofMinutes(1)));
        client.takesOnly(1000);
        daemon.settle();
        assertEquals("hellomore", client.heard());
    }

    @Test
    void a_client_that_says_no_more_still_hears_all() {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp").takesOnly(2);
        client.says("hello").saysNoMore();
        daemon.settle();
        assertFalse(client.isClosed());
        client.takesOnly(1000);
        daemon.settle();
        assertEquals("hello", client.heard());
        assertTrue(client.isClosed());
    }

    @Test
    void a_client_that_resets_is_closed_and_accounted_for() {
        daemon.serves(ECHO);
        Client client = says(daemon.connects("*:7/tcp"), "hello");
        assertTrue(status().endsWith("conversations=1"));
        client.resets();
        daemon.settle();
        assertTrue(client.isClosed());
        assertTrue(status().endsWith("conversations=0"));
        assertTrue(daemon.status("*:7/tcp").endsWith("running=0 starting=0"));
        assertTrue(daemon.isIdleForEver(), "its idle limit is called off");
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"ECONNRESET", "EPIPE", "ETIMEDOUT", "EIO", "ENOBUFS", "EBADF"})
    void an_error_of_the_connection_ends_it(Errno errno) {
        daemon.serves(ECHO, CHARGEN);
        Client listening = daemon.connects("*:7/tcp");
        daemon.os.failsOnce("read", errno);
        says(listening, "hello");
        assertTrue(listening.isClosed());
        daemon.os.failsOnce("write", errno);
        Client talking = daemon.connects("*:19/tcp");
        assertTrue(talking.isClosed());
        Client echoed = daemon.connects("*:7/tcp");
        daemon.os.failsOnce("write", errno);
        says(echoed, "hello");
        assertTrue(echoed.isClosed());
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EAGAIN", "EINTR"})
    void an_interruption_ends_nothing(Errno errno) {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp");
        daemon.os.failsOnce("read", errno);
        daemon.os.failsOnce("write", errno);
        says(client, "hello");
        assertEquals("hello", client.heard());
    }

    @Test
    void a_client_that_is_silent_for_five_minutes_is_closed() {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp");
        daemon.passes(IDLE.minusNanos(1));
        assertFalse(client.isClosed());
        assertEquals(1, daemon.passes(Duration.ofNanos(1)));
        assertTrue(client.isClosed());
        assertTrue(status().endsWith("conversations=0"));
    }

    @Test
    void whoever_says_something_has_five_minutes_more() {
        daemon.serves(DISCARD);
        Client client = daemon.connects("*:9/tcp");
        for (int i = 0; i < 5; i++) {
            daemon.passes(Duration.ofMinutes(4));
            says(client, "still here");
        }
        daemon.passes(IDLE.minusNanos(1));
        assertFalse(client.isClosed());
        daemon.passes(Duration.ofNanos(1));
        assertTrue(client.isClosed());
    }

    @Test
    void a_busy_client_costs_one_wake_up_in_five_minutes_for_its_idle_limit() {
        daemon.serves(DISCARD);
        Client client = daemon.connects("*:9/tcp");
        int wakeUps = 0;
        for (int minute = 0; minute < 60; minute++) {
            says(client, "busy");
            wakeUps += daemon.passes(Duration.ofMinutes(1));
        }
        assertTrue(wakeUps <= 15, () -> "not the idle limit alone");
    }

    @Test
    void a_client_that_takes_nothing_of_chargen_is_closed_in_the_end() {
        daemon.serves(CHARGEN);
        Client client = daemon.os.connect("*:19/tcp").takesOnly(100_000);
        daemon.settle();
        daemon.passes(IDLE);
        assertTrue(client.isClosed());
        assertEquals(100_000, client.heard().length());
    }

    @Test
    void an_announcement_waits_for_the_client_s_end_of_file() {
        daemon.serves(DAYTIME);
        Client client = daemon.connects("*:13/tcp");
        assertTrue(client.heard().endsWith("\r\n"));
        assertTrue(client.heardAll);
        assertFalse(client.isClosed());
        client.saysNoMore();
        daemon.settle();
        assertTrue(client.isClosed());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void an_announcement_waits_no_longer_than_two_seconds_whatever_is_said() {
        daemon.serves(DAYTIME);
        Client client = daemon.connects("*:13/tcp");
        daemon.passes(Duration.ofSeconds(1));
        says(client, "wait!");
        daemon.passes(Duration.ofSeconds(1).minusNanos(1));
        assertFalse(client.isClosed());
        daemon.passes(Duration.ofNanos(1));
        assertTrue(client.isClosed());
    }

    @Test
    void an_announcement_that_is_not_taken_is_under_the_idle_limit() {
        daemon.serves(DAYTIME);
        Client client = daemon.os.connect("*:13/tcp").takesOnly(5);
        daemon.settle();
        assertFalse(client.heardAll);
        daemon.passes(Duration.ofMinutes(4));
        client.takesOnly(1000);
        daemon.settle();
        assertTrue(client.heardAll);
        daemon.passes(Duration.ofSeconds(2));
        assertTrue(client.isClosed());
    }

    @Test
    void a_client_that_has_said_all_at_once_never_meets_the_poller() {
        daemon.serves(DAYTIME);
        Client client = daemon.os.connect("*:13/tcp").saysNoMore();
        daemon.settle();
        assertTrue(client.isClosed());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_client_that_talks_without_end_lets_others_talk() {
        daemon.serves(ECHO);
        Client busy = daemon.connects("*:7/tcp");
        Client other = daemon.connects("*:7/tcp");
        for (int i = 0; i < 100; i++) {
            busy.says("flood");
        }
        other.says("me too");
        daemon.turn();
        assertFalse(busy.said.isEmpty());
        assertEquals("me too", other.heard());
    }

    @Test
    void the_instances_of_a_built_in_are_limited_as_written() {
        daemon.serves("echo stream tcp4 nowait/1 root internal");
        Client first = daemon.connects("*:7/tcp");
        Client second = daemon.connects("*:7/tcp");
        assertFalse(second.isAccepted());
        first.saysNoMore();
        daemon.settle();
        assertTrue(second.isAccepted());
    }

    @Test
    void a_built_in_without_a_limit_has_two_thousand_conversations_at_most() {
        daemon.serves(ECHO);
        for (int i = 0; i < RunningService.MOST_CONVERSATIONS; i++) {
            daemon.os.connect("*:7/tcp");
        }
        daemon.settle();
        Client next = daemon.connects("*:7/tcp");
        assertFalse(next.isAccepted());
        assertTrue(status().endsWith("conversations=2000"));
    }

    /** Three services share five thousand conversations. */
    private List<Client> crowd() {
        daemon.serves(
                "echo stream tcp4 nowait/4000 root internal",
                "discard stream tcp4 nowait/4000 root internal",
                "chargen stream tcp4 nowait/4000 root internal");
        // Their rate is limited, too, so this takes a while.
        List<Client> clients = new ArrayList<>();
        while (clients.size() < Talkers.MOST) {
            for (int i = 0; i < 250; i++) {
                clients.add(daemon.os.connect("*:7/tcp"));
                clients.add(daemon.os.connect("*:9/tcp"));
            }
            clients.forEach(client -> client.says("x"));
            daemon.passes(Duration.ofMinutes(1));
        }
        return clients;
    }

    @Test
    void five_thousand_conversations_are_all_that_the_daemon_bears() {
        List<Client> clients = crowd();
        assertTrue(status().endsWith("conversations=5000"));
        Client echo = daemon.connects("*:7/tcp");
        Client chargen = daemon.connects("*:19/tcp").takesOnly(0);
        assertFalse(echo.isAccepted());
        assertFalse(chargen.isAccepted());
        assertTrue(daemon.status("*:19/tcp").contains("held: [CROWDED]"));
        clients.get(0).resets();
        daemon.settle();
        assertTrue(status().endsWith("conversations=5000"));
        assertTrue(echo.isAccepted() ^ chargen.isAccepted());
        clients.get(1).resets();
        daemon.settle();
        assertTrue(echo.isAccepted() && chargen.isAccepted());
    }

    @Test
    void a_crowded_service_that_becomes_a_program_is_served() {
        crowd();
        Client chargen = daemon.connects("*:19/tcp");
        daemon.reloads(
                "echo stream tcp4 nowait/4000 root internal",
                "discard stream tcp4 nowait/4000 root internal",
                "chargen stream tcp4 nowait root /usr/sbin/chargend");
        assertTrue(chargen.isAccepted());
        daemon.starts();
    }

    @Test
    void conversations_outlive_their_service() {
        daemon.serves(ECHO);
        Client client = daemon.connects("*:7/tcp");
        daemon.reloads(DISCARD);
        says(client, "hello");
        assertEquals("hello", client.heard());
        client.saysNoMore();
        daemon.settle();
        assertTrue(client.isClosed());
        assertEquals(List.of(), daemon.said(Event.Refused.class));
    }
}
