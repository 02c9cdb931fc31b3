package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.plan.Buffers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReloadTest {

    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final String FINGER = "finger stream tcp4 nowait nobody /usr/sbin/fingerd";
    private static final String ECHO = "echo dgram udp4 wait root internal";
    private static final String DISCARD = "7 dgram udp4 wait root internal discard";

    @RegisterExtension final Scenario daemon = new Scenario();

    private Fd fd(String endpoint) {
        return daemon.os.listener(endpoint).fd;
    }

    @Test
    void an_endpoint_that_stays_keeps_its_very_descriptor() {
        daemon.serves(HTTP, ECHO);
        Fd http = fd("*:80/tcp");
        Fd echo = fd("*:7/udp");
        daemon.reloads("# moved", FINGER, ECHO, HTTP);
        assertSame(http, fd("*:80/tcp"));
        assertSame(echo, fd("*:7/udp"));
        assertEquals(new Event.Reloaded(2, 1, 0, 0, 0), daemon.saidOnce(Event.Reloaded.class));
    }

    @Test
    void another_program_serves_the_next_client() {
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        FakeProcess child = daemon.starts();
        daemon.reloads("http stream tcp4 nowait root /usr/sbin/nginx");
        assertTrue(child.ended.isEmpty());
        daemon.connects("*:80/tcp");
        assertEquals("/usr/sbin/nginx", daemon.starts().spawn.program().path());
        assertEquals(1, daemon.saidOnce(Event.Reloaded.class).changed());
        assertTrue(daemon.status("*:80/tcp").contains("running=2"));
    }

    @Test
    void clients_in_the_backlog_are_served_by_the_next_version() {
        daemon.serves("http stream tcp4 nowait/1 root /usr/sbin/httpd");
        daemon.connects("*:80/tcp");
        Client waiting = daemon.connects("*:80/tcp");
        daemon.reloads("http stream tcp4 nowait/2 root /usr/sbin/nginx");
        assertTrue(waiting.isAccepted());
        assertEquals("/usr/sbin/nginx", daemon.os.children.pending().get(1).spawn.program().path());
    }

    @Test
    void what_is_removed_is_closed_and_its_children_go_on() {
        daemon.serves(HTTP, FINGER);
        daemon.connects("*:80/tcp");
        FakeProcess child = daemon.starts();
        daemon.connects("*:80/tcp");
        daemon.reloads(FINGER);
        assertEquals(List.of("*:79/tcp"), daemon.listening());
        assertTrue(child.ended.isEmpty());
        daemon.startFails("execve", Errno.ENOENT);
        daemon.ends(child);
        assertEquals("http/tcp4", daemon.saidOnce(Event.ChildEnded.class).service());
    }

    @Test
    void all_addresses_become_one_and_all_again() {
        daemon.serves(HTTP);
        daemon.reloads("127.0.0.1:" + HTTP);
        assertEquals(List.of("127.0.0.1:80/tcp"), daemon.listening());
        daemon.reloads(HTTP);
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
    }

    @Test
    void a_built_in_datagram_service_moves_to_one_address_without_a_failure() {
        daemon.serves(ECHO);
        daemon.reloads("127.0.0.1:" + ECHO);
        assertEquals(List.of("127.0.0.1:7/udp"), daemon.listening());
        daemon.reloads(ECHO);
        daemon.datagram("*:7/udp", "hello");
        assertEquals("hello", daemon.os.replies.get(0).text());
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
    }

    @Test
    void an_address_that_is_given_up_before_it_was_free_is_never_bound() {
        daemon.serves(ECHO, HTTP);
        daemon.talkersAreBusy();
        daemon.reloads("127.0.0.1:" + ECHO, HTTP);
        assertTrue(daemon.status("127.0.0.1:7/udp").contains("waits for its address"));
        assertEquals("serving", daemon.statuses().get(0).split(":")[0]);
        daemon.reloads(HTTP);
        daemon.talkersGoOn();
        assertEquals(List.of("*:80/tcp"), daemon.listening());
    }

    @Test
    void a_service_that_comes_back_before_the_talkers_have_let_go_is_bound_without_a_failure() {
        daemon.serves(ECHO, HTTP);
        daemon.talkersAreBusy();
        daemon.reloads(HTTP);
        daemon.reloads(ECHO, HTTP);
        daemon.talkersGoOn();
        daemon.datagram("*:7/udp", "hello");
        assertEquals(List.of("hello"), texts());
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
    }

    @Test
    void other_buffers_are_applied_to_the_open_socket() {
        daemon.serves(HTTP);
        Fd http = fd("*:80/tcp");
        daemon.reloads("http stream tcp4,rcvbuf=64k,sndbuf=8k nowait root /usr/sbin/httpd");
        assertSame(http, fd("*:80/tcp"));
        assertEquals(new Buffers(8192, 65536), daemon.os.listener("*:80/tcp").buffers);
    }

    @Test
    void nowait_becomes_wait_and_nowait_again_on_the_same_socket() {
        daemon.serves(HTTP);
        Fd http = fd("*:80/tcp");
        daemon.reloads("http stream tcp4 wait root /usr/sbin/httpd");
        daemon.connects("*:80/tcp");
        FakeProcess borrower = daemon.starts();
        assertTrue(borrower.borrowed.isPresent());
        borrower.accepts();
        daemon.ends(borrower);
        daemon.reloads(HTTP);
        daemon.connects("*:80/tcp");
        assertTrue(daemon.starts().client.isPresent());
        assertSame(http, fd("*:80/tcp"));
    }

    @Test
    void a_stream_built_in_becomes_a_program_and_a_built_in_again_on_the_same_socket() {
        daemon.serves("echo stream tcp4 nowait root internal");
        Fd echo = fd("*:7/tcp");
        Client talking = daemon.connects("*:7/tcp");
        daemon.reloads("echo stream tcp4 nowait root /usr/sbin/echod");
        daemon.connects("*:7/tcp");
        assertTrue(daemon.starts().client.isPresent());
        talking.says("still there?");
        daemon.settle();
        assertEquals("still there?", talking.heard());
        daemon.reloads("echo stream tcp4 nowait root internal");
        Client again = daemon.connects("*:7/tcp").says("and now?");
        daemon.settle();
        assertEquals("and now?", again.heard());
        assertSame(echo, fd("*:7/tcp"));
    }

    @Test
    void a_datagram_built_in_becomes_another_on_the_same_socket() {
        daemon.serves(ECHO);
        Fd echo = fd("*:7/udp");
        daemon.reloads(DISCARD);
        daemon.datagram("*:7/udp", "into the void");
        daemon.reloads(ECHO);
        daemon.datagram("*:7/udp", "hello");
        assertEquals(List.of("hello"), texts());
        assertSame(echo, fd("*:7/udp"));
    }

    @Test
    void a_datagram_built_in_becomes_a_program_and_a_built_in_again_on_the_same_socket() {
        daemon.serves(ECHO);
        Fd echo = fd("*:7/udp");
        daemon.reloads("echo dgram udp4 wait root /usr/sbin/echod");
        daemon.datagram("*:7/udp", "for a child");
        FakeProcess child = daemon.starts();
        child.receives();
        daemon.ends(child);
        daemon.reloads(ECHO);
        daemon.datagram("*:7/udp", "for the daemon");
        assertEquals(List.of("for the daemon"), texts());
        assertSame(echo, fd("*:7/udp"));
    }

    @Test
    void a_socket_that_the_talkers_have_yet_to_let_go_of_is_handed_over_once() {
        daemon.serves(ECHO);
        daemon.talkersAreBusy();
        daemon.reloads("echo dgram udp4 wait root /usr/sbin/echod");
        daemon.reloads(DISCARD);
        daemon.reloads(ECHO);
        daemon.talkersGoOn();
        daemon.datagram("*:7/udp", "hello");
        assertEquals(List.of("hello"), texts());
    }

    @Test
    void a_socket_that_the_talkers_have_yet_to_let_go_of_is_closed_once() {
        daemon.serves(ECHO, HTTP);
        daemon.talkersAreBusy();
        daemon.reloads("echo dgram udp4 wait root /usr/sbin/echod", HTTP);
        daemon.reloads(HTTP);
        daemon.talkersGoOn();
        assertEquals(List.of("*:80/tcp"), daemon.listening());
    }

    @Test
    void a_socket_that_the_talkers_never_came_to_is_closed_once() {
        daemon.talkersAreBusy();
        daemon.serves(ECHO, HTTP);
        daemon.reloads(HTTP);
        daemon.talkersGoOn();
        assertEquals(List.of("*:80/tcp"), daemon.listening());
    }

    private List<String> texts() {
        return daemon.os.replies.stream().map(Reply::text).toList();
    }

    @Test
    void a_signal_during_planning_leads_to_exactly_one_more() {
        daemon.serves(HTTP);
        daemon.gets(DaemonSignal.HUP);
        daemon.gets(DaemonSignal.HUP);
        daemon.gets(DaemonSignal.HUP);
        assertEquals(1, daemon.files.waiting());
        daemon.files.contain(FINGER);
        daemon.files.read();
        daemon.settle();
        assertEquals(1, daemon.files.waiting());
        daemon.files.contain(HTTP);
        daemon.files.read();
        daemon.settle();
        assertEquals(0, daemon.files.waiting());
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        assertEquals(2, daemon.said(Event.Reloaded.class).size());
    }

    @Test
    void clients_are_served_while_the_files_are_read() {
        daemon.serves(HTTP);
        daemon.gets(DaemonSignal.HUP);
        assertTrue(daemon.connects("*:80/tcp").isAccepted());
        daemon.files.read();
        daemon.settle();
    }

    @Test
    void a_file_that_cannot_be_read_changes_nothing_and_is_said() {
        daemon.serves(HTTP);
        daemon.files.cannotBeRead(Errno.EACCES);
        daemon.reloads();
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        assertEquals(
                "open(inetd.conf): EACCES (Permission denied)",
                daemon.saidOnce(Event.ReloadFailed.class).why());
        assertEquals(List.of("ready", "reloading", "ready"), daemon.supervisor.steps);
        daemon.reloads(FINGER);
        assertEquals(List.of("*:79/tcp"), daemon.listening());
    }

    @Test
    void a_defect_in_reading_is_not_the_last_reload() {
        daemon.serves(HTTP);
        daemon.files.meetADefect();
        daemon.reloads();
        daemon.saidOnce(Event.ReloadFailed.class);
        assertEquals(List.of("ready", "reloading", "ready"), daemon.supervisor.steps);
        daemon.reloads(FINGER);
        assertEquals(List.of("*:79/tcp"), daemon.listening());
    }

    @Test
    void a_bad_line_takes_neither_itself_nor_others_down() {
        daemon.serves(HTTP, FINGER);
        daemon.reloads("http stream tcp4 nowait nobdy /usr/sbin/httpd", FINGER);
        assertEquals(List.of("*:80/tcp", "*:79/tcp"), daemon.listening());
        daemon.saidOnce(Event.ConfigProblem.class);
        assertEquals(new Event.Reloaded(2, 0, 0, 0, 1), daemon.saidOnce(Event.Reloaded.class));
    }

    @Test
    void a_service_that_is_split_keeps_its_counts_with_the_first_part() {
        daemon.serves("127.0.0.1,127.0.0.2:finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd");
        daemon.connects("127.0.0.1:79/tcp");
        FakeProcess child = daemon.starts();
        daemon.reloads(
                "127.0.0.1:finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd",
                "127.0.0.2:finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd");
        assertFalse(daemon.connects("127.0.0.1:79/tcp").isAccepted());
        assertTrue(daemon.connects("127.0.0.2:79/tcp").isAccepted());
        daemon.ends(child);
        assertTrue(daemon.status("127.0.0.1:79/tcp").endsWith("running=1 starting=1"));
    }

    @Test
    void services_that_swap_their_endpoints_serve_each_other_s_clients() {
        daemon.serves(
                "127.0.0.1:http stream tcp4 nowait root /bin/one",
                "127.0.0.2:http stream tcp4 nowait root /bin/two");
        daemon.reloads(
                "127.0.0.2:http stream tcp4 nowait root /bin/one",
                "127.0.0.1:http stream tcp4 nowait root /bin/two");
        daemon.connects("127.0.0.1:80/tcp");
        assertEquals("/bin/two", daemon.os.children.pending().get(0).spawn.program().path());
    }

    @Test
    void everything_may_go_and_come_back() {
        daemon.serves(HTTP, ECHO, "/run/x stream unix nowait root /bin/x");
        daemon.reloads("# nothing");
        assertEquals(List.of(), daemon.listening());
        assertEquals(List.of("/run/x"), daemon.os.unlinked);
        assertTrue(daemon.isIdleForEver());
        daemon.reloads(HTTP, ECHO, "/run/x stream unix nowait root /bin/x");
        assertEquals(List.of("*:80/tcp", "*:7/udp", "/run/x"), daemon.listening());
    }
}
