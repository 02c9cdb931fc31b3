package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Datagram sockets that wake the daemon for nothing. */
class InVainTest {

    private static final String TFTP = "tftp dgram udp4 wait.1 root /usr/sbin/tftpd";
    private static final String ECHO = "echo dgram udp4 wait root internal";
    private static final int FOR_EVER = Integer.MAX_VALUE;

    @RegisterExtension final Scenario daemon = new Scenario();

    private void wakesInVain(String endpoint, int times) {
        daemon.os.listener(endpoint).wakeUpsInVain = times;
        daemon.settle();
    }

    @Test
    void a_datagram_that_the_kernel_drops_starts_nobody_and_counts_for_nothing() {
        daemon.serves(TFTP);
        daemon.forgets();
        wakesInVain("*:69/udp", Patience.MOST - 1);
        assertEquals(List.of(), daemon.os.children.pending());
        assertEquals(List.of(), daemon.events);
        assertTrue(daemon.isPolled("*:69/udp"));
        daemon.datagram("*:69/udp", "a good one");
        assertEquals("a good one", daemon.starts().receives().text());
    }

    @Test
    void a_socket_that_is_ready_for_ever_is_looked_at_now_and_then() {
        daemon.serves(TFTP);
        wakesInVain("*:69/udp", FOR_EVER);
        assertTrue(daemon.passes(Duration.ofMinutes(1)) < 30);
        daemon.os.listener("*:69/udp").wakeUpsInVain = 0;
        daemon.passes(Duration.ofSeconds(5));
        daemon.datagram("*:69/udp", "a good one");
        assertEquals("a good one", daemon.starts().receives().text());
    }

    @Test
    void a_socket_that_a_grandchild_ruins_later_is_bound_anew() {
        daemon.serves(TFTP);
        daemon.os.listener("*:69/udp").ruin();
        daemon.settle();
        daemon.saidOnce(Event.SocketReplaced.class);
        daemon.datagram("*:69/udp", "a good one");
        assertEquals("a good one", daemon.starts().receives().text());
    }

    @Test
    void a_built_in_rests_and_answers_again() {
        daemon.serves(ECHO);
        wakesInVain("*:7/udp", FOR_EVER);
        assertTrue(daemon.passes(Duration.ofMinutes(1)) < 30);
        daemon.os.listener("*:7/udp").wakeUpsInVain = 0;
        daemon.passes(Duration.ofSeconds(5));
        daemon.datagram("*:7/udp", "again");
        assertEquals("again", daemon.os.replies.get(0).text());
    }

    @Test
    void a_built_in_that_is_removed_while_it_rests_is_left_alone() {
        daemon.serves(ECHO, TFTP);
        wakesInVain("*:7/udp", FOR_EVER);
        daemon.reloads(TFTP);
        daemon.passes(Duration.ofMinutes(1));
        assertEquals(List.of("*:69/udp"), daemon.listening());
    }
}
