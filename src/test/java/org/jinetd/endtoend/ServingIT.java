package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program serves, reloads and ends. */
class ServingIT {

    @TempDir private Path directory;

    @Test
    void a_built_in_answers() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, builtIn(port, "daytime"))) {
            String answer = daemon.talk(port, "");
            assertTrue(
                    answer.matches("\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}\r\n"),
                    answer);
        }
    }

    @Test
    void a_program_talks_to_the_client_through_its_standard_streams() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, program(port, "/bin/cat cat"))) {
            assertEquals("hello\nthere\n", daemon.talk(port, "hello\nthere\n"));
        }
    }

    @Test
    void a_program_knows_its_client() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, program(port, "/usr/bin/env env"))) {
            String environment = daemon.talk(port, "");
            assertTrue(environment.lines().anyMatch("PROTO=TCP"::equals), environment);
            assertTrue(environment.lines().anyMatch("REMOTE_ADDR=127.0.0.1"::equals), environment);
            assertTrue(environment.lines().anyMatch(("TCPLOCALPORT=" + port)::equals), environment);
        }
    }

    @Test
    void a_reload_opens_what_is_new_and_leaves_connections_alone() throws Exception {
        int old = Daemon.freePort();
        int added = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, program(old, "/bin/cat cat"));
                Socket before = daemon.connect(old)) {
            daemon.configure(program(old, "/bin/cat cat") + builtIn(added, "echo"));
            String line = daemon.hup();
            assertTrue(
                    line.contains("reloaded: kept=1 opened=1 closed=0 changed=0 problems=0"), line);
            assertEquals("new", daemon.talk(added, "new"));
            assertEquals("still here", echoed(before, "still here"));
        }
    }

    @Test
    void the_process_is_java_itself_and_ends_with_0_when_told_to() throws Exception {
        try (Daemon daemon = Daemon.start(directory, builtIn(Daemon.freePort(), "echo"))) {
            String pid = Files.readString(directory.resolve("pid"));
            assertEquals(daemon.pid() + "\n", pid);
            assertEquals(0, daemon.stop(), () -> String.join("\n", daemon.lines()));
        }
    }

    @Test
    void the_version_is_told() throws Exception {
        Daemon.Finished finished = Daemon.run("--version");
        assertEquals(0, finished.status(), finished.err());
        assertTrue(finished.out().matches("jinetd \\d+\\.\\d+\\.\\d+\\S*\n"), finished.out());
    }

    @Test
    void a_check_tells_the_place_of_what_is_wrong() throws Exception {
        Path file = directory.resolve("bad.conf");
        Files.writeString(file, "# fine\n7007 stream tcp nowait nosuchuser /bin/cat cat\n");
        Daemon.Finished finished = Daemon.run("--check", file.toString());
        assertEquals(78, finished.status(), finished.err());
        assertTrue(finished.err().startsWith(file + ":2:24: error: "), finished.err());
    }

    @Test
    void the_configuration_for_trying_out_is_right() throws Exception {
        Path demo = Path.of(System.getProperty("jinetd.tree", "target/jinetd"), "etc/demo.conf");
        assertEquals(new Daemon.Finished(0, "", ""), Daemon.run("--check", demo.toString()));
    }

    private static String builtIn(int port, String name) {
        return line(port, "internal " + name);
    }

    private static String program(int port, String program) {
        return line(port, program);
    }

    private static String line(int port, String program) {
        return String.format(
                "127.0.0.1:%d stream tcp4 nowait %s %s%n", port, Daemon.user(), program);
    }

    private static String echoed(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
        byte[] answer = socket.getInputStream().readNBytes(words.length());
        return new String(answer, StandardCharsets.UTF_8);
    }
}
