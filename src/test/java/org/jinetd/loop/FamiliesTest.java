package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequenced packets and SCTP: which of them have connections, and what a kernel lacks. */
class FamiliesTest {

    @RegisterExtension final Scenario daemon = new Scenario();

    @ParameterizedTest
    @CsvSource({
        "/run/x seqpacket unix nowait root /bin/cat, /run/x, UNIX",
        "@x seqpacket unix nowait root /bin/cat, @x, UNIX",
        "9 stream sctp4 nowait root /bin/cat, *:9/sctp, SCTP",
    })
    void each_connection_has_a_child_of_its_own(String line, String endpoint, String proto) {
        daemon.serves(line);
        Client first = daemon.connects(endpoint);
        Client second = daemon.connects(endpoint);
        FakeProcess child = daemon.starts();
        assertEquals(Optional.of(first), child.client);
        assertEquals(Optional.of(second), daemon.starts().client);
        assertTrue(child.spawn.environment().contains("PROTO=" + proto));
    }

    @ParameterizedTest
    @CsvSource({
        "/run/x seqpacket unix wait root /bin/cat, /run/x",
        "9 stream sctp4 wait root /bin/cat, *:9/sctp",
    })
    void the_listener_is_lent_and_the_client_left_to_the_child(String line, String endpoint) {
        daemon.serves(line);
        Client client = daemon.connects(endpoint);
        assertFalse(daemon.isPolled(endpoint));
        assertEquals(client, daemon.starts().accepts());
    }

    @Test
    void packets_of_sctp_are_lent_like_datagrams() {
        daemon.serves("9 seqpacket sctp4 wait root /bin/cat");
        daemon.datagram("*:9/sctp", "hello");
        FakeProcess child = daemon.starts();
        assertEquals("hello", child.receives().text());
        daemon.ends(child);
        assertEquals(List.of(), daemon.said(Event.DatagramDropped.class));
    }

    @Test
    void a_packet_of_sctp_that_its_child_leaves_is_dropped() {
        daemon.serves("9 seqpacket sctp4 wait root /bin/cat");
        daemon.datagram("*:9/sctp", "hello");
        daemon.ends(daemon.starts());
        daemon.saidOnce(Event.DatagramDropped.class);
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_packet_of_sctp_whose_child_cannot_be_started_is_dropped() {
        daemon.serves("9 seqpacket sctp4 wait root /bin/cat");
        daemon.datagram("*:9/sctp", "hello");
        daemon.startFails("execve", Errno.ENOENT);
        daemon.saidOnce(Event.DatagramDropped.class);
        assertTrue(daemon.isIdleForEver());
    }

    @ParameterizedTest
    @EnumSource(
            value = Errno.class,
            names = {"EPROTONOSUPPORT", "ESOCKTNOSUPPORT"})
    void a_kernel_without_sctp_is_told_once_for_a_service_and_tried_each_minute(Errno errno) {
        daemon.os.fails("open *:9/sctp", errno);
        daemon.os.fails("open [::]:9/sctp", errno);
        daemon.serves("9 stream sctp nowait root /bin/cat");
        daemon.passes(Duration.ofMinutes(10));
        List<Event.ProtocolMissing> said = daemon.said(Event.ProtocolMissing.class);
        assertEquals(2 * 11, said.size());
        assertEquals(
                1, said.stream().filter(event -> event.level() == Event.Level.WARNING).count());
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
        assertTrue(daemon.statuses().get(0).startsWith("degraded: "));
        assertTrue(daemon.status("*:9/sctp").contains("unbound, tried again within 60 s"));
        daemon.os.everythingSucceeds();
        daemon.passes(Duration.ofMinutes(1));
        assertEquals(2, daemon.said(Event.BoundAtLast.class).size());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void other_errors_of_sctp_are_those_of_any_socket() {
        daemon.os.fails("open *:9/sctp", Errno.EADDRINUSE);
        daemon.serves("9 stream sctp4 nowait root /bin/cat");
        daemon.saidOnce(Event.BindFailed.class);
        assertEquals(List.of(), daemon.said(Event.ProtocolMissing.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 16 * 1024})
    void echo_answers_each_packet_with_one(int length) {
        daemon.serves("/run/echo seqpacket unix nowait root internal");
        Client client = daemon.connects("/run/echo");
        client.says("a".repeat(length)).says("b");
        daemon.settle();
        assertEquals("a".repeat(length) + "b", client.heard());
        assertEquals(List.of(length, 1), client.writes);
    }

    @Test
    void a_packet_that_echo_has_no_room_for_ends_the_conversation() {
        daemon.serves("/run/echo seqpacket unix nowait root internal");
        Client client = daemon.connects("/run/echo");
        client.says("a".repeat(16 * 1024 + 1));
        daemon.settle();
        assertTrue(client.isClosed());
        assertEquals("", client.heard());
    }

    @Test
    void echo_keeps_the_packet_that_the_client_has_no_room_for() {
        daemon.serves("/run/echo seqpacket unix nowait root internal");
        Client client = daemon.connects("/run/echo").takesOnly(0);
        client.says("one").says("two");
        daemon.settle();
        assertEquals("", client.heard());
        client.takesOnly(1000);
        daemon.settle();
        assertEquals("onetwo", client.heard());
        assertEquals(List.of(3, 3), client.writes);
    }
}
