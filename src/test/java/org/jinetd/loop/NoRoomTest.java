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

class NoRoomTest {

    private static final String FINGER = "finger stream tcp4 nowait.0 nobody /usr/sbin/fingerd";
    private static final String HTTP = "http stream tcp4 nowait nobody /usr/sbin/httpd";
    private static final Duration FIRST_REST = Duration.ofMillis(100);

    @RegisterExtension final Scenario daemon = new Scenario();

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {
                "ECONNABORTED",
                "ECONNRESET",
                "EINTR",
                "EPROTO",
                "ENETDOWN",
                "ENOPROTOOPT",
                "EHOSTDOWN",
                "ENONET",
                "EHOSTUNREACH",
                "EOPNOTSUPP",
                "ENETUNREACH",
                "ETIMEDOUT",
                "EPERM"
            })
    void an_error_of_one_client_is_nothing_and_the_next_is_served(Errno errno) {
        daemon.serves(FINGER);
        daemon.forgets();
        daemon.os.failsOnce("accept", errno);
        Client client = daemon.connects("*:79/tcp");
        assertTrue(client.isAccepted());
        assertEquals(List.of(), daemon.events);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EINVAL", "EBADF", "UNKNOWN"})
    void an_error_that_trying_again_would_not_mend_lets_the_listener_rest(Errno errno) {
        daemon.serves(FINGER);
        daemon.os.fails("accept", errno);
        Client client = daemon.connects("*:79/tcp");
        assertFalse(daemon.isPolled("*:79/tcp"));
        assertTrue(daemon.status("*:79/tcp").contains("waiting for room"));
        assertTrue(daemon.saidOnce(Event.Exhausted.class).why().contains(errno.name()));
        daemon.os.succeeds("accept");
        daemon.passes(FIRST_REST.minusNanos(1));
        assertFalse(client.isAccepted());
        daemon.passes(Duration.ofNanos(1));
        assertTrue(client.isAccepted());
        daemon.saidOnce(Event.Recovered.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EPERM", "EOPNOTSUPP", "ENETDOWN"})
    void an_error_that_every_client_meets_does_not_spin(Errno errno) {
        daemon.serves(FINGER);
        daemon.os.fails("accept", errno);
        daemon.connects("*:79/tcp");
        assertFalse(daemon.isPolled("*:79/tcp"));
        assertEquals(4, daemon.passes(Duration.ofMillis(1500)), "longer rests");
        daemon.saidOnce(Event.Exhausted.class);
    }

    @Test
    void rests_double_up_to_five_seconds() {
        daemon.serves(FINGER);
        daemon.os.fails("accept", Errno.EMFILE);
        daemon.connects("*:79/tcp");
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long rest = daemon.os.poller.asked();
            rests.add(rest / 1_000_000);
            assertEquals(1, daemon.passes(Duration.ofNanos(rest)));
        }
        assertEquals(List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L), rests);
        daemon.saidOnce(Event.Exhausted.class);
    }

    @Test
    void the_next_episode_is_told_again_and_begins_with_a_short_rest() {
        daemon.serves(FINGER);
        daemon.os.failsOnce("accept", Errno.EMFILE, Errno.EMFILE);
        daemon.connects("*:79/tcp");
        daemon.passes(Duration.ofSeconds(1));
        daemon.saidOnce(Event.Recovered.class);
        daemon.os.failsOnce("accept", Errno.ENFILE);
        daemon.connects("*:79/tcp");
        assertEquals(2, daemon.said(Event.Exhausted.class).size());
        assertEquals(FIRST_REST.toNanos(), daemon.os.poller.asked());
    }

    @Test
    void others_are_served_while_one_rests() {
        daemon.serves(FINGER, HTTP);
        daemon.os.fails("accept *:79/tcp", Errno.EMFILE);
        daemon.connects("*:79/tcp");
        assertTrue(daemon.connects("*:80/tcp").isAccepted());
    }

    @Test
    void a_built_in_rests_and_recovers_too() {
        daemon.serves("echo stream tcp4 nowait root internal");
        daemon.os.failsOnce("accept", Errno.EMFILE);
        Client client = daemon.connects("*:7/tcp").says("hello");
        daemon.passes(FIRST_REST);
        assertEquals("hello", client.heard());
        daemon.saidOnce(Event.Exhausted.class);
        daemon.saidOnce(Event.Recovered.class);
    }

    @Test
    void no_room_for_a_process_lets_the_listener_rest() {
        daemon.serves(FINGER);
        Client unlucky = daemon.connects("*:79/tcp");
        daemon.startFails("clone", Errno.EAGAIN);
        assertTrue(unlucky.isClosed());
        Client waiting = daemon.connects("*:79/tcp");
        assertFalse(waiting.isAccepted());
        daemon.passes(FIRST_REST);
        assertTrue(waiting.isAccepted());
        assertEquals(List.of(), daemon.said(Event.Recovered.class), "which a start has to show");
        daemon.starts();
        daemon.saidOnce(Event.Exhausted.class);
        daemon.saidOnce(Event.Recovered.class);
    }

    @Test
    void a_process_table_that_stays_full_is_one_episode_with_growing_rests() {
        daemon.serves(FINGER);
        for (long rest = 100; rest <= 1600; rest *= 2) {
            daemon.connects("*:79/tcp");
            daemon.startFails("clone", Errno.EAGAIN);
            assertEquals(rest * 1_000_000, daemon.os.poller.asked());
            daemon.passes(Duration.ofMillis(rest));
        }
        daemon.saidOnce(Event.Exhausted.class);
    }

    @Test
    void starts_that_fail_together_are_one_failure() {
        daemon.serves(FINGER);
        for (int i = 0; i < 16; i++) {
            daemon.os.connect("*:79/tcp");
        }
        daemon.settle();
        while (!daemon.os.children.pending().isEmpty()) {
            daemon.startFails("clone", Errno.EAGAIN);
        }
        assertEquals(FIRST_REST.toNanos(), daemon.os.poller.asked());
        daemon.passes(FIRST_REST);
        assertTrue(daemon.connects("*:79/tcp").isAccepted());
    }

    @Test
    void a_child_that_fails_in_a_later_step_shows_that_there_is_room_for_processes() {
        daemon.serves(FINGER);
        daemon.connects("*:79/tcp");
        daemon.startFails("clone", Errno.ENOMEM);
        daemon.passes(FIRST_REST);
        daemon.connects("*:79/tcp");
        daemon.startFails("execve", Errno.ENOENT);
        daemon.saidOnce(Event.Recovered.class);
        assertTrue(daemon.isPolled("*:79/tcp"));
    }

    @Test
    void a_clone_that_is_forbidden_lets_nobody_rest() {
        daemon.serves(FINGER);
        daemon.connects("*:79/tcp");
        daemon.startFails("clone", Errno.EPERM);
        assertTrue(daemon.isPolled("*:79/tcp"));
        assertEquals(List.of(), daemon.said(Event.Exhausted.class));
    }

    @Test
    void a_listener_that_is_removed_while_it_rests_wakes_nobody() {
        daemon.serves(FINGER, HTTP);
        daemon.os.fails("accept", Errno.EMFILE);
        daemon.connects("*:79/tcp");
        daemon.reloads(HTTP);
        assertTrue(daemon.isIdleForEver());
    }
}
