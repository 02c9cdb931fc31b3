package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void clients_above_the_instances_wait_in_the_backlog() {
        daemon.serves("finger stream tcp4 nowait/2 nobody /usr/sbin/fingerd");
        for (int i = 0; i < 5; i++) {
            daemon.os.connect("*:79/tcp");
        }
        daemon.settle();
        FakeProcess first = daemon.starts();
        daemon.starts();
        assertEquals(3, daemon.os.listener("*:79/tcp").backlog.size());
        assertFalse(daemon.isPolled("*:79/tcp"));
        assertTrue(daemon.status("*:79/tcp").contains("held: [FULL] running=2"));
        daemon.ends(first);
        assertEquals(2, daemon.os.listener("*:79/tcp").backlog.size());
        assertEquals(1, daemon.os.children.pending().size());
        assertEquals(List.of(), daemon.said(Event.Refused.class));
    }

    @Test
    void instances_are_counted_over_all_endpoints_of_a_service() {
        daemon.serves("finger stream tcp nowait/1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        Client other = daemon.connects("[::]:79/tcp");
        assertFalse(other.isAccepted());
        daemon.ends(daemon.starts());
        assertTrue(other.isAccepted());
    }

    @Test
    void a_start_that_fails_makes_room() {
        daemon.serves("finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        Client waiting = daemon.connects("*:79/tcp");
        daemon.startFails("setresuid(65534)", Errno.EPERM);
        assertTrue(waiting.isAccepted());
    }

    @Test
    void the_second_child_for_one_address_is_refused_and_another_address_is_not() {
        daemon.serves("finger stream tcp4 nowait/0/0/1 nobody /usr/sbin/fingerd");
        daemon.os.connect("*:79/tcp", "192.0.2.1");
        Client again = daemon.os.connect("*:79/tcp", "192.0.2.1");
        Client other = daemon.os.connect("*:79/tcp", "192.0.2.2");
        daemon.settle();
        assertTrue(again.isClosed());
        assertTrue(other.isHeldByDaemon());
        Event.Refused refused = daemon.saidOnce(Event.Refused.class);
        assertEquals(again.peer, refused.peer());
        assertEquals(
                "instances-per-source: 1 at a time from one source", refused.reason().toString());
        daemon.ends(daemon.starts());
        Client later = daemon.os.connect("*:79/tcp", "192.0.2.1");
        daemon.settle();
        assertTrue(later.isHeldByDaemon());
    }

    @Test
    void an_ipv4_client_is_one_source_however_it_is_written() {
        daemon.serves("finger stream tcp46 nowait/0/0/1 nobody /usr/sbin/fingerd");
        daemon.os.connect("[::]:79/tcp", "::ffff:192.0.2.1");
        Client again = daemon.os.connect("[::]:79/tcp", "192.0.2.1");
        daemon.settle();
        assertTrue(again.isClosed());
    }

    @Test
    void the_second_start_in_a_minute_for_one_address_is_refused() {
        daemon.serves("finger stream tcp4 nowait/0/1 nobody /usr/sbin/fingerd");
        daemon.os.connect("*:79/tcp", "192.0.2.1");
        daemon.settle();
        daemon.ends(daemon.starts());
        Client again = daemon.os.connect("*:79/tcp", "192.0.2.1");
        daemon.settle();
        assertTrue(again.isClosed());
        daemon.passes(MINUTE);
        Client later = daemon.os.connect("*:79/tcp", "192.0.2.1");
        daemon.settle();
        assertTrue(later.isHeldByDaemon());
    }

    @Test
    void a_service_that_is_asked_too_fast_pauses_for_the_rest_of_the_minute() {
        daemon.serves("finger stream tcp4 nowait.3 nobody /usr/sbin/fingerd");
        for (int i = 0; i < 5; i++) {
            daemon.os.connect("*:79/tcp");
        }
        daemon.settle();
        assertEquals(3, daemon.os.children.pending().size());
        assertEquals(60, daemon.saidOnce(Event.Paused.class).seconds());
        assertTrue(daemon.status("*:79/tcp").contains("paused"));
        Client tooFast = daemon.connects("*:79/tcp");
        assertTrue(tooFast.isClosed());
        daemon.passes(MINUTE.minusNanos(1));
        assertEquals(List.of(), daemon.said(Event.Resumed.class));
        daemon.passes(Duration.ofNanos(1));
        assertEquals(3, daemon.saidOnce(Event.Resumed.class).refused());
        Client later = daemon.connects("*:79/tcp");
        assertTrue(later.isHeldByDaemon());
    }

    @Test
    void each_pause_counts_for_itself() {
        daemon.serves("finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 2; i++) {
                daemon.os.connect("*:79/tcp");
            }
            daemon.passes(MINUTE);
        }
        assertEquals(
                List.of(1L, 1L, 1L),
                daemon.said(Event.Resumed.class).stream().map(Event.Resumed::refused).toList());
    }

    @Test
    void the_pause_of_one_service_is_not_another_s() {
        daemon.serves(
                "finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd",
                "http stream tcp4 nowait.1 nobody /usr/sbin/httpd");
        daemon.connects("*:79/tcp");
        daemon.connects("*:79/tcp");
        assertTrue(daemon.connects("*:80/tcp").isHeldByDaemon());
    }

    @Test
    void clients_of_a_paused_wait_service_stay_in_the_queue_and_wake_nobody() {
        daemon.serves("tftp dgram udp4 wait.1 root /usr/sbin/tftpd");
        daemon.datagram("*:69/udp", "one");
        FakeProcess child = daemon.starts();
        child.receives();
        daemon.ends(child);
        daemon.datagram("*:69/udp", "two");
        daemon.saidOnce(Event.Paused.class);
        assertFalse(daemon.isPolled("*:69/udp"));
        assertEquals(1, daemon.passes(MINUTE), "it wakes up to resume, and for nothing else");
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void a_service_whose_limits_change_during_a_pause_takes_clients_at_once() {
        daemon.serves("finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        daemon.connects("*:79/tcp");
        daemon.reloads("finger stream tcp4 nowait.9 nobody /usr/sbin/fingerd");
        assertEquals(1, daemon.saidOnce(Event.Resumed.class).refused());
        assertTrue(daemon.connects("*:79/tcp").isHeldByDaemon());
        daemon.passes(MINUTE);
        daemon.saidOnce(Event.Resumed.class);
    }

    @Test
    void a_reload_that_leaves_the_limits_alone_ends_no_pause() {
        daemon.serves("finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        daemon.connects("*:79/tcp");
        daemon.reloads("finger stream tcp4 nowait.1 nobody /usr/sbin/other");
        assertEquals(List.of(), daemon.said(Event.Resumed.class));
        assertTrue(daemon.connects("*:79/tcp").isClosed());
    }

    @Test
    void a_service_that_is_gone_is_not_resumed() {
        daemon.serves("finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        daemon.connects("*:79/tcp");
        daemon.reloads("http stream tcp4 nowait nobody /usr/sbin/httpd");
        daemon.passes(MINUTE);
        assertEquals(List.of(), daemon.said(Event.Resumed.class));
    }

    @Test
    void a_service_whose_listeners_another_has_taken_over_is_not_resumed() {
        daemon.serves(
                "127.0.0.1:finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd",
                "127.0.0.2:finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.connects("127.0.0.2:79/tcp");
        daemon.connects("127.0.0.2:79/tcp");
        daemon.saidOnce(Event.Paused.class);
        daemon.reloads("127.0.0.1,127.0.0.2:finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.passes(MINUTE);
        assertEquals(List.of(), daemon.said(Event.Resumed.class));
    }

    @Test
    void other_limits_keep_the_counts() {
        daemon.serves("finger stream tcp4 nowait/2 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        FakeProcess first = daemon.starts();
        daemon.connects("*:79/tcp");
        FakeProcess second = daemon.starts();
        daemon.reloads("finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd");
        Client waiting = daemon.connects("*:79/tcp");
        daemon.ends(first);
        assertFalse(waiting.isAccepted(), "one still runs");
        daemon.ends(second);
        assertTrue(waiting.isAccepted());
        daemon.reloads("finger stream tcp4 nowait/2 nobody /usr/sbin/fingerd");
        assertTrue(daemon.connects("*:79/tcp").isAccepted());
        assertFalse(daemon.connects("*:79/tcp").isAccepted());
    }
}
