package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jinetd.os.DaemonSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdleTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void a_daemon_without_clients_never_wakes_up() {
        daemon.serves(
                "http stream tcp nowait root /usr/sbin/httpd",
                "tftp dgram udp wait root /usr/sbin/tftpd",
                "echo dgram udp wait root internal",
                "echo stream tcp nowait root internal");
        assertTrue(daemon.isIdleForEver());
        assertEquals(0, daemon.passes(MONTH));
    }

    @Test
    void children_at_work_wake_nobody() {
        daemon.serves(
                "http stream tcp4 nowait root /usr/sbin/httpd",
                "/run/x stream unix wait root /bin/x");
        daemon.connects("*:80/tcp");
        daemon.starts();
        daemon.connects("/run/x");
        daemon.starts();
        daemon.connects("*:80/tcp"); // its start is under way
        assertTrue(daemon.isIdleForEver());
        assertEquals(0, daemon.passes(MONTH));
    }

    @Test
    void a_full_service_with_clients_in_its_backlog_wakes_nobody() {
        daemon.serves("http stream tcp4 nowait/1 root /usr/sbin/httpd");
        daemon.connects("*:80/tcp");
        daemon.starts();
        daemon.connects("*:80/tcp");
        assertEquals(0, daemon.passes(MONTH));
    }

    @Test
    void nothing_is_left_of_a_busy_day() {
        daemon.serves(
                "http stream tcp4 nowait.1 root /usr/sbin/httpd",
                "echo stream tcp4 nowait root internal",
                "tftp dgram udp4 wait root /usr/sbin/tftpd");
        daemon.connects("*:80/tcp");
        daemon.connects("*:80/tcp");
        daemon.ends(daemon.starts());
        daemon.connects("*:7/tcp").says("hello").saysNoMore();
        daemon.datagram("*:69/udp", "unread");
        daemon.ends(daemon.starts());
        daemon.reloads();
        daemon.gets(DaemonSignal.USR1);
        daemon.passes(Duration.ofMinutes(1));
        assertTrue(daemon.isIdleForEver());
    }
}
