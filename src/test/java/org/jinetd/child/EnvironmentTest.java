package org.jinetd.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private static final String FIXED_PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static List<String> left(Laundering laundering, String... daemon) {
        return Environment.of(List.of(daemon), laundering).variables();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CVSROOT=x",
                "DISPLAY=:0",
                "EDITOR=ed",
                "GROUP=wheel",
                "HOME=/root",
                "IFS=x",
                "LD_PRELOAD=/tmp/evil.so",
                "LD_LIBRARY_PATH=/tmp",
                "LOGNAME=root",
                "MAIL=/var/mail/root",
                "PRINTER=lp",
                "PWD=/root",
                "SHELL=/bin/sh",
                "SHLVL=1",
                "SSH_AUTH_SOCK=/tmp/agent",
                "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22",
                "TERM=xterm",
                "TERMCAP=x",
                "TMP=/tmp",
                "TMPDIR=/tmp",
                "USER=root",
                "VISUAL=vi"
            })
    void nothing_of_a_login_reaches_a_service_unless_it_is_asked_for(String variable) {
        assertEquals(List.of("A=1", FIXED_PATH), left(Laundering.FULL, "A=1", variable));
        assertEquals(
                List.of("A=1", variable, FIXED_PATH),
                left(Laundering.DAEMON_ONLY, "A=1", variable));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY_SOCKET=/run/systemd/notify",
                "LISTEN_FDS=3",
                "LISTEN_PID=1",
                "LISTEN_FDNAMES=a:b",
                "LISTEN_PIDFDID=7",
                "WATCHDOG_USEC=1",
                "WATCHDOG_PID=1",
                "JOURNAL_STREAM=8:1",
                "INVOCATION_ID=0",
                "CREDENTIALS_DIRECTORY=/run/credentials/x",
                "MAINPID=1",
                "JAVA_HOME=/opt/jdk",
                "JAVA_TOOL_OPTIONS=-Xmx1g",
                "JDK_JAVA_OPTIONS=-Xmx1g",
                "_JAVA_OPTIONS=-Xmx1g",
                "JINETD_OPTS=-l"
            })
    void what_is_meant_for_the_daemon_never_reaches_a_service(String variable) {
        for (Laundering laundering : Laundering.values()) {
            assertEquals(List.of("A=1", FIXED_PATH), left(laundering, variable, "A=1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROTO=TCP",
                "TCPLOCALIP=192.0.2.1",
                "TCPLOCALPORT=25",
                "TCPLOCALHOST=mx.example.org",
                "TCPREMOTEIP=192.0.2.2",
                "TCPREMOTEPORT=4711",
                "TCPREMOTEHOST=trusted.example.org",
                "TCPREMOTEINFO=root",
                "UNIXLOCALPATH=/run/s",
                "UNIXREMOTEEUID=0",
                "REMOTE_ADDR=192.0.2.2",
                "REMOTE_PORT=4711",
                "REMOTE_HOST=trusted.example.org"
            })
    void the_peer_of_a_super_server_around_the_daemon_is_not_the_childs(String variable) {
        for (Laundering laundering : Laundering.values()) {
            assertEquals(List.of("A=1", FIXED_PATH), left(laundering, variable, "A=1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOMEPAGE=x",
                "USERNAME=x",
                "LC_ALL=C",
                "LANG=C",
                "TZ=UTC",
                "PATHS=x",
                "GROUPS=x",
                "PROTOCOL=x",
                "REMOTE=x",
                "MAILER=x",
                "EMPTY=",
                "X=LD_PRELOAD=1"
            })
    void anything_else_stays_as_it_is(String variable) {
        for (Laundering laundering : Laundering.values()) {
            assertEquals(List.of(variable, FIXED_PATH), left(laundering, variable));
        }
    }

    @Test
    void a_path_of_the_daemons_own_stays_only_when_it_is_asked_for() {
        assertEquals(List.of(FIXED_PATH), left(Laundering.FULL, "PATH=/root/bin"));
        assertEquals(List.of("PATH=/root/bin"), left(Laundering.DAEMON_ONLY, "PATH=/root/bin"));
        assertEquals(List.of(FIXED_PATH), left(Laundering.DAEMON_ONLY));
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 192.0.2.7, 192.0.2.1, TCP, 192.0.2.7, 192.0.2.1",
        "UDP, 192.0.2.7, 192.0.2.1, UDP, 192.0.2.7, 192.0.2.1",
        "SCTP, 192.0.2.7, 192.0.2.1, SCTP, 192.0.2.7, 192.0.2.1",
        "TCP, 2001:db8::7, 2001:db8::1, TCP, 2001:db8::7, 2001:db8::1",
        "TCP, ::ffff:192.0.2.7, ::ffff:192.0.2.1, TCP, 192.0.2.7, 192.0.2.1",
    })
    void the_child_of_a_connection_is_told_both_ends(
            Transport transport,
            String remote,
            String local,
            String proto,
            String from,
            String to) {
        Peer peer =
                new Peer.Inet(
                        Ip.parse(remote).orElseThrow(), 4711, Ip.parse(local).orElseThrow(), 25);
        List<String> expected =
                List.of(
                        "PROTO=" + proto,
                        "TCPLOCALIP=" + to,
                        "TCPLOCALPORT=25",
                        "TCPREMOTEIP=" + from,
                        "TCPREMOTEPORT=4711",
                        "REMOTE_ADDR=" + from,
                        "REMOTE_PORT=4711",
                        "REMOTE_HOST=" + from);
        assertEquals(expected, Environment.of(peer, transport));
    }

    @Test
    void the_child_of_a_unix_socket_is_told_that_there_is_no_address() {
        assertEquals(List.of("PROTO=UNIX"), Environment.of(new Peer.Unix("/run/s"), Transport.TCP));
    }

    @Test
    void what_all_children_share_cannot_be_changed_by_one() {
        Environment environment = Environment.of(List.of("PATH=/bin"), Laundering.DAEMON_ONLY);
        assertThrows(UnsupportedOperationException.class, () -> environment.variables().add("A=1"));
    }

    @Test
    void a_change_of_the_list_it_was_made_of_changes_nothing() {
        List<String> daemon = new ArrayList<>(List.of("PATH=/bin"));
        Environment environment = Environment.of(daemon, Laundering.DAEMON_ONLY);
        daemon.add("LATE=1");
        assertEquals(List.of("PATH=/bin"), environment.variables());
    }
}
