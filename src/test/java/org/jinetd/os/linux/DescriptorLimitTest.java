package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {

    private static final int RLIMIT_NOFILE = 7;

    private final DescriptorLimit before = DescriptorLimit.current();

    @AfterEach
    void putBack() {
        set(before.soft());
    }

    private void set(long soft) {
        NativeArea limit = new NativeArea(16);
        limit.host().putLong(0, soft).putLong(8, before.hard());
        TestCalls.good(LibC.INSTANCE.setrlimit(RLIMIT_NOFILE, limit.address()));
    }

    @Test
    void the_limit_is_what_the_kernel_says() throws IOException {
        set(before.soft() - 1);
        List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
        String[] words =
                limits.stream()
                        .filter(line -> line.startsWith("Max open files"))
                        .findFirst()
                        .orElseThrow()
                        .split(" +");
        DescriptorLimit expected =
                new DescriptorLimit(Long.parseLong(words[3]), Long.parseLong(words[4]));
        assertEquals(expected, DescriptorLimit.current());
    }

    @Test
    void the_soft_limit_is_raised_to_the_hard_one() {
        set(before.soft() - 1);
        DescriptorLimit raised = new DescriptorLimit(before.hard(), before.hard());
        assertEquals(Outcome.of(raised), DescriptorLimit.current().raise());
        assertEquals(raised, DescriptorLimit.current());
    }

    @Test
    void a_limit_beyond_what_the_system_has_is_refused_and_changes_nothing() {
        assertEquals(
                Outcome.failed("setrlimit(RLIMIT_NOFILE, 4611686018427387904)", Errno.EPERM),
                new DescriptorLimit(5, 1L << 62).raise());
        assertEquals(before, DescriptorLimit.current());
    }

    @Test
    void is_written_as_strace_does() {
        assertEquals("{1024, 4096}", new DescriptorLimit(1024, 4096).toString());
    }
}
