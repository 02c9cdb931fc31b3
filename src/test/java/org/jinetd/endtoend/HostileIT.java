package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations and pid files that are not what they should be. */
class HostileIT {

    @TempDir private Path directory;

    @Test
    void a_fifo_instead_of_a_file_is_refused_and_not_waited_for() throws Exception {
        Path fifo = directory.resolve("fifo.conf");
        mkfifo(fifo);
        Daemon.Finished started = Daemon.run("-p", pidFile(), fifo.toString());
        assertEquals(78, started.status(), started.err());
        assertTrue(started.err().contains("no regular file"), started.err());
        assertEquals(78, Daemon.run("--check", fifo.toString()).status());
    }

    @Test
    void a_device_instead_of_a_file_is_refused() throws Exception {
        assertEquals(78, Daemon.run("--check", "/dev/zero").status());
    }

    @Test
    void a_file_that_is_far_too_large_leaves_the_old_configuration() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, echo(port))) {
            Files.write(directory.resolve("inetd.conf"), new byte[20_000_000]);
            String line = daemon.hup();
            assertTrue(line.contains("EFBIG"), line);
            assertEquals("x", daemon.talk(port, "x"));
        }
    }

    @Test
    void a_hundred_thousand_bad_lines_are_told_up_to_a_bound_and_kill_nobody() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, echo(port))) {
            daemon.configure(
                    echo(port) + "this is nonsense that nobody can serve\n".repeat(100_000));
            String line = daemon.hup();
            assertTrue(line.contains("kept=1"), line);
            assertTrue(line.matches(".* problems=100\\d\\d"), line);
            assertEquals("x", daemon.talk(port, "x"));
            daemon.configure(echo(port));
            assertTrue(daemon.hup().contains("kept=1 opened=0 closed=0 changed=0 problems=0"));
        }
    }

    @Test
    void a_path_that_is_not_utf_8_is_a_problem_of_its_line_alone() throws Exception {
        int port = Daemon.freePort();
        int other = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, echo(port))) {
            byte[] line =
                    (echo(port) + other + " stream tcp4 nowait root /bin/caf\u00e9 x\n")
                            .getBytes(StandardCharsets.ISO_8859_1);
            Files.write(directory.resolve("inetd.conf"), line);
            assertTrue(daemon.hup().contains("kept=1 opened=1"));
            daemon.configure(echo(port));
            assertTrue(daemon.hup().contains("kept=1 opened=0 closed=1"));
        }
    }

    @Test
    void the_lock_file_of_an_editor_in_the_directory_is_no_configuration() throws Exception {
        Path services = Files.createDirectory(directory.resolve("inetd.d"));
        Files.writeString(services.resolve("a.conf"), echo(Daemon.freePort()));
        Files.createSymbolicLink(services.resolve(".#a.conf"), Path.of("user@host.1234:1"));
        Daemon.Finished checked = Daemon.run("--check", services.toString());
        assertEquals(0, checked.status(), checked.err());
    }

    @Test
    void a_pid_file_is_never_written_through_a_link_and_nothing_else_is_removed() throws Exception {
        Path precious = Files.writeString(directory.resolve("precious"), "text");
        Files.createSymbolicLink(directory.resolve("pid"), precious);
        try (Daemon daemon = Daemon.start(directory, echo(Daemon.freePort()))) {
            daemon.awaitLine(line -> line.contains("no pid file is written: open("));
            assertEquals(0, daemon.stop());
        }
        assertEquals("text", Files.readString(precious));
        assertTrue(Files.isSymbolicLink(directory.resolve("pid")));
    }

    @Test
    void the_pid_file_of_a_daemon_that_runs_is_left_to_it() throws Exception {
        try (Daemon first = Daemon.start(directory, echo(Daemon.freePort()))) {
            String pid = Files.readString(directory.resolve("pid"));
            try (Daemon second = Daemon.start(directory, echo(Daemon.freePort()))) {
                second.awaitLine(line -> line.contains("names the running process"));
                second.stop();
            }
            assertEquals(pid, Files.readString(directory.resolve("pid")));
            first.stop();
        }
        assertFalse(Files.exists(directory.resolve("pid")));
    }

    private String pidFile() {
        return directory.resolve("pid").toString();
    }

    private static String echo(int port) {
        return "127.0.0.1:" + port + " stream tcp nowait root internal echo\n";
    }

    private static void mkfifo(Path path) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assertTrue(made.waitFor(Daemon.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, made.exitValue());
    }
}
