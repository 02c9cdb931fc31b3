package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An address that this host gets while the daemon runs; as root. */
@Timeout(60)
class AddressIT {

    private static final String ADDRESS = "192.0.2.77"; // for documentation only (RFC 5737)
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @TempDir private Path directory;

    @AfterEach
    void takeBack() throws Exception {
        ip("del");
    }

    @Test
    void a_listener_whose_address_comes_is_bound_at_once() throws Exception {
        int port = Daemon.freePort();
        String line = ADDRESS + ":" + port + " stream tcp nowait root /bin/echo echo hello\n";
        try (Daemon daemon = Daemon.start(directory, line, "-d")) {
            daemon.awaitLine(l -> l.contains("EADDRNOTAVAIL"));
            for (int i = 0; i < 5; i++) {
                daemon.hup(); // each is an attempt, after which it waits for twice as long
            }
            daemon.awaitLine(l -> l.contains("trying again in 32 s"));
            long before = System.nanoTime();
            assertEquals(0, ip("add"));
            daemon.awaitLine(l -> l.contains("bound to " + ADDRESS + ":" + port + "/tcp at last"));
            Duration waited = Duration.ofNanos(System.nanoTime() - before);
            assertTrue(waited.compareTo(AT_ONCE) < 0, () -> "after " + waited);
            try (Socket client = new Socket()) {
                client.connect(new InetSocketAddress(ADDRESS, port));
                InputStream in = client.getInputStream();
                assertEquals("hello\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private static int ip(String verb) throws Exception {
        Process ip =
                new ProcessBuilder("ip", "addr", verb, ADDRESS + "/32", "dev", "lo")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(ip.waitFor(10, TimeUnit.SECONDS));
        return ip.exitValue();
    }
}
