package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that somebody who shares them has made useless. */
class RuinedTest {

    private static final String TELNET = "telnet stream tcp4 wait root /usr/sbin/telnetd";
    private static final String TFTP = "tftp dgram udp4 wait root /usr/sbin/tftpd";
    private static final String LOCAL = "/run/s stream unix wait root /usr/sbin/s";
    private static final String FINGER = "finger stream tcp4 nowait root /usr/sbin/fingerd";

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void a_listener_that_its_child_has_ruined_is_bound_anew_and_serves() {
        daemon.serves(TELNET);
        FakeListener before = daemon.os.listener("*:23/tcp");
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        before.ruin();
        daemon.ends(child);
        assertFalse(before.isOurs());
        assertNotSame(before, daemon.os.listener("*:23/tcp"));
        assertEquals("*:23/tcp", daemon.saidOnce(Event.SocketReplaced.class).endpoint().toString());
        assertEquals(List.of(), daemon.os.children.pending());
        Client client = daemon.connects("*:23/tcp");
        assertEquals(client, daemon.starts().accepts());
    }

    @Test
    void a_datagram_socket_that_its_child_has_ruined_is_bound_anew_and_serves() {
        daemon.serves(TFTP);
        daemon.datagram("*:69/udp", "first");
        FakeProcess child = daemon.starts();
        daemon.os.listener("*:69/udp").ruin();
        daemon.ends(child);
        daemon.datagram("*:69/udp", "second");
        assertEquals("second", daemon.starts().receives().text());
    }

    @Test
    void a_child_that_ruins_it_before_its_program_fails_is_no_better() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        daemon.os.listener("*:23/tcp").ruin();
        daemon.startFails("execve", Errno.ENOENT);
        daemon.saidOnce(Event.SocketReplaced.class);
        assertEquals(List.of(), daemon.said(Event.Exhausted.class));
        assertTrue(daemon.isPolled("*:23/tcp"));
    }

    @Test
    void the_path_is_free_for_the_next_one_though_a_grandchild_keeps_the_old() {
        daemon.serves(LOCAL);
        FakeListener before = daemon.os.listeners().get(0);
        String endpoint = before.endpoint.toString();
        daemon.connects(endpoint);
        FakeProcess child = daemon.starts();
        before.borrowers++;
        before.ruin();
        daemon.ends(child);
        assertNotSame(before, daemon.os.listener(endpoint));
        daemon.saidOnce(Event.SocketReplaced.class);
    }

    @Test
    void an_address_that_is_still_taken_is_tried_again() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        daemon.os.listener("*:23/tcp").ruin();
        daemon.os.fails("open", Errno.EADDRINUSE);
        daemon.ends(child);
        daemon.saidOnce(Event.BindFailed.class);
        daemon.os.succeeds("open");
        daemon.passes(Duration.ofSeconds(1));
        daemon.saidOnce(Event.BoundAtLast.class);
        assertTrue(daemon.isPolled("*:23/tcp"));
    }

    @Test
    void one_that_is_ruined_and_removed_is_only_closed() {
        daemon.serves(TELNET, FINGER);
        daemon.connects("*:23/tcp");
        FakeProcess child = daemon.starts();
        daemon.os.listener("*:23/tcp").ruin();
        daemon.reloads(FINGER);
        daemon.ends(child);
        assertEquals(List.of("*:79/tcp"), daemon.listening());
        assertEquals(List.of(), daemon.said(Event.SocketReplaced.class));
    }

    @Test
    void one_that_is_ruined_and_becomes_something_else_is_bound_as_that() {
        daemon.serves("echo dgram udp4 wait root /usr/sbin/echod");
        daemon.datagram("*:7/udp", "for the child");
        FakeProcess child = daemon.starts();
        daemon.os.listener("*:7/udp").ruin();
        daemon.reloads("echo dgram udp4 wait root internal");
        daemon.ends(child);
        daemon.datagram("*:7/udp", "for the daemon");
        assertEquals("for the daemon", daemon.os.replies.get(0).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root /usr/sbin/echod", "root internal"})
    void a_listener_that_was_killed_from_outside_is_bound_anew(String whom) {
        daemon.serves("echo stream tcp4 nowait " + whom);
        FakeListener before = daemon.os.listener("*:7/tcp");
        before.ruin();
        daemon.settle();
        assertFalse(before.isOurs());
        daemon.saidOnce(Event.SocketReplaced.class);
        assertTrue(daemon.connects("*:7/tcp").isAccepted());
    }
}
