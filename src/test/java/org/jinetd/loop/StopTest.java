package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StopTest {

    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";

    @RegisterExtension final Scenario daemon = new Scenario();

    @ParameterizedTest
    @EnumSource(
            value = DaemonSignal.class,
            names = {"TERM", "INT"})
    void all_listeners_are_closed_and_paths_removed(DaemonSignal signal) {
        daemon.serves(
                HTTP,
                "echo dgram udp4 wait root internal",
                "echo stream tcp4 nowait root internal",
                "/run/x stream unix nowait root /bin/x");
        daemon.gets(signal);
        assertTrue(daemon.isDone());
        assertEquals(List.of(), daemon.listening());
        assertEquals(List.of("/run/x"), daemon.os.unlinked);
        assertEquals("SIG" + signal, daemon.saidOnce(Event.Stopping.class).why());
        assertEquals(List.of("ready", "stopping"), daemon.supervisor.steps);
    }

    @Test
    void children_are_left_alone() {
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        FakeProcess child = daemon.starts();
        daemon.gets(DaemonSignal.TERM);
        assertTrue(daemon.isDone());
        assertEquals(1, daemon.saidOnce(Event.Stopping.class).children());
        assertTrue(child.ended.isEmpty());
    }

    @Test
    void who_is_being_started_is_seen_to_his_program() {
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        daemon.connects("*:80/tcp");
        daemon.gets(DaemonSignal.TERM);
        assertFalse(daemon.isDone());
        daemon.starts();
        assertFalse(daemon.isDone());
        daemon.starts();
        assertTrue(daemon.isDone());
    }

    @Test
    void a_lent_listener_is_closed_when_its_start_is_reported() {
        daemon.serves("telnet stream tcp4 wait root /usr/sbin/telnetd");
        daemon.connects("*:23/tcp");
        daemon.gets(DaemonSignal.TERM);
        assertEquals(List.of("*:23/tcp"), daemon.listening());
        daemon.starts();
        assertEquals(List.of(), daemon.listening());
        assertTrue(daemon.isDone());
    }

    @Test
    void a_start_that_hangs_delays_the_end_by_five_seconds_and_no_more() {
        daemon.serves(HTTP, "/run/x stream unix wait root /bin/x");
        daemon.connects("*:80/tcp");
        daemon.connects("/run/x");
        daemon.gets(DaemonSignal.TERM);
        assertEquals(List.of("/run/x"), daemon.os.unlinked, "whatever becomes of its start");
        daemon.passes(Duration.ofSeconds(5).minusNanos(1));
        assertFalse(daemon.isDone());
        assertEquals(1, daemon.passes(Duration.ofNanos(1)));
        assertTrue(daemon.isDone());
    }

    @Test
    void a_second_signal_and_a_reload_change_nothing_any_more() {
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        daemon.gets(DaemonSignal.TERM);
        daemon.gets(DaemonSignal.INT);
        daemon.gets(DaemonSignal.HUP);
        daemon.saidOnce(Event.Stopping.class);
        assertEquals(0, daemon.files.waiting());
    }

    @Test
    void a_plan_that_comes_too_late_opens_nothing() {
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        daemon.gets(DaemonSignal.HUP);
        daemon.gets(DaemonSignal.HUP);
        daemon.gets(DaemonSignal.TERM);
        daemon.files.read();
        daemon.settle();
        assertEquals(List.of(), daemon.listening());
        assertEquals(0, daemon.files.waiting());
    }

    @Test
    void what_was_to_be_bound_later_is_not() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP, "finger stream tcp4 nowait.1 nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        daemon.gets(DaemonSignal.TERM);
        daemon.os.succeeds("open *:80/tcp");
        daemon.passes(Duration.ofSeconds(4));
        assertEquals(List.of(), daemon.listening());
    }
}
