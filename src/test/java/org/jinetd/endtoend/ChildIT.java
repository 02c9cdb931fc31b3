package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program finds when it starts, seen from inside. Needs root, to become somebody else. */
class ChildIT {

    /** Prints each descriptor without opening one, then what /proc says of signals and ids. */
    private static final String PROBE =
            """
            #!/bin/sh
            i=0
            while [ $i -lt 2000 ]; do
                [ -L /proc/$$/fd/$i ] && echo "fd $i $(readlink /proc/$$/fd/$i)"
                i=$((i+1))
            done
            echo "flags $(grep flags: /proc/$$/fdinfo/0 | cut -f2)"
            grep -E '^(SigBlk|SigIgn|Uid|Gid|Groups)' /proc/$$/status
            echo "umask $(umask)"
            echo "cwd $(pwd)"
            echo "nofile $(ulimit -Sn) $(ulimit -Hn)"
            echo "session $(cut -d' ' -f6 /proc/$$/stat) $$"
            """;

    @TempDir private Path directory;

    @Test
    void it_has_the_connection_alone_while_a_thousand_others_and_500_listeners_are_open()
            throws Exception {
        int port = Daemon.freePort();
        int echo = Daemon.freePort();
        StringBuilder configuration = new StringBuilder("127.0.0.1:\n");
        configuration.append(line(port, "root", probe()));
        configuration.append(echo + " stream tcp nowait/2000 root internal echo\n");
        for (int i = 0; i < 500; i++) {
            configuration.append(unixLine(i));
        }
        List<Socket> others = new ArrayList<>();
        try (Daemon daemon = Daemon.start(directory, configuration.toString(), "-R", "0")) {
            for (int i = 0; i < 1000; i++) {
                Socket other = daemon.connect(echo);
                other.getOutputStream().write('x');
                assertEquals('x', other.getInputStream().read());
                others.add(other);
            }
            List<String> descriptors =
                    daemon.talk(port, "")
                            .lines()
                            .filter(l -> l.startsWith("fd "))
                            .filter(l -> !l.endsWith("/probe")) // the shell's own script
                            .toList();
            assertEquals(3, descriptors.size(), descriptors.toString());
            assertEquals(1, descriptors.stream().map(l -> l.split(" ")[2]).distinct().count());
            assertTrue(descriptors.get(0).startsWith("fd 0 socket:["), descriptors.get(0));
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    @Test
    void it_is_the_user_of_its_line_with_that_users_groups_and_clean_signals() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, line(port, "nobody", probe()))) {
            Map<String, String> seen = fields(daemon.talk(port, ""));
            assertEquals("65534\t65534\t65534\t65534", seen.get("Uid:"));
            assertEquals("65534\t65534\t65534\t65534", seen.get("Gid:"));
            assertEquals("65534", seen.get("Groups:"));
            assertEquals("0000000000000000", seen.get("SigBlk:"));
            assertEquals("0000000000000000", seen.get("SigIgn:"));
        }
    }

    @Test
    void the_group_of_a_line_is_added_to_the_users_own() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, line(port, "nobody:daemon", probe()))) {
            Map<String, String> seen = fields(daemon.talk(port, ""));
            assertEquals("65534\t65534\t65534\t65534", seen.get("Uid:"));
            assertEquals("1\t1\t1\t1", seen.get("Gid:"));
            assertTrue(seen.get("Groups:").contains("1"), seen.get("Groups:"));
        }
    }

    @Test
    void it_has_umask_022_the_root_directory_a_session_and_a_blocking_connection()
            throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, line(port, "root", probe()))) {
            Map<String, String> seen = fields(daemon.talk(port, ""));
            assertEquals("0022", seen.get("umask"));
            assertEquals("/", seen.get("cwd"));
            int flags = Integer.parseInt(seen.get("flags"), 8);
            assertEquals(0, flags & 04000, "O_NONBLOCK of " + seen.get("flags"));
            String[] session = seen.get("session").split(" ");
            assertEquals(session[1], session[0], "it leads its session");
        }
    }

    @Test
    void it_gets_the_descriptor_limit_that_the_daemon_was_started_with() throws Exception {
        int port = Daemon.freePort();
        String limits = limitsOfThisProcess();
        try (Daemon daemon = Daemon.start(directory, line(port, "root", probe()))) {
            assertEquals(limits, fields(daemon.talk(port, "")).get("nofile"));
        }
    }

    private static String limitsOfThisProcess() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith("Max open files")) {
                String[] words = line.strip().split("\\s+");
                return words[3] + " " + words[4];
            }
        }
        throw new AssertionError("no limit in /proc/self/limits");
    }

    private Path probe() throws IOException {
        Path script = directory.resolve("probe");
        Files.writeString(script, PROBE, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static String line(int port, String user, Path program) {
        return "127.0.0.1:" + port + " stream tcp nowait " + user + " " + program + " probe\n";
    }

    private String unixLine(int number) {
        return directory.resolve("s" + number) + " stream unix nowait root /bin/cat cat\n";
    }

    private static Map<String, String> fields(String report) {
        return report.lines()
                .filter(line -> !line.startsWith("fd "))
                .collect(
                        Collectors.toMap(
                                line -> line.split("\\s", 2)[0],
                                line -> line.split("\\s", 2)[1].strip()));
    }
}
