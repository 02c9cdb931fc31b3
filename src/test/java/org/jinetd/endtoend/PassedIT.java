package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that were there before the daemon: one jinetd passes its listener to another. */
class PassedIT {

    @TempDir private Path directory;

    @Test
    void a_passed_socket_serves_its_line_with_the_client_that_waits() throws Exception {
        int port = Daemon.freePort();
        Path inner = directory.resolve("inner.conf");
        Path log = directory.resolve("inner.log");
        String line = " nowait " + Daemon.user() + " /bin/sh sh -c \"env; ls /proc/self/fd\"\n";
        Files.writeString(inner, "127.0.0.1:" + port + " stream tcp" + line);
        // The shell is the process that LISTEN_PID names, and becomes the daemon.
        Path script = directory.resolve("pass");
        Files.writeString(
                script,
                "exec 3<&0 </dev/null >"
                        + log
                        + " 2>&1\n"
                        + "export LISTEN_FDS=1 LISTEN_PID=$$ LISTEN_FDNAMES=web\n"
                        + "export JINETD_JAVA="
                        + System.getProperty("java.home")
                        + "/bin/java\n"
                        + "exec "
                        + Daemon.program()
                        + " -E -p "
                        + directory.resolve("inner.pid")
                        + " "
                        + inner
                        + "\n");
        String outer =
                "127.0.0.1:"
                        + port
                        + " stream tcp wait "
                        + Daemon.user()
                        + " /bin/sh sh "
                        + script
                        + "\n";
        try (Daemon daemon = Daemon.start(directory, outer, "-l")) {
            String answer = daemon.talk(port, "");
            Path pid = directory.resolve("inner.pid");
            new ProcessBuilder("kill", Files.readString(pid).strip()).start().waitFor();
            daemon.awaitLine(said -> said.contains("ended pid="));
            String said = Files.readString(log);
            assertTrue(said.contains("sockets taken over: store=0 units=1"), said);
            assertTrue(!answer.contains("LISTEN_"), answer);
            assertEquals("0\n1\n2\n3\n", answer.replaceAll("(?s).*?(0\n1\n)", "$1"), answer);
        }
    }
}
