package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NowaitTest {

    private static final String FINGER =
            "finger stream tcp4 nowait nobody /usr/sbin/fingerd fingerd";
    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final String BUSY = "finger stream tcp4 nowait.0 nobody /usr/sbin/fingerd";
    private static final String BUSY_TOO = "http stream tcp4 nowait.0 root /usr/sbin/httpd";

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void the_child_gets_this_connection_and_the_daemon_keeps_nothing_of_it() {
        daemon.serves(FINGER);
        Client client = daemon.connects("*:79/tcp");
        assertTrue(client.isHeldByDaemon());
        FakeProcess child = daemon.starts();
        assertEquals(Optional.of(child), client.child);
        assertFalse(client.isHeldByDaemon());
        assertEquals("/usr/sbin/fingerd", child.spawn.program().path());
        assertEquals(List.of("fingerd"), child.spawn.program().arguments());
        assertEquals(65534, child.spawn.program().identity().orElseThrow().uid());
    }

    @Test
    void the_peer_is_in_the_environment() {
        daemon.serves(FINGER);
        daemon.os.connect("*:79/tcp", Ip.v4(0xc0000201), 4711);
        daemon.settle();
        FakeProcess child = daemon.starts();
        assertTrue(child.spawn.environment().contains("TCPREMOTEIP=192.0.2.1"));
        assertTrue(child.spawn.environment().contains("TCPREMOTEPORT=4711"));
        assertTrue(child.spawn.environment().contains("TCPLOCALPORT=79"));
    }

    @Test
    void a_child_is_told_of_when_it_starts_and_when_it_ends() {
        daemon.serves(FINGER);
        Client client = daemon.connects("*:79/tcp");
        FakeProcess child = daemon.starts();
        assertEquals(child.pid, daemon.saidOnce(Event.Started.class).pid());
        assertTrue(daemon.status("*:79/tcp").endsWith("running=1 starting=0"));
        daemon.passes(Duration.ofMillis(1500));
        daemon.ends(child, 3 << 8);
        Event.ChildEnded ended = daemon.saidOnce(Event.ChildEnded.class);
        assertEquals(Optional.of(client.peer), ended.peer());
        assertEquals(1500, ended.millis());
        assertEquals("exit status 3", ended.ended().status().toString());
        assertTrue(daemon.status("*:79/tcp").endsWith("running=0 starting=0"));
    }

    @Test
    void a_child_that_ends_before_its_start_is_reported_is_not_forgotten() {
        daemon.serves(FINGER);
        daemon.connects("*:79/tcp");
        daemon.os.children.pending().get(0).succeeds().ends();
        daemon.settle();
        daemon.saidOnce(Event.Started.class);
        daemon.saidOnce(Event.ChildEnded.class);
    }

    @Test
    void a_pid_that_comes_back_at_once_is_another_child() {
        daemon.serves(FINGER);
        daemon.connects("*:79/tcp");
        FakeProcess first = daemon.starts();
        daemon.ends(first);
        daemon.connects("*:79/tcp");
        FakeProcess second = daemon.starts();
        assertEquals(first.pid, second.pid);
        daemon.ends(second);
        assertEquals(2, daemon.said(Event.ChildEnded.class).size());
    }

    @Test
    void clients_of_a_unix_socket_are_served_alike() {
        daemon.serves("/run/finger stream unix nowait root /usr/sbin/fingerd");
        Client client = daemon.connects("/run/finger");
        FakeProcess child = daemon.starts();
        assertEquals(Optional.of(child), client.child);
        assertTrue(child.spawn.environment().contains("PROTO=UNIX"));
    }

    @Test
    void a_turn_takes_no_more_than_32_clients_of_a_busy_service() {
        daemon.serves("discard stream tcp4 nowait.0 root internal");
        for (int i = 0; i < 100; i++) {
            daemon.os.connect("*:9/tcp");
        }
        daemon.turn();
        assertEquals(100 - Acceptor.MOST_PER_TURN, daemon.os.listener("*:9/tcp").backlog.size());
    }

    @Test
    void two_busy_services_both_get_on() {
        daemon.serves(BUSY, BUSY_TOO);
        for (int i = 0; i < 100; i++) {
            daemon.os.connect("*:79/tcp");
            daemon.os.connect("*:80/tcp");
        }
        daemon.settle();
        assertEquals(84, daemon.os.listener("*:79/tcp").backlog.size());
        assertEquals(84, daemon.os.listener("*:80/tcp").backlog.size());
        List<Children.Lane> lanes =
                daemon.os.children.pending().stream().map(start -> start.lane).distinct().toList();
        assertEquals(2, lanes.size(), "each has a lane of its own");
    }

    @Test
    void sixteen_starts_under_way_stop_the_listener_and_eight_let_it_go_on() {
        daemon.serves(BUSY);
        for (int i = 0; i < 40; i++) {
            daemon.os.connect("*:79/tcp");
        }
        daemon.settle();
        assertEquals(16, daemon.os.children.pending().size());
        assertFalse(daemon.isPolled("*:79/tcp"));
        assertTrue(daemon.status("*:79/tcp").contains("held: [STARTING]"));
        for (int i = 0; i < 7; i++) {
            daemon.starts();
        }
        assertEquals(9, daemon.os.children.pending().size());
        assertFalse(daemon.isPolled("*:79/tcp"));
        daemon.starts();
        assertEquals(16, daemon.os.children.pending().size());
        assertEquals(16, daemon.os.listener("*:79/tcp").backlog.size());
    }

    @Test
    void a_connection_with_a_source_route_is_refused_before_it_counts() {
        daemon.serves("finger stream tcp4 nowait/1 nobody /usr/sbin/fingerd");
        Client client = daemon.os.connect("*:79/tcp");
        client.isSourceRouted = true;
        daemon.settle();
        assertTrue(client.isClosed());
        Event.Refused refused = daemon.saidOnce(Event.Refused.class);
        assertEquals("source-route: IP source route", refused.reason().toString());
        assertTrue(daemon.connects("*:79/tcp").isHeldByDaemon());
    }

    @Test
    void a_client_from_the_ftp_data_port_is_refused() {
        daemon.serves(FINGER);
        Client client = daemon.os.connect("*:79/tcp", Ip.v4(0xc0000201), 20);
        daemon.settle();
        assertTrue(client.isClosed());
        assertEquals(client.peer, daemon.saidOnce(Event.Refused.class).peer());
        assertEquals(List.of(), daemon.os.children.pending());
        assertTrue(daemon.status("*:79/tcp").endsWith("running=0 starting=0"));
    }

    @Test
    void a_program_that_is_not_there_costs_the_client_its_connection_and_is_said() {
        daemon.serves(FINGER);
        Client client = daemon.connects("*:79/tcp");
        daemon.startFails("execve", Errno.ENOENT);
        assertTrue(client.isClosed());
        Event.StartFailed failed = daemon.saidOnce(Event.StartFailed.class);
        assertEquals("execve: ENOENT (No such file or directory)", failed.why());
        assertEquals(Optional.of(client.peer), failed.peer());
        assertTrue(daemon.status("*:79/tcp").endsWith("running=0 starting=0"));
        assertTrue(daemon.isPolled("*:79/tcp"));
    }

    @Test
    void another_service_is_served_while_one_hangs_in_exec() {
        daemon.serves(BUSY, HTTP);
        for (int i = 0; i < 40; i++) {
            daemon.os.connect("*:79/tcp");
        }
        daemon.settle();
        Client client = daemon.connects("*:80/tcp");
        daemon.os.children.pending().get(16).succeeds();
        daemon.settle();
        assertTrue(client.child.isPresent());
    }

    @Test
    void a_poller_that_was_wrong_does_no_harm() {
        daemon.serves(FINGER);
        daemon.connects("*:79/tcp");
        FakeProcess child = daemon.starts();
        daemon.os.poller.lieOnce();
        daemon.turn();
        assertEquals(List.of(child), daemon.os.children.running());
    }
}
