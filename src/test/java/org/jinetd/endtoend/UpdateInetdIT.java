package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Debian's packages switch their services on and off by update-inetd(8), which changes {@code
 * /etc/inetd.conf} and sends a HUP to the process in {@code /run/inetd.pid}, if it goes by the name
 * of an inetd. As root, on these very files, which are as before afterwards.
 */
class UpdateInetdIT {

    private static final Path CONFIGURATION = Path.of("/etc/inetd.conf");
    private static final Path PID = Path.of("/run/inetd.pid");
    private static final Path SAMPLE = Path.of("etc/inetd.conf");

    private Optional<byte[]> configurationBefore = Optional.empty();
    private Optional<byte[]> pidBefore = Optional.empty();

    @BeforeEach
    void save() throws IOException {
        configurationBefore = contents(CONFIGURATION);
        pidBefore = contents(PID);
    }

    @AfterEach
    void restore() throws IOException {
        restore(CONFIGURATION, configurationBefore);
        restore(PID, pidBefore);
    }

    private static Optional<byte[]> contents(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private static void restore(Path file, Optional<byte[]> contents) throws IOException {
        if (contents.isPresent()) {
            Files.write(file, contents.get());
        } else {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void a_package_can_add_switch_off_switch_on_and_remove_its_service() throws Exception {
        Files.copy(SAMPLE, CONFIGURATION, StandardCopyOption.REPLACE_EXISTING);
        int port = Daemon.freePort();
        String service = "127.0.0.1:" + port;
        String line = service + "\tstream\ttcp4\tnowait\troot\t/bin/echo echo hello";
        try (Daemon daemon = Daemon.start(CONFIGURATION)) {
            assertEquals(daemon.pid() + "\n", Files.readString(PID), "the file is another's");

            assertReload("opened=1 closed=0", daemon, "--group", "OTHER", "--add", line);
            assertTrue(Files.readAllLines(CONFIGURATION).contains(line));
            assertEquals("hello\n", daemon.talk(port, ""));

            assertReload("opened=0 closed=1", daemon, "--disable", service);
            assertTrue(Files.readAllLines(CONFIGURATION).contains("#<off># " + line));
            assertThrows(ConnectException.class, () -> daemon.talk(port, ""));

            assertReload("opened=1 closed=0", daemon, "--enable", service);
            assertEquals("hello\n", daemon.talk(port, ""));

            assertReload("opened=0 closed=1", daemon, "--remove", service);
            assertEquals(Files.readString(SAMPLE), Files.readString(CONFIGURATION));
            assertThrows(ConnectException.class, () -> daemon.talk(port, ""));
            assertEquals(0, daemon.stop());
            assertTrue(Files.notExists(PID), "a HUP must not reach whoever gets the number next");
        }
    }

    private static void assertReload(String change, Daemon daemon, String... arguments)
            throws Exception {
        String reloaded =
                daemon.reloadAfter(
                        () ->
                                assertTrue(
                                        updateInetd(arguments)
                                                .contains(
                                                        "About to send SIGHUP to inetd (pid: "
                                                                + daemon.pid()
                                                                + ")")));
        assertTrue(reloaded.contains(change) && reloaded.endsWith("problems=0"), reloaded);
    }

    /** Runs it to its end, and returns what it says. */
    private static String updateInetd(String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("update-inetd", "--verbose"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
