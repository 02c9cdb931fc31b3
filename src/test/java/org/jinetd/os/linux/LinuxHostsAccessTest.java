package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jinetd.child.Adjustment;
import org.jinetd.config.Problem;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsRequest;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.os.HostsAccess.Treatment;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real files, commands and names. */
@Timeout(60)
class LinuxHostsAccessTest {

    private static final Ip HERE = Ip.parse("127.0.0.1").orElseThrow();
    private static final Peer PEER = new Peer.Inet(HERE, 4711, HERE, 22);

    @TempDir private Path directory;
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private LinuxHostsAccess access;

    @BeforeEach
    void make() {
        access =
                new LinuxHostsAccess(
                        directory, List.of("PATH=/usr/bin:/bin"), new LinuxNames(), problems::add);
    }

    private Treatment judge(String daemon, Peer peer, SocketType type) {
        return access.judge(daemon, peer, type, () -> new LinuxHostNames().of(HERE));
    }

    private Treatment judge() {
        return judge("sshd", PEER, SocketType.STREAM);
    }

    private boolean isGranted() {
        return judge().verdict() instanceof HostsVerdict.Granted;
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void without_the_files_everybody_is_served() {
        assertTrue(isGranted());
        assertEquals(List.of(), problems);
    }

    @Test
    void a_change_holds_for_the_next_client() throws IOException {
        write("hosts.deny", "ALL: ALL\n");
        assertEquals(false, isGranted());
        write("hosts.allow", "sshd: 127.0.0.1\n");
        assertTrue(isGranted());
        write("hosts.allow", "sshd: 127.0.0.2\n");
        Files.setLastModifiedTime(directory.resolve("hosts.allow"), FileTime.fromMillis(1));
        assertEquals(false, isGranted());
        Files.delete(directory.resolve("hosts.deny"));
        assertTrue(isGranted());
    }

    @Test
    void a_file_that_takes_the_place_of_another_holds_whatever_its_time() throws IOException {
        FileTime time = FileTime.fromMillis(1_000_000);
        write("hosts.deny", "ALL: 127.0.0.1\n");
        Files.setLastModifiedTime(directory.resolve("hosts.deny"), time);
        assertEquals(false, isGranted());
        write("next", "ALL: 127.0.0.2\n");
        Files.setLastModifiedTime(directory.resolve("next"), time);
        Files.move(
                directory.resolve("next"),
                directory.resolve("hosts.deny"),
                StandardCopyOption.REPLACE_EXISTING);
        assertTrue(isGranted());
    }

    @Test
    void a_file_of_patterns_is_read_when_it_changes() throws IOException {
        Path list = directory.resolve("list");
        write("hosts.allow", "ALL: " + list + " : deny\n");
        assertTrue(isGranted());
        write("list", "10.0.0.1\n127.\n");
        assertEquals(false, isGranted());
        write("list", directory.resolve("more") + "\n");
        write("more", "127.0.0.1\n");
        assertEquals(false, isGranted());
    }

    @Test
    void what_cannot_be_read_refuses_and_is_told() throws IOException {
        Files.createDirectory(directory.resolve("hosts.allow"));
        HostsVerdict.Refused refused =
                assertInstanceOf(HostsVerdict.Refused.class, judge().verdict());
        assertEquals(directory.resolve("hosts.allow").toString(), refused.rule().file());
        assertEquals(1, problems.size());
        assertEquals(false, isGranted());
        assertEquals(1, problems.size(), "told once as long as it stays so");
    }

    @Test
    void an_unreadable_file_of_patterns_lets_nobody_in() throws IOException {
        write("hosts.allow", "ALL: " + directory + "\n");
        write("hosts.deny", "ALL: ALL\n");
        assertEquals(false, isGranted());
        assertEquals(1, problems.size());
    }

    @Test
    void an_error_is_told_with_its_place() throws IOException {
        write("hosts.allow", "ALL: ALL\nALL: 10.0.0.0/33\n");
        assertTrue(isGranted());
        assertEquals(2, problems.get(0).at().line());
    }

    @Test
    void a_client_is_called_by_its_name() throws IOException {
        write("hosts.allow", "ALL@LOCAL: LOCAL\n");
        write("hosts.deny", "ALL: ALL\n");
        assertTrue(isGranted());
    }

    @Test
    void an_address_without_a_name_has_none() {
        assertEquals(HostName.UNKNOWN, new LinuxHostNames().of(Ip.ANY_V4));
        assertTrue(!new LinuxHostNames().of(Ip.parse("192.0.2.1").orElseThrow()).isKnown());
        assertTrue(new LinuxHostNames().of(HERE).isKnown());
    }

    @Test
    void a_command_decides_by_its_exit_status() throws IOException {
        write("hosts.allow", "ALL: ALL: aclexec test %a = 127.0.0.1 -a $PATH = /usr/bin\\:/bin\n");
        assertTrue(isGranted());
        write("hosts.allow", "ALL: ALL: aclexec test %a = 127.0.0.2\n");
        assertEquals(false, isGranted());
    }

    @Test
    void a_command_is_started_without_waiting_for_it() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        // It waits for us to read, so judge() must be back before it is through.
        write("hosts.deny", "ALL: ALL: spawn echo %a-%d >" + fifo + "\n");
        assertEquals(false, isGranted());
        assertEquals("127.0.0.1-sshd\n", Files.readString(fifo));
    }

    @Test
    void of_too_many_commands_those_are_told_that_are_not_started() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        write("hosts.allow", "ALL: ALL: spawn read x <" + fifo + "\n");
        Treatment last = judge();
        for (int i = 0; i < 64; i++) {
            assertEquals(List.of(), last.notStarted());
            last = judge();
        }
        assertEquals(List.of("read x <" + fifo), last.notStarted());
        try (var writer = Files.newOutputStream(fifo)) {
            assertTrue(writer != null, "the readers end when it is closed");
        }
    }

    @Test
    void a_banner_has_the_name_of_the_service() throws IOException {
        Files.createDirectory(directory.resolve("banners"));
        write("banners/sshd", "Hello %a\n%%\n");
        write(
                "hosts.allow",
                "ALL: ALL: banners " + directory.resolve("banners") + ": nice: allow\n");
        assertEquals("Hello 127.0.0.1\r\n%\r\n", judge().banner());
        assertEquals("[nice 10]", judge().effects().toString());
        assertEquals("", judge("ftpd", PEER, SocketType.STREAM).banner());
    }

    @Test
    void a_twist_keeps_what_comes_before_it() throws IOException {
        write("hosts.allow", "ALL: ALL: keepalive: twist echo %a\n");
        Treatment treatment = judge();
        assertEquals(
                "echo 127.0.0.1",
                assertInstanceOf(HostsVerdict.Twisted.class, treatment.verdict()).command());
        assertEquals("[keepalive]", treatment.effects().toString());
    }

    @Test
    void nobody_is_asked_for_the_user_of_a_datagram() throws IOException {
        write("hosts.allow", "ALL: UNKNOWN@ALL\n");
        write("hosts.deny", "ALL: ALL\n");
        assertInstanceOf(
                HostsVerdict.Granted.class, judge("sshd", PEER, SocketType.DATAGRAM).verdict());
        assertInstanceOf(
                HostsVerdict.Granted.class,
                judge("sshd", new Peer.Unix("/x"), SocketType.STREAM).verdict());
    }

    @Test
    void what_is_about_the_program_is_made_ready_and_who_is_not_there_refuses() throws IOException {
        write(
                "hosts.allow",
                "sshd: ALL: setenv A %a: setenv B: umask 077: nice 3: user root.root\n"
                        + "a: ALL: user nobody-of-this-name\nb: ALL: group no-such-group: allow\n");
        Adjustment adjustment = judge().adjustment();
        assertEquals(List.of("A=127.0.0.1", "B="), adjustment.environment());
        assertEquals(OptionalInt.of(077), adjustment.umask());
        assertEquals(3, adjustment.nice());
        assertEquals(0, adjustment.user().orElseThrow().uid());
        assertEquals(OptionalLong.of(0), adjustment.group());
        HostsVerdict.Refused refused =
                assertInstanceOf(
                        HostsVerdict.Refused.class, judge("a", PEER, SocketType.STREAM).verdict());
        assertEquals("unknown user 'nobody-of-this-name'", refused.reason());
        assertEquals(2, refused.rule().line());
        assertInstanceOf(HostsVerdict.Refused.class, judge("b", PEER, SocketType.STREAM).verdict());
    }

    @Test
    void a_preview_does_nothing() throws IOException {
        Path made = directory.resolve("made");
        write(
                "hosts.allow",
                "ALL: LOCAL: aclexec touch " + made + ": spawn touch " + made + ": allow\n");
        HostsVerdict verdict =
                access.preview(HostsRequest.of("sshd", PEER, 1), () -> new HostName("localhost"));
        assertEquals(
                1,
                assertInstanceOf(HostsVerdict.Granted.class, verdict).rule().orElseThrow().line());
        assertTrue(Files.notExists(made));
    }
}
