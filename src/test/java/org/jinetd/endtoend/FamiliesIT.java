package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UNIX sockets of every type, and SCTP, with clients in Perl, which has them all. */
class FamiliesIT {

    private static final String PACKETS =
            "socket(S, AF_UNIX, SOCK_SEQPACKET, 0) && connect(S, pack_sockaddr_un($ARGV[0])) or die $!;";

    private static final String DATAGRAMS =
            "my $own = $ARGV[1]; $own =~ s/^@/\\0/;"
                    + "socket(S, AF_UNIX, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_un($own)) or die $!;"
                    + "sub ask { send(S, $_[0], 0, pack_sockaddr_un($ARGV[0])) // die $! }";

    private static final String HEAR =
            "sub hear { recv(S, my $got, 70000, 0) // die $!; return $got }";

    @TempDir private Path directory;

    @Test
    void echo_keeps_the_boundaries_of_messages() throws Exception {
        try (Daemon daemon =
                Daemon.start(directory, line("echo", "seqpacket unix nowait", "internal"))) {
            assertEquals("serving", state(daemon));
            assertEquals(
                    "3 5 16384",
                    perl(
                            PACKETS
                                    + "for my $n (3, 5, 16384) { send(S, 'x' x $n, 0) // die $! }"
                                    + "print join ' ', map { length hear() } 1..3",
                            path("echo")));
        }
    }

    @Test
    void each_client_of_packets_has_a_program_of_its_own() throws Exception {
        String program = "/bin/sh sh -c \"echo $$ $PROTO\"";
        try (Daemon daemon = Daemon.start(directory, line("s", "seqpacket unix nowait", program))) {
            String first = perl(PACKETS + "print hear()", path("s"));
            String second = perl(PACKETS + "print hear()", path("s"));
            assertTrue(first.matches("\\d+ UNIX\n"), first);
            assertNotEquals(first, second);
            assertEquals("serving", state(daemon));
        }
    }

    @Test
    void a_program_that_is_lent_the_listener_accepts_packets_itself() throws Exception {
        Path script =
                Files.writeString(
                        directory.resolve("once.pl"),
                        "accept(C, STDIN) or die; recv(C, my $got, 99, 0); send(C, \"got $got\", 0);");
        String program = "/usr/bin/perl perl " + script;
        try (Daemon daemon = Daemon.start(directory, line("s", "seqpacket unix wait", program))) {
            for (String word : List.of("one", "two")) {
                assertEquals(
                        "got " + word,
                        perl(PACKETS + "send(S, '" + word + "', 0); print hear()", path("s")));
            }
            assertEquals("serving", state(daemon));
        }
    }

    @Test
    void a_datagram_is_answered_at_the_path_or_the_abstract_name_of_its_sender() throws Exception {
        String name = "@jinetd-it-" + ProcessHandle.current().pid();
        try (Daemon daemon = Daemon.start(directory, line("echo", "dgram unix wait", "internal"))) {
            for (String own : List.of(path("client"), name)) {
                assertEquals(
                        "one two",
                        perl(
                                DATAGRAMS + "ask('one'); ask('two'); print hear() . ' ' . hear()",
                                path("echo"),
                                own));
            }
            assertEquals("serving", state(daemon));
        }
    }

    @Test
    void a_file_that_a_dead_daemon_left_is_taken_over_and_none_is_left_at_the_end()
            throws Exception {
        String lines =
                line("a", "stream unix nowait", "/bin/cat cat")
                        + line("b", "dgram unix wait", "/bin/cat cat")
                        + line("c", "seqpacket unix nowait", "/bin/cat cat");
        Daemon killed = Daemon.start(directory, lines);
        killed.close();
        List<Path> files = List.of("a", "b", "c").stream().map(directory::resolve).toList();
        assertTrue(files.stream().allMatch(Files::exists));
        try (Daemon daemon = Daemon.start(directory, lines)) {
            assertEquals("serving", state(daemon));
            assertEquals(0, daemon.stop());
            assertFalse(files.stream().anyMatch(Files::exists));
        }
    }

    @Test
    void sctp_is_served_or_told_to_be_missing_once_and_the_rest_is_served() throws Exception {
        int port = Daemon.freePort();
        String lines =
                "%1$d stream sctp nowait %2$s /bin/cat cat\n127.0.0.1:%1$d stream tcp nowait %2$s internal echo\n"
                        .formatted(port, Daemon.user());
        try (Daemon daemon = Daemon.start(directory, lines)) {
            assertEquals("x", daemon.talk(port, "x"));
            long told = daemon.lines().stream().filter(l -> l.contains("modprobe sctp")).count();
            assertEquals(state(daemon).equals("degraded") ? 1 : 0, told);
        }
    }

    /** Returns the first word of the state that the daemon tells at SIGUSR1. */
    private static String state(Daemon daemon) throws Exception {
        daemon.kill("USR1");
        String line = daemon.awaitLine(l -> l.contains("serving: ") || l.contains("degraded: "));
        return line.contains("serving: ") ? "serving" : "degraded";
    }

    private String line(String name, String fields, String program) {
        return path(name) + " " + fields + " " + Daemon.user() + " " + program + "\n";
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    /** Returns what a script prints. */
    private static String perl(String script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add("/usr/bin/perl");
        command.add("-MSocket");
        command.add("-e");
        command.add("alarm " + Daemon.PATIENCE_SECONDS + ";" + HEAR + script);
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(Daemon.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), script);
        return out;
    }
}
