package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.event.EventText;
import org.jinetd.os.Errno;
import org.jinetd.plan.Plan;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What children write to their descriptor 2, in the log. */
class ErrorLogTest {

    private static final String LINE = "127.0.0.1:7000 stream tcp nowait root /bin/cat cat";
    private static final String ENDPOINT = "127.0.0.1:7000/tcp";

    @RegisterExtension final Scenario daemon = new Scenario();

    private void serves(ProcessSettings process) {
        daemon.serves(LINE);
        daemon.reloads(with(process));
        daemon.forgets();
    }

    private Plan with(ProcessSettings process) {
        Service service = daemon.files.lastPlan().services().get(0);
        ServiceSettings none = ServiceSettings.NONE;
        return new Plan(
                List.of(
                        service.with(
                                service.admission(),
                                new ServiceSettings(
                                        none.access(),
                                        none.banners(),
                                        none.idleTimeout(),
                                        process,
                                        none.log()))));
    }

    private FakeProcess child() {
        daemon.connects(ENDPOINT);
        return daemon.starts();
    }

    private FakeProcess loggedChild() {
        serves(new Processes().stderr(Stderr.LOG).done());
        return child();
    }

    private void writes(FakeProcess child, String... pieces) {
        for (String piece : pieces) {
            child.stderr.orElseThrow().write(child.pid, piece);
        }
        daemon.settle();
    }

    private List<String> lines() {
        return daemon.said(Event.ChildSaid.class).stream()
                .map(said -> said.pid() + " " + said.line())
                .toList();
    }

    @Test
    void each_line_is_told_with_the_process_that_wrote_it() {
        FakeProcess first = loggedChild();
        FakeProcess second = child();
        writes(first, "a\nb\n\nc");
        writes(second, "x\n");
        writes(first, "d\n");
        assertEquals(
                List.of(first.pid + " a", first.pid + " b", second.pid + " x", first.pid + " cd"),
                lines());
    }

    @Test
    void children_whose_service_does_not_say_so_have_none() {
        serves(ProcessSettings.USUAL);
        assertEquals(Optional.empty(), child().stderr);
    }

    @Test
    void an_unfinished_line_is_told_after_a_second() {
        FakeProcess child = loggedChild();
        writes(child, "half");
        assertEquals(List.of(), lines());
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(List.of(child.pid + " half"), lines());
    }

    @Test
    void a_line_that_is_too_long_is_told_in_parts() {
        FakeProcess child = loggedChild();
        writes(child, "x".repeat(ErrorLog.LONGEST_LINE), "y\n");
        assertEquals(
                List.of(child.pid + " " + "x".repeat(ErrorLog.LONGEST_LINE), child.pid + " y"),
                lines());
    }

    @Test
    void what_a_child_writes_is_escaped_and_utf_8_is_not() {
        FakeProcess child = loggedChild();
        writes(child, "\u001b[31m\rroot: \u00c3\u00a4\n");
        assertEquals(
                "127.0.0.1:7000/tcp: stderr pid=" + child.pid + ": \\x1b[31m\\x0droot: ä",
                EventText.of(daemon.saidOnce(Event.ChildSaid.class)));
    }

    @Test
    void a_flood_is_counted_and_left_out_and_the_loop_rests_from_reading_it() {
        FakeProcess child = loggedChild();
        for (int i = 0; i < 1000; i++) {
            child.stderr.orElseThrow().write(child.pid, "line\n");
        }
        daemon.turn();
        daemon.turn();
        assertTrue(child.stderr.orElseThrow().unread() > 900, "read at once");
        daemon.passes(Duration.ofSeconds(11));
        assertEquals(0, child.stderr.orElseThrow().unread());
        assertEquals(ErrorLog.MOST_LINES, lines().size());
        assertEquals(
                1000 - ErrorLog.MOST_LINES, daemon.saidOnce(Event.StderrLeftOut.class).lines());
        writes(child, "again\n");
        assertEquals(ErrorLog.MOST_LINES + 1, lines().size());
    }

    @Test
    void unfinished_lines_of_many_processes_are_bounded() {
        FakeProcess child = loggedChild();
        for (int pid = 1000; pid < 1080; pid++) {
            child.stderr.orElseThrow().write(pid, "from " + pid);
        }
        daemon.passes(Duration.ofMillis(100));
        assertEquals(16, lines().size());
        assertEquals("1000 from 1000", lines().get(0));
    }

    @Test
    void what_is_left_of_a_removed_service_is_heard_until_it_ends() {
        FakeProcess child = loggedChild();
        daemon.reloads(Plan.EMPTY);
        writes(child, "still here\n", "half");
        assertEquals(List.of(child.pid + " still here"), lines());
        FakeErrors errors = child.stderr.orElseThrow();
        daemon.ends(child);
        assertEquals(List.of(child.pid + " still here", child.pid + " half"), lines());
        assertTrue(!errors.fd().isOpen(), "it is closed with the last writer");
    }

    @Test
    void a_child_that_shuts_the_log_down_does_so_for_none_that_come_later() {
        FakeProcess bad = loggedChild();
        FakeErrors shut = bad.stderr.orElseThrow();
        daemon.connects(ENDPOINT);
        shut.shutDown();
        daemon.settle();
        assertTrue(shut.fd().isOpen(), "a start was told of it");
        assertEquals(bad.stderr, daemon.starts().stderr);
        assertTrue(!shut.fd().isOpen(), "none is any more");
        FakeProcess good = child();
        writes(good, "heard\n");
        assertEquals(List.of(good.pid + " heard"), lines());
    }

    @Test
    void a_start_under_way_when_its_service_is_removed_has_what_it_needs() {
        serves(new Processes().stderr(Stderr.LOG).done());
        daemon.connects(ENDPOINT);
        daemon.reloads(Plan.EMPTY);
        FakeProcess child = daemon.starts();
        writes(child, "late\n");
        assertEquals(List.of(child.pid + " late"), lines());
    }

    @Test
    void children_run_all_the_same_when_there_is_no_room_to_listen_and_later_there_is() {
        serves(new Processes().stderr(Stderr.LOG).done());
        daemon.os.children.noErrors(Optional.of(Errno.EMFILE));
        assertEquals(Optional.empty(), child().stderr);
        assertEquals(
                "127.0.0.1:7000/tcp: stderr is lost: socketpair(AF_UNIX): EMFILE (Too many open"
                        + " files)",
                EventText.of(daemon.saidOnce(Event.StderrLost.class)));
        daemon.os.children.noErrors(Optional.empty());
        assertTrue(child().stderr.isPresent());
    }

    @Test
    void one_who_runs_too_long_is_asked_to_end_and_5_seconds_later_made_to() {
        serves(new Processes().runTime(Duration.ofSeconds(60)).done());
        FakeProcess child = child();
        daemon.passes(Duration.ofSeconds(59));
        assertEquals(List.of(), child.signals);
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(List.of(15), child.signals);
        daemon.passes(Duration.ofSeconds(5));
        assertEquals(List.of(15, 9), child.signals);
        assertEquals(
                List.of("TERM", "KILL"),
                daemon.said(Event.Overtime.class).stream().map(Event.Overtime::signal).toList());
        daemon.passes(Duration.ofHours(1));
        assertEquals(List.of(15, 9), child.signals);
    }

    @Test
    void one_who_ends_in_time_or_when_asked_to_gets_no_more_signals() {
        serves(new Processes().runTime(Duration.ofSeconds(60)).done());
        FakeProcess quick = child();
        FakeProcess slow = child();
        daemon.ends(quick);
        daemon.passes(Duration.ofSeconds(61));
        daemon.ends(slow, 15);
        daemon.passes(Duration.ofSeconds(10));
        assertEquals(List.of(), quick.signals);
        assertEquals(List.of(15), slow.signals);
    }

    @Test
    void how_long_one_may_run_is_what_was_said_when_it_was_started() {
        serves(new Processes().runTime(Duration.ofSeconds(60)).done());
        FakeProcess before = child();
        daemon.reloads(with(ProcessSettings.USUAL));
        FakeProcess after = child();
        daemon.passes(Duration.ofMinutes(2));
        assertEquals(List.of(15, 9), before.signals);
        assertEquals(List.of(), after.signals);
    }
}
