package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jinetd.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than any that somebody wrote, within the daemon's own memory. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class LargeFileIT {

    private static final int BYTES = 10_000_000;

    @TempDir Path directory;

    @Test
    void a_hundred_thousand_services_are_checked() throws Exception {
        Daemon.Finished checked =
                check(
                        i ->
                                "10.%d.%d.%d:%d stream tcp4 nowait root /bin/cat cat -u with arguments\n"
                                        .formatted(i >> 16, i >> 8 & 255, i & 255, 1 + i % 60_000));
        assertEquals(new Daemon.Finished(0, "", ""), checked);
    }

    @Test
    void a_hundred_thousand_unknown_users_are_checked_and_the_first_are_told() throws Exception {
        Daemon.Finished checked =
                check(i -> "echo stream tcp nowait roott" + i % 99 + " /bin/cat cat\n");
        assertEquals(78, checked.status());
        assertEquals(Problems.MOST + 1, checked.err().lines().count());
        assertTrue(checked.err().contains("inetd.conf:1:24: error: unknown user 'roott0'"));
    }

    @Test
    void a_line_of_ten_megabytes_is_one_problem() throws Exception {
        String start = "echo stream tcp nowait root /bin/cat ";
        Daemon.Finished checked = check(i -> i == 0 ? start : "\"'");
        assertEquals(78, checked.status());
        assertEquals(1, checked.err().lines().count());
        assertTrue(checked.err().contains("at most 65536 characters"), checked.err());
    }

    @Test
    void a_file_of_millions_of_words_is_refused_as_a_whole() throws Exception {
        Daemon.Finished checked = check(i -> "a\n");
        assertEquals(78, checked.status());
        assertTrue(checked.err().contains("more than 2000000 words"), checked.err());
    }

    private Daemon.Finished check(IntFunction<String> line) throws Exception {
        StringBuilder text = new StringBuilder(BYTES + 100);
        for (int i = 0; text.length() < BYTES; i++) {
            text.append(line.apply(i));
        }
        Path file = directory.resolve("inetd.conf");
        Files.writeString(file, text);
        return Daemon.run(5 * Daemon.PATIENCE_SECONDS, "--check", file.toString());
    }
}
