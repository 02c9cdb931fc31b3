package org.jinetd.os.linux;

import static org.jinetd.os.linux.StandardError.JOURNAL;
import static org.jinetd.os.linux.StandardError.NOBODY;
import static org.jinetd.os.linux.StandardError.READER;
import static org.jinetd.os.linux.StandardError.TERMINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandardErrorTest {

    private static final int O_RDWR_CLOEXEC_NOCTTY = 0x8_0102;

    private static StandardError at(String path, Optional<String> journalStream) {
        int fd = TestCalls.good(LibC.INSTANCE.open(path, O_RDWR_CLOEXEC_NOCTTY, 0));
        try {
            return StandardError.of(fd, journalStream);
        } finally {
            LibC.INSTANCE.close(fd);
        }
    }

    /** Returns device and inode as stat(1) prints them, which is not how the class asks. */
    private static String identity(int fd) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        Process stat =
                new ProcessBuilder("stat", "-L", "-c", "%d:%i", "/proc/" + pid + "/fd/" + fd)
                        .start();
        String text =
                new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        stat.waitFor(10, TimeUnit.SECONDS);
        return text;
    }

    @Test
    void a_terminal_is_one_whatever_the_variable_says() {
        assertEquals(TERMINAL, at("/dev/ptmx", Optional.empty()));
        assertEquals(TERMINAL, at("/dev/ptmx", Optional.of("8:1")));
    }

    @Test
    void nobody_reads_dev_null() {
        assertEquals(NOBODY, at("/dev/null", Optional.empty()));
        assertEquals(NOBODY, at("/dev/null", Optional.of("8:1")));
    }

    @Test
    void a_file_is_for_a_reader() throws IOException {
        Path file = Files.createTempFile("jinetd", ".log");
        try {
            assertEquals(READER, at(file.toString(), Optional.empty()));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void it_is_the_journal_if_the_variable_means_this_very_socket() throws Exception {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        try {
            int fd = pair.first().number();
            assertEquals(JOURNAL, StandardError.of(fd, Optional.of(identity(fd))));
            String other = identity(pair.second().number());
            assertEquals(READER, StandardError.of(fd, Optional.of(other)));
            assertEquals(READER, StandardError.of(fd, Optional.of("")));
            assertEquals(READER, StandardError.of(fd, Optional.empty()));
        } finally {
            TestCalls.close(pair.first());
            TestCalls.close(pair.second());
        }
    }
}
