package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jinetd.ini, from the file to what a client notices. */
class SettingsIT {

    @TempDir private Path directory;

    private static String cat(int port) {
        return "127.0.0.1:" + port + " stream tcp4 nowait " + Daemon.user() + " /bin/cat cat\n";
    }

    private Path settings(String text) throws IOException {
        return Files.writeString(directory.resolve("jinetd.ini"), text);
    }

    private static String section(int port, String... lines) {
        return "[service " + port + "/tcp]\n" + String.join("\n", lines) + "\n";
    }

    /** Sends a line and returns what comes back of it. */
    private static String echoed(Socket client) throws IOException {
        client.getOutputStream().write("x\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new String(
                client.getInputStream().readNBytes(2), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void a_limit_of_a_section_holds_and_a_wrong_section_leaves_the_service_as_it_was()
            throws Exception {
        int port = Daemon.freePort();
        Path file = settings(section(port, "instances = 1"));
        try (Daemon daemon = Daemon.start(directory, cat(port), "--settings=" + file)) {
            onlyOneIsServed(daemon, port);
            settings(section(port, "instances = one"));
            assertTrue(daemon.hup().contains("kept=1 opened=0 closed=0 changed=0 problems=1"));
            daemon.awaitLine(line -> line.contains("jinetd.ini:2:13: error: 'one'"));
            onlyOneIsServed(daemon, port);
            settings("[defaults]\nnice = much\n");
            assertTrue(daemon.hup().contains("reload failed"));
            onlyOneIsServed(daemon, port);
            settings(section(port, "instances = 2"));
            assertTrue(daemon.hup().contains("changed=1 problems=0"));
            try (Socket first = daemon.connect(port);
                    Socket second = daemon.connect(port)) {
                assertEquals("x\n", echoed(first));
                assertEquals("x\n", echoed(second));
            }
        }
    }

    /** The second waits until the first has gone, and is served then. */
    private static void onlyOneIsServed(Daemon daemon, int port) throws IOException {
        try (Socket second = new Socket()) {
            try (Socket first = daemon.connect(port)) {
                assertEquals("x\n", echoed(first));
                second.connect(first.getRemoteSocketAddress());
                second.getOutputStream().write('y');
                assertEquals("x\n", echoed(first));
                assertEquals(0, second.getInputStream().available());
            }
            second.setSoTimeout(30_000);
            assertEquals('y', second.getInputStream().read());
        }
    }

    @Test
    void an_error_about_all_services_keeps_the_daemon_from_starting() throws Exception {
        Path conf = Files.writeString(directory.resolve("inetd.conf"), cat(Daemon.freePort()));
        Path file = settings("[daemon]\ninstances = few\n");
        Daemon.Finished run =
                Daemon.run(
                        "--settings=" + file,
                        "-p",
                        directory.resolve("pid").toString(),
                        conf.toString());
        assertEquals(78, run.status());
        assertTrue(run.err().contains("jinetd.ini:2:13: error: 'few'"), run.err());
    }

    @Test
    void files_in_conf_d_are_read_and_a_file_that_is_named_has_to_be_there() throws Exception {
        int port = Daemon.freePort();
        Path conf = Files.writeString(directory.resolve("inetd.conf"), cat(port));
        Path file = settings("");
        Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(directory.resolve("conf.d/a.ini"), section(port, "nice = 3"));
        Daemon.Finished run = Daemon.run("--settings=" + file, "--print", conf.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("# nice = 3  ("), run.out());
        Files.delete(file);
        assertEquals(78, Daemon.run("--settings=" + file, "--check", conf.toString()).status());
    }
}
