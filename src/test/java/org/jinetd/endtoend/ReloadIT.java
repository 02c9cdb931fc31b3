package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloading under load, and reloading what is wrong. */
class ReloadIT {

    private static final int RELOADS = 50;
    private static final int SERVICES = 1000;

    @TempDir private Path directory;

    @Test
    void fifty_reloads_of_a_thousand_lines_lose_no_client_of_an_unchanged_service()
            throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, manyLines(port, 0), "-R", "0")) {
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService clients = Executors.newFixedThreadPool(4);
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                served.add(clients.submit(() -> talkUntil(over, daemon, port)));
            }
            for (int i = 1; i <= RELOADS; i++) {
                daemon.configure(manyLines(port, i));
                String line = daemon.hup();
                assertTrue(
                        line.contains("kept=" + SERVICES + " opened=1 closed=1 changed=0"), line);
            }
            over.set(true);
            int total = 0;
            for (Future<Integer> client : served) {
                total += client.get(Daemon.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            clients.shutdown();
            assertTrue(total > RELOADS, "clients served: " + total);
        }
    }

    /** Any refusal, reset or wrong answer fails the test through the future. */
    private static int talkUntil(AtomicBoolean over, Daemon daemon, int port) throws Exception {
        int served = 0;
        while (!over.get()) {
            assertEquals("words", daemon.talk(port, "words"));
            served++;
        }
        return served;
    }

    /** The last line is another one in each version. */
    private String manyLines(int port, int version) {
        StringBuilder lines = new StringBuilder();
        lines.append("127.0.0.1:")
                .append(port)
                .append(" stream tcp nowait ")
                .append(Daemon.user())
                .append(" /bin/cat cat\n");
        for (int i = 1; i < SERVICES; i++) {
            lines.append(unixLine("s" + i));
        }
        return lines.append(unixLine("changing" + version)).toString();
    }

    private String unixLine(String name) {
        return directory.resolve(name) + " stream unix nowait " + Daemon.user() + " /bin/cat cat\n";
    }

    @Test
    void a_bad_line_is_told_with_its_place_and_keeps_its_last_good_version() throws Exception {
        int port = Daemon.freePort();
        String good = "127.0.0.1:" + port + " stream tcp nowait root internal echo\n";
        try (Daemon daemon = Daemon.start(directory, good)) {
            daemon.configure(good.replace("internal echo", "internal ecko"));
            String line = daemon.hup();
            assertTrue(line.contains("kept=1 opened=0 closed=0 changed=0 problems=1"), line);
            String error = daemon.awaitLine(l -> l.contains(": error: "));
            assertTrue(error.contains("inetd.conf:1:"), error);
            assertTrue(error.contains("did you mean 'echo'?"), error);
            assertEquals("still", daemon.talk(port, "still"));
        }
    }

    @Test
    void a_file_that_is_gone_leaves_everything_as_it_is() throws Exception {
        int port = Daemon.freePort();
        String good = "127.0.0.1:" + port + " stream tcp nowait root internal echo\n";
        try (Daemon daemon = Daemon.start(directory, good)) {
            java.nio.file.Files.delete(directory.resolve("inetd.conf"));
            String line = daemon.hup();
            assertTrue(line.contains("reload failed, the old configuration stays: open("), line);
            assertTrue(line.contains("ENOENT"), line);
            assertEquals("still", daemon.talk(port, "still"));
        }
    }

    @Test
    void an_address_instead_of_all_and_back_needs_no_restart() throws Exception {
        int port = Daemon.freePort();
        String all = port + " stream tcp4 nowait root internal echo\n";
        try (Daemon daemon = Daemon.start(directory, all)) {
            daemon.configure("127.0.0.1:" + all);
            assertTrue(daemon.hup().contains("opened=1 closed=1"));
            assertEquals("one", daemon.talk(port, "one"));
            daemon.configure(all);
            assertTrue(daemon.hup().contains("opened=1 closed=1"));
            assertEquals("two", daemon.talk(port, "two"));
        }
    }
}
