package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnProcessTest {

    private static final Path NAME = Path.of("/proc/self/comm");

    @Test
    void the_effective_user_and_group_are_whom_the_kernel_knows() throws IOException {
        assertEquals(effective("Uid:"), OwnProcess.effectiveUser());
        assertEquals(effective("Gid:"), OwnProcess.effectiveGroup());
    }

    private static long effective(String kind) throws IOException {
        String[] ids =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith(kind))
                        .findFirst()
                        .orElseThrow()
                        .split("\t");
        return Long.parseLong(ids[2]);
    }

    @Test
    void ps_shows_the_name_that_was_given_as_far_as_it_fits() throws IOException {
        String before = Files.readString(NAME).strip();
        try {
            OwnProcess.name("inetd");
            assertEquals("inetd\n", Files.readString(NAME));
            OwnProcess.name("longer-than-fifteen-bytes");
            assertEquals("longer-than-fif\n", Files.readString(NAME));
        } finally {
            OwnProcess.name(before);
        }
    }
}
