package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program under all keys about rights and resources at once, as it sees itself. */
class RightsIT {

    @TempDir private Path directory;

    private static Path controlGroups() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.map(line -> line.split(" "))
                    .filter(mount -> mount[2].startsWith("cgroup"))
                    .sorted((a, b) -> b[2].compareTo(a[2]))
                    .map(mount -> Path.of(mount[1]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String settings(int port, Path group) {
        return String.join(
                "\n",
                "[service " + port + "/tcp]",
                "nice = 3",
                "umask = 027",
                "chroot = /",
                "chdir = " + directory,
                "groups = daemon",
                "env = COLOUR=blue PATH=/usr/bin:/bin",
                "pass-env = none",
                "listen-fds = yes",
                "limit-as = 900m:901m",
                "limit-core = 1m:2m",
                "limit-cpu = 10m:20m",
                "limit-data = 800m:801m",
                "limit-fsize = 3m:4m",
                "limit-memlock = 32k:64k",
                "limit-nofile = 60:61",
                "limit-nproc = 5000:5001",
                "limit-rss = 700m:701m",
                "limit-stack = 4m:5m",
                "no-new-privileges = yes",
                "capabilities = kill",
                "cgroup = " + group,
                "oom-score = 321",
                "stderr = null",
                "run-time = 1h",
                "");
    }

    @Test
    void all_at_once() throws Exception {
        Path group =
                Files.createDirectory(
                        controlGroups().resolve("jinetd-it-" + ProcessHandle.current().pid()));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = Daemon.freePort();
        Path script = directory.resolve("tell");
        Files.writeString(
                script,
                "umask; pwd; echo $COLOUR $LISTEN_FDS; readlink /proc/$$/fd/2; echo lost >&2\n"
                        + "exec cat /proc/self/oom_score_adj /proc/self/cgroup /proc/self/limits"
                        + " /proc/self/status /proc/self/stat\n");
        Path ini = Files.writeString(directory.resolve("jinetd.ini"), settings(port, group));
        String line = "127.0.0.1:" + port + " stream tcp4 nowait nobody /bin/sh sh " + script;
        try (Daemon daemon = Daemon.start(directory, line + "\n", "--settings=" + ini)) {
            String seen = daemon.talk(port, "").replaceAll("[ \t]+", " ");
            List<String> lines = seen.lines().toList();
            assertEquals(
                    List.of("0027", directory.toString(), "blue 1", "/dev/null", "321"),
                    lines.subList(0, 5),
                    seen);
            assertEquals(
                    "3", lines.get(lines.size() - 1).replaceFirst(".*\\) ", "").split(" ")[16]);
            for (String part : wanted(group)) {
                assertTrue(seen.contains(part), part + " in " + seen);
            }
        } finally {
            Files.delete(group);
        }
    }

    private static List<String> wanted(Path group) {
        return List.of(
                "/" + group.getFileName() + "\n",
                "\nMax cpu time 600 1200 seconds",
                "\nMax file size 3145728 4194304 bytes",
                "\nMax data size 838860800 839909376 bytes",
                "\nMax stack size 4194304 5242880 bytes",
                "\nMax core file size 1048576 2097152 bytes",
                "\nMax resident set 734003200 735051776 bytes",
                "\nMax processes 5000 5001 processes",
                "\nMax open files 60 61 files",
                "\nMax locked memory 32768 65536 bytes",
                "\nMax address space 943718400 944766976 bytes",
                "\nUid: 65534 65534 65534 65534\n",
                "\nGroups: 1 \n",
                "\nNoNewPrivs: 1\n",
                "\nCapInh: 0000000000000020\n",
                "\nCapPrm: 0000000000000020\n",
                "\nCapEff: 0000000000000020\n",
                "\nCapBnd: 0000000000000020\n",
                "\nCapAmb: 0000000000000020\n",
                "\nSigBlk: 0000000000000000\n");
    }
}
