package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LendingTest {

    private static final String TELNET = "telnet stream tcp4 wait root /usr/sbin/telnetd";
    private static final String TFTP = "tftp dgram udp4 wait root /usr/sbin/tftpd";
    private static final String OTHER = "http stream tcp4 nowait root /usr/sbin/httpd";

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void the_listener_itself_is_lent_and_not_looked_at_until_the_child_ends() {
        daemon.serves(TELNET);
        FakeListener listener = daemon.os.listener("*:23/tcp");
        Client client = daemon.connects("*:23/tcp");
        assertFalse(daemon.isPolled("*:23/tcp"));
        FakeProcess child = daemon.starts();
        assertEquals(Optional.of(listener), child.borrowed);
        assertTrue(listener.isBlocking);
        assertTrue(daemon.status("*:23/tcp").contains(" lent running=1"));
        daemon.connects("*:23/tcp");
        assertEquals(List.of(), daemon.os.children.pending());
        assertSame(client, child.accepts());
        child.accepts();
        daemon.ends(child);
        assertFalse(listener.isBlocking);
        assertTrue(daemon.isPolled("*:23/tcp"));
        assertTrue(daemon.status("*:23/tcp").contains(" open running=0"));
    }

    @Test
    void who_came_meanwhile_wakes_the_next_child() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        child.accepts();
        daemon.connects("*:23/tcp");
        daemon.ends(child);
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void there_is_no_peer_in_the_environment() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        assertFalse(
                daemon.starts().spawn.environment().stream().anyMatch(v -> v.startsWith("TCP")));
        assertEquals(Optional.empty(), daemon.saidOnce(Event.Started.class).peer());
    }

    @Test
    void the_first_datagram_is_left_for_the_child() {
        daemon.serves(TFTP);
        daemon.datagram("*:69/udp", "read me");
        FakeProcess child = daemon.starts();
        assertEquals("read me", child.receives().text());
        daemon.ends(child);
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
        assertEquals(0, daemon.os.received());
    }

    @Test
    void a_datagram_that_its_child_has_left_is_dropped_and_wakes_nobody_again() {
        daemon.serves(TFTP);
        daemon.os.send("*:69/udp", Ip.v4(0xc0000201), 4711, "unread");
        daemon.settle();
        daemon.ends(daemon.starts(), 1 << 8);
        assertEquals(List.of(), daemon.os.children.pending());
        Event.DatagramDropped dropped = daemon.saidOnce(Event.DatagramDropped.class);
        assertEquals("192.0.2.1:4711", dropped.source());
        assertTrue(daemon.isPolled("*:69/udp"));
    }

    @Test
    void another_datagram_with_the_same_bytes_is_not_the_one_that_was_left() {
        daemon.serves(TFTP);
        daemon.os.send("*:69/udp", Ip.v4(0xc0000201), 4711, "again");
        daemon.settle();
        FakeProcess child = daemon.starts();
        child.receives();
        daemon.os.send("*:69/udp", Ip.v4(0xc0000201), 4711, "again");
        daemon.ends(child);
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void the_datagram_behind_the_one_that_was_left_gets_a_child() {
        daemon.serves(TFTP);
        daemon.datagram("*:69/udp", "left");
        daemon.os.send("*:69/udp", Ip.v4(0xc0000201), 4711, "next");
        daemon.ends(daemon.starts());
        daemon.saidOnce(Event.DatagramDropped.class);
        assertEquals("next", daemon.starts().receives().text());
    }

    @Test
    void a_start_that_fails_drops_the_datagram_and_says_why() {
        daemon.serves(TFTP);
        daemon.datagram("*:69/udp", "unlucky");
        daemon.startFails("execve", Errno.ENOENT);
        assertTrue(daemon.saidOnce(Event.DatagramDropped.class).why().startsWith("execve: ENOENT"));
        daemon.saidOnce(Event.StartFailed.class);
        assertEquals(List.of(), daemon.os.children.pending());
        assertTrue(daemon.isPolled("*:69/udp"));
        assertFalse(daemon.os.listener("*:69/udp").isBlocking);
        assertTrue(daemon.status("*:69/udp").endsWith("running=0 starting=0"));
    }

    @Test
    void a_start_that_fails_closes_the_client_that_waits() {
        daemon.serves(TELNET);
        Client client = daemon.connects("*:23/tcp");
        daemon.startFails("chdir(/)", Errno.EACCES);
        assertTrue(client.isClosed());
        assertEquals(List.of(), daemon.os.children.pending());
        assertTrue(daemon.isPolled("*:23/tcp"));
    }

    @Test
    void a_client_that_is_gone_before_it_could_be_closed_is_nothing() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        daemon.os.listener("*:23/tcp").backlog.clear();
        daemon.startFails("execve", Errno.ENOENT);
        assertEquals(List.of(), daemon.said(Event.Exhausted.class));
        assertTrue(daemon.isPolled("*:23/tcp"));
    }

    @Test
    void a_client_that_cannot_be_closed_for_want_of_descriptors_lets_the_listener_rest() {
        daemon.serves(TELNET);
        Client client = daemon.connects("*:23/tcp");
        daemon.os.failsOnce("accept", Errno.EMFILE);
        daemon.startFails("execve", Errno.ENOENT);
        assertFalse(client.isAccepted());
        assertEquals(List.of(), daemon.os.children.pending());
        daemon.saidOnce(Event.Exhausted.class);
        daemon.passes(Duration.ofMillis(100));
        daemon.startFails("execve", Errno.ENOENT);
        assertTrue(client.isClosed());
        daemon.saidOnce(Event.Recovered.class);
    }

    @Test
    void a_lent_listener_stays_lent_across_a_reload() {
        daemon.serves(TELNET);
        FakeListener listener = daemon.os.listener("*:23/tcp");
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        daemon.reloads("telnet stream tcp4 wait root /usr/sbin/other", OTHER);
        assertSame(listener, daemon.os.listener("*:23/tcp"));
        assertFalse(daemon.isPolled("*:23/tcp"));
        assertEquals(List.of(), daemon.os.children.pending());
        daemon.ends(child);
        assertEquals("/usr/sbin/other", daemon.starts().spawn.program().path());
    }

    @Test
    void a_listener_that_is_removed_while_it_is_lent_is_left_to_the_child() {
        daemon.serves(TELNET, OTHER);
        FakeListener listener = daemon.os.listener("*:23/tcp");
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        daemon.reloads(OTHER);
        assertFalse(listener.isOurs());
        child.accepts();
        daemon.ends(child);
        daemon.saidOnce(Event.ChildEnded.class);
    }

    @Test
    void a_listener_that_is_removed_while_its_child_is_started_waits_for_the_report() {
        daemon.serves(TELNET, OTHER);
        FakeListener listener = daemon.os.listener("*:23/tcp");
        daemon.connects("*:23/tcp");
        daemon.reloads(OTHER);
        assertTrue(listener.isOurs());
        FakeProcess child = daemon.starts();
        assertFalse(listener.isOurs());
        daemon.ends(child);
    }

    @Test
    void a_listener_that_is_removed_while_its_child_is_started_in_vain_is_closed_too() {
        daemon.serves(TFTP, OTHER);
        FakeListener listener = daemon.os.listener("*:69/udp");
        daemon.datagram("*:69/udp", "unlucky");
        daemon.reloads(OTHER);
        daemon.startFails("execve", Errno.ENOENT);
        assertFalse(listener.isOurs());
    }

    @Test
    void a_listener_that_comes_back_while_a_child_has_the_old_one_is_bound_at_its_end() {
        daemon.serves(TELNET, OTHER);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        child.accepts();
        daemon.reloads(OTHER);
        daemon.reloads(TELNET, OTHER);
        daemon.passes(Duration.ofMinutes(10));
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        daemon.ends(child);
        daemon.saidOnce(Event.BoundAtLast.class);
        daemon.connects("*:23/tcp");
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void a_listener_that_moves_while_a_child_has_it_is_bound_at_its_end() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        daemon.reloads("127.0.0.1:" + TELNET);
        daemon.saidOnce(Event.BindFailed.class);
        FakeProcess child = daemon.starts();
        daemon.saidOnce(Event.BindFailed.class);
        child.accepts();
        daemon.ends(child);
        daemon.saidOnce(Event.BoundAtLast.class);
        assertEquals(List.of("127.0.0.1:23/tcp"), daemon.listening());
    }

    @Test
    void a_listener_that_moves_while_its_child_is_started_in_vain_is_bound_then() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        daemon.reloads("127.0.0.1:" + TELNET);
        daemon.startFails("execve", Errno.ENOENT);
        assertEquals(List.of("127.0.0.1:23/tcp"), daemon.listening());
    }

    @Test
    void a_listener_that_has_moved_on_is_not_bound_where_it_was_to_be() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        child.accepts();
        daemon.reloads("127.0.0.1:" + TELNET);
        daemon.reloads(OTHER);
        daemon.ends(child);
        assertEquals(List.of("*:80/tcp"), daemon.listening());
    }

    @Test
    void a_lent_listener_that_becomes_nowait_is_accepted_from_when_it_comes_back() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        child.accepts();
        daemon.reloads("telnet stream tcp4 nowait root /usr/sbin/telnetd");
        Client client = daemon.connects("*:23/tcp");
        assertFalse(client.isAccepted());
        daemon.ends(child);
        assertTrue(client.isHeldByDaemon());
        daemon.starts();
        assertTrue(client.child.isPresent());
    }

    @Test
    void a_lent_socket_that_becomes_a_built_in_is_answered_from_when_it_comes_back() {
        daemon.serves("echo dgram udp4 wait root /usr/sbin/echod");
        daemon.datagram("*:7/udp", "for the child");
        FakeProcess child = daemon.starts();
        daemon.reloads("echo dgram udp4 wait root internal");
        assertEquals(0, daemon.os.received());
        child.receives();
        daemon.os.send("*:7/udp", "for the daemon");
        daemon.ends(child);
        assertEquals("for the daemon", daemon.os.replies.get(0).text());
    }

    @Test
    void a_lent_socket_that_becomes_a_built_in_and_is_removed_is_closed_once() {
        daemon.serves("echo dgram udp4 wait root /usr/sbin/echod", OTHER);
        daemon.datagram("*:7/udp", "for the child");
        FakeProcess child = daemon.starts();
        daemon.reloads("echo dgram udp4 wait root internal", OTHER);
        daemon.reloads(OTHER);
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        daemon.ends(child);
    }

    @Test
    void a_lent_socket_that_becomes_something_else_and_back_is_lent_again() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        daemon.reloads("telnet stream tcp4 nowait root /usr/sbin/telnetd");
        daemon.reloads(TELNET);
        assertFalse(daemon.isPolled("*:23/tcp"));
        daemon.ends(child);
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void a_server_that_ends_badly_is_a_warning() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        child.accepts();
        daemon.ends(child, 11);
        assertEquals(Event.Level.WARNING, daemon.saidOnce(Event.ChildEnded.class).level());
    }

    @Test
    void two_listeners_of_a_service_are_lent_each_for_itself() {
        daemon.serves("telnet stream tcp wait root /usr/sbin/telnetd");
        daemon.connects("*:23/tcp");
        daemon.connects("[::]:23/tcp");
        assertEquals(2, daemon.os.children.pending().size());
    }
}
