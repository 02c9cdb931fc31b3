package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagram nowait: a socket and a child for each source. */
class SourcesTest {

    private static final String A = "192.0.2.1";
    private static final String B = "192.0.2.2";
    private static final int PORT = 4711;
    private static final String LISTENER = "*:9/udp";

    @RegisterExtension final Scenario daemon = new Scenario();

    private static String line(String mode) {
        return "9 dgram udp4 " + mode + " root /bin/cat";
    }

    private void send(String from, String... texts) {
        for (String text : texts) {
            daemon.os.sources.send(9, from, PORT, text);
        }
        daemon.settle();
    }

    private int starting() {
        return daemon.os.children.pending().size();
    }

    private static List<String> unread(FakeProcess child) {
        return child.borrowed.orElseThrow().mails.stream().map(FakeListener.Mail::text).toList();
    }

    private static List<String> reads(FakeProcess child) {
        List<String> texts = unread(child);
        child.borrowed.orElseThrow().mails.clear();
        return texts;
    }

    private String dropped() {
        return daemon.saidOnce(Event.DatagramDropped.class).why();
    }

    @Test
    void each_source_has_a_child_with_its_datagram_in_front() {
        daemon.serves(line("nowait"));
        send(A, "of a");
        send(B, "of b");
        FakeProcess a = daemon.starts();
        FakeProcess b = daemon.starts();
        assertEquals(List.of("of a"), reads(a));
        assertEquals(List.of("of b"), reads(b));
        assertTrue(
                a.spawn.environment().containsAll(List.of("PROTO=UDP", "REMOTE_ADDR=" + A)),
                a.spawn.environment().toString());
        assertTrue(daemon.isPolled(LISTENER));
    }

    @Test
    void what_a_source_sends_while_its_child_runs_goes_there() {
        daemon.serves(line("nowait"));
        send(A, "first");
        FakeProcess child = daemon.starts();
        send(A, "second");
        assertEquals(List.of("first", "second"), reads(child));
        assertEquals(0, starting());
    }

    @Test
    void a_burst_that_is_in_the_shared_queue_goes_to_the_one_child() {
        daemon.serves(line("nowait"));
        send(A, "first", "second", "third");
        assertEquals(1, starting());
        assertEquals(List.of("first", "second", "third"), reads(daemon.starts()));
    }

    @Test
    void a_childs_end_frees_its_socket_and_its_place() {
        daemon.serves(line("nowait/1"));
        send(A, "first");
        int sockets = daemon.os.open().size();
        FakeProcess child = daemon.starts();
        assertTrue(daemon.status(LISTENER).contains("running=1"));
        reads(child);
        daemon.ends(child);
        assertEquals(0, daemon.os.sources.active());
        daemon.passes(Duration.ofMillis(10));
        assertTrue(daemon.status(LISTENER).contains(" open running=0"));
        assertTrue(daemon.os.open().size() < sockets, "its socket and the shield are closed");
        send(A, "later");
        assertEquals(List.of("later"), reads(daemon.starts()));
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
    }

    @Test
    void a_source_that_has_its_share_is_refused_and_others_are_not() {
        daemon.serves(line("nowait/0/0/1"));
        send(A, "first");
        daemon.os.sources.send(9, A, PORT + 1, "of another port");
        daemon.settle();
        assertEquals(A, remote(daemon.saidOnce(Event.Refused.class)));
        send(B, "of another host");
        assertEquals(2, starting());
    }

    private static String remote(Event.Refused refused) {
        String peer = refused.peer().toString();
        return peer.substring(0, peer.indexOf(':'));
    }

    @Test
    void a_source_port_of_0_is_refused_since_nothing_can_be_sent_there() {
        daemon.serves(line("nowait"));
        daemon.os.sources.send(9, A, 0, "x");
        daemon.settle();
        assertEquals(
                "port-zero: source port 0",
                daemon.saidOnce(Event.Refused.class).reason().toString());
        assertEquals(0, starting());
    }

    @Test
    void sources_above_the_limit_wait_in_the_queue() {
        daemon.serves(line("nowait/1"));
        send(A, "of a");
        send(B, "of b");
        assertEquals(1, starting());
        FakeProcess child = daemon.starts();
        assertFalse(daemon.isPolled(LISTENER));
        assertTrue(daemon.isIdleForEver() || daemon.passes(Duration.ofSeconds(1)) < 10);
        reads(child);
        daemon.ends(child);
        assertEquals(List.of("of b"), reads(daemon.starts()));
    }

    @Test
    void a_service_that_is_asked_too_often_keeps_the_datagram_until_it_goes_on() {
        daemon.serves(line("nowait.2"));
        Stream.of("1", "2", "3").forEach(i -> send("192.0.2." + i, i));
        daemon.saidOnce(Event.Paused.class);
        assertEquals(2, starting());
        daemon.passes(Duration.ofHours(1));
        assertEquals(3, starting());
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
    }

    @Test
    void a_program_that_cannot_be_started_costs_the_first_datagram_and_is_told() {
        daemon.serves(line("nowait"));
        send(A, "first");
        daemon.startFails("execve", Errno.ENOENT);
        assertEquals("execve: ENOENT (No such file or directory)", dropped());
        assertTrue(daemon.status(LISTENER).contains("running=0"));
        assertEquals(0, starting());
    }

    @Test
    void where_no_process_can_be_had_the_datagram_waits_for_another_moment() {
        daemon.serves(line("nowait"));
        send(A, "first");
        daemon.startFails("clone", Errno.EAGAIN);
        daemon.saidOnce(Event.Exhausted.class);
        assertEquals(0, starting());
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(List.of("first"), reads(daemon.starts()));
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
    }

    @Test
    void what_a_child_leaves_finds_the_next_one_but_for_the_datagram_that_woke_it() {
        daemon.serves(line("nowait"));
        send(A, "first");
        FakeProcess child = daemon.starts();
        send(A, "second");
        daemon.ends(child);
        assertEquals("the child ended without reading it", dropped());
        assertEquals(List.of("second"), reads(daemon.starts()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collect", "create"})
    void a_socket_that_cannot_be_had_for_now_leaves_the_datagram_in_the_queue(String call) {
        daemon.serves(line("nowait"));
        daemon.os.failsOnce(call, Errno.EMFILE);
        send(A, "first");
        daemon.saidOnce(Event.Exhausted.class);
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(List.of("first"), reads(daemon.starts()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collect", "create", "activate", "post"})
    void a_socket_that_cannot_be_had_at_all_costs_the_datagram(String call) {
        daemon.serves(line("nowait/1"));
        daemon.os.failsOnce(call, Errno.EACCES);
        send(A, "first");
        assertEquals(call + ": EACCES (Permission denied)", dropped());
        send(A, "second");
        assertEquals(List.of("second"), reads(daemon.starts()));
    }

    @Test
    void a_datagram_that_does_not_come_back_is_given_up_and_its_place_is_free() {
        daemon.serves(line("nowait/1"));
        daemon.os.failsOnce("lose", Errno.EIO);
        send(A, "first");
        assertEquals(0, starting());
        daemon.passes(Duration.ofSeconds(2));
        assertEquals("it did not come back", dropped());
        send(A, "second");
        assertEquals(List.of("second"), reads(daemon.starts()));
    }

    @Test
    void without_the_right_to_do_it_the_service_is_not_bound() {
        daemon.os.fails("ability", Errno.EPERM);
        daemon.serves(line("nowait"));
        assertEquals(
                "ability: EPERM (Operation not permitted)",
                daemon.saidOnce(Event.BindFailed.class).why());
        assertEquals(List.of(), daemon.listening());
    }

    @Test
    void a_service_that_is_offered_no_more_leaves_its_children_with_their_sources() {
        daemon.serves(line("nowait"), "7 dgram udp4 wait root internal echo");
        send(A, "first");
        FakeProcess child = daemon.starts();
        daemon.reloads("7 dgram udp4 wait root internal echo");
        send(A, "second");
        assertEquals(List.of("first", "second"), reads(child));
        daemon.ends(child);
        daemon.passes(Duration.ofMillis(10));
        assertEquals(List.of(), daemon.os.children.running());
    }
}
