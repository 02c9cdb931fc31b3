package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop that waits for those at work. */
class DrainTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofNanos(1);

    @RegisterExtension final Scenario daemon = new Scenario();

    private FakeProcess servesSomebody() {
        daemon.files.drainFor(HALF_A_MINUTE);
        daemon.serves(
                "http stream tcp4 nowait root /usr/sbin/httpd",
                "echo stream tcp4 nowait root internal");
        daemon.connects("*:80/tcp");
        return daemon.starts();
    }

    @Test
    void nobody_at_work_keeps_it() {
        daemon.ends(servesSomebody());
        daemon.gets(DaemonSignal.TERM);
        assertTrue(daemon.isDone());
    }

    @Test
    void nobody_is_let_in_any_more_and_the_last_to_end_ends_it_at_once() {
        FakeProcess child = servesSomebody();
        daemon.gets(DaemonSignal.TERM);
        assertEquals(
                new Event.Draining("SIGTERM", 1, 0, 30), daemon.said(Event.Draining.class).get(0));
        assertEquals(List.of(), daemon.listening());
        daemon.passes(HALF_A_MINUTE.minus(MOMENT));
        assertFalse(daemon.isDone());
        assertEquals(List.of(), child.signals);
        daemon.ends(child);
        assertTrue(daemon.isDone());
    }

    @Test
    void who_is_still_there_after_that_is_asked_to_end_and_then_made_to() {
        FakeProcess child = servesSomebody();
        daemon.gets(DaemonSignal.TERM);
        daemon.passes(HALF_A_MINUTE);
        assertEquals(List.of(15), child.signals);
        daemon.passes(GRACE.minus(MOMENT));
        assertEquals(List.of(15), child.signals);
        daemon.passes(MOMENT);
        assertEquals(List.of(15, 9), child.signals);
        assertFalse(daemon.isDone());
        daemon.ends(child, 9);
        assertTrue(daemon.isDone());
        assertEquals(
                List.of(new Event.Hurried("SIGTERM", 1), new Event.Hurried("SIGKILL", 1)),
                daemon.said(Event.Hurried.class));
    }

    @Test
    void who_cannot_even_be_killed_does_not_keep_it_for_ever() {
        servesSomebody();
        daemon.gets(DaemonSignal.TERM);
        daemon.passes(HALF_A_MINUTE.plus(GRACE).plus(GRACE));
        assertTrue(daemon.isDone());
    }

    @Test
    void who_is_being_started_is_waited_for_as_well() {
        daemon.ends(servesSomebody());
        daemon.connects("*:80/tcp");
        daemon.gets(DaemonSignal.TERM);
        FakeProcess late = daemon.starts();
        assertFalse(daemon.isDone());
        daemon.ends(late);
        assertTrue(daemon.isDone());
    }

    @Test
    void a_conversation_is_waited_for_within_a_second_and_never_longer_than_agreed() {
        daemon.ends(servesSomebody());
        Client client = daemon.connects("*:7/tcp");
        daemon.gets(DaemonSignal.TERM);
        daemon.passes(Duration.ofSeconds(10));
        assertFalse(daemon.isDone());
        client.saysNoMore();
        daemon.passes(Duration.ofSeconds(1));
        assertTrue(daemon.isDone());
    }

    @Test
    void a_conversation_that_goes_on_is_cut_off_when_the_time_is_over() {
        daemon.ends(servesSomebody());
        daemon.connects("*:7/tcp");
        daemon.gets(DaemonSignal.TERM);
        daemon.passes(HALF_A_MINUTE.minus(MOMENT));
        assertFalse(daemon.isDone());
        daemon.passes(MOMENT);
        assertTrue(daemon.isDone());
    }

    @Test
    void a_second_signal_ends_the_patience() {
        FakeProcess child = servesSomebody();
        daemon.gets(DaemonSignal.INT);
        daemon.gets(DaemonSignal.INT);
        assertEquals(List.of(15), child.signals);
        daemon.gets(DaemonSignal.INT);
        assertEquals(List.of(15), child.signals);
        daemon.ends(child);
        assertTrue(daemon.isDone());
    }

    @Test
    void the_supervisor_sees_how_far_it_is_and_is_asked_for_time() {
        servesSomebody();
        daemon.supervisor.statuses.clear();
        daemon.gets(DaemonSignal.TERM);
        daemon.passes(Duration.ofSeconds(2));
        assertEquals(
                List.of(
                        "stopping: SIGTERM",
                        "draining: children=1 conversations=0, SIGTERM in 30 s",
                        "draining: children=1 conversations=0, SIGTERM in 29 s",
                        "draining: children=1 conversations=0, SIGTERM in 28 s"),
                daemon.supervisor.statuses);
        assertEquals(3, daemon.supervisor.extensions.size());
        assertTrue(
                daemon.supervisor.extensions.stream()
                        .allMatch(time -> time.compareTo(Duration.ofSeconds(2)) > 0));
    }
}
