package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Descriptors for which the kernel has no room in its epoll sets. */
class NoWatchTest {

    private static final String FINGER = "finger stream tcp4 nowait root /usr/sbin/fingerd";
    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final String ECHO = "echo stream tcp4 nowait root internal";
    private static final String ECHOES = "echo dgram udp4 wait root internal";

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void a_listener_rests_and_is_served_later_while_others_are_served_now() {
        daemon.serves(FINGER);
        daemon.os.failsOnce("epoll_ctl", Errno.ENOSPC);
        daemon.reloads(FINGER, HTTP);
        assertTrue(daemon.saidOnce(Event.Exhausted.class).why().contains("ENOSPC"));
        assertTrue(daemon.connects("*:79/tcp").isAccepted());
        Client client = daemon.connects("*:80/tcp");
        assertFalse(client.isAccepted());
        daemon.passes(Duration.ofMillis(100));
        assertTrue(client.isAccepted());
        daemon.saidOnce(Event.Recovered.class);
    }

    @Test
    void a_conversation_is_ended_and_accounted_for() {
        daemon.serves(ECHO);
        daemon.os.failsOnce("epoll_ctl", Errno.ENOMEM);
        assertTrue(daemon.connects("*:7/tcp").isClosed());
        assertTrue(daemon.statuses().get(0).endsWith("conversations=0"));
        Client next = daemon.connects("*:7/tcp");
        next.says("hello");
        daemon.settle();
        assertEquals("hello", next.heard());
    }

    @Test
    void a_built_in_datagram_service_answers_later() {
        daemon.serves(FINGER);
        daemon.os.failsOnce("epoll_ctl", Errno.ENOSPC);
        daemon.reloads(FINGER, ECHOES);
        daemon.datagram("*:7/udp", "hello");
        assertEquals(0, daemon.os.received());
        daemon.passes(Duration.ofSeconds(1));
        assertEquals("hello", daemon.os.replies.get(0).text());
    }
}
