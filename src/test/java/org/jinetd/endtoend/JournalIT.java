package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log as systemd's journal gets it: the test binds the journal's socket, which the daemon finds
 * at its usual place in a mount namespace of its own; as root.
 */
@Timeout(120)
class JournalIT {

    /** As systemd starts a unit: the variable names what standard error is. */
    private static final String UNDER_THE_JOURNAL =
            "mount -t tmpfs none /run && mkdir -p /run/systemd/journal"
                    + " && mount --bind \"$1\" /run/systemd/journal && shift || exit"
                    + "; JOURNAL_STREAM=$(stat -L -c %d:%i /dev/fd/2); export JOURNAL_STREAM"
                    + "; exec \"$@\"";

    private static final int PATIENCE_MILLIS =
            (int) TimeUnit.SECONDS.toMillis(Daemon.PATIENCE_SECONDS);

    @TempDir private Path directory;
    private UnixDatagramChannel journal;
    private final List<Map<String, String>> records = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        Path place = Files.createDirectory(directory.resolve("journal"));
        journal = UnixDatagramChannel.open();
        journal.setOption(UnixSocketOptions.SO_RCVTIMEO, PATIENCE_MILLIS);
        journal.bind(new UnixSocketAddress(place.resolve("socket").toString()));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private List<String> wrapper() {
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                UNDER_THE_JOURNAL,
                "sh",
                directory.resolve("journal").toString());
    }

    /** Returns the next record of this kind, and waits for it. */
    private Map<String, String> await(String kind) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Daemon.PATIENCE_SECONDS);
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        while (System.nanoTime() < deadline) {
            buffer.clear();
            journal.receive(buffer);
            buffer.flip();
            Map<String, String> record = parse(StandardCharsets.UTF_8.decode(buffer).toString());
            records.add(record);
            if (kind.equals(record.get("JINETD_EVENT"))) {
                return record;
            }
        }
        throw new AssertionError("no " + kind + " among " + records);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> record = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int at = line.indexOf('=');
            record.put(line.substring(0, at), line.substring(at + 1));
        }
        return record;
    }

    @Test
    void one_connection_from_accept_to_end_is_told_in_fields() throws Exception {
        int port = Daemon.freePort();
        String line = "127.0.0.1:" + port + " stream tcp4 nowait root /bin/sh sh -c 'exit 3'\n";
        try (Daemon daemon = Daemon.startUnder(wrapper(), directory, line, "-l")) {
            assertEquals("1", await("ready").get("JINETD_LISTENERS"));
            int clientPort;
            try (Socket client = daemon.connect(port)) {
                clientPort = client.getLocalPort();
                assertEquals(-1, client.getInputStream().read());
            }
            Map<String, String> started = await("started");
            assertEquals("4db35037d2c94a34adc18f56d60e5942", started.get("MESSAGE_ID"));
            assertEquals("6", started.get("PRIORITY"));
            assertEquals("jinetd", started.get("SYSLOG_IDENTIFIER"));
            assertTrue(started.get("MESSAGE").contains(": started pid="), started::toString);
            Map<String, String> ended = await("ended");
            for (Map<String, String> record : List.of(started, ended)) {
                assertEquals("127.0.0.1:" + port + "/tcp4", record.get("JINETD_SERVICE"));
                assertEquals("127.0.0.1", record.get("REMOTE_ADDR"));
                assertEquals(Integer.toString(clientPort), record.get("REMOTE_PORT"));
                assertEquals("127.0.0.1", record.get("LOCAL_ADDR"));
                assertEquals(Integer.toString(port), record.get("LOCAL_PORT"));
                assertEquals(started.get("CHILD_PID"), record.get("CHILD_PID"));
            }
            assertEquals("3", ended.get("EXIT_STATUS"));
            assertTrue(Long.parseLong(ended.get("DURATION_USEC")) >= 0);
            assertTrue(Long.parseLong(ended.get("CPU_USEC")) >= 0);
            assertEquals(0, daemon.stop());
            assertEquals("SIGTERM", await("stopping").get("REASON"));
            assertEquals(List.of(), daemon.lines());
        }
    }

    @Test
    void a_refusal_names_its_rule_and_place_and_not_the_address_that_is_not_to_be_told()
            throws Exception {
        int port = Daemon.freePort();
        Path settings = directory.resolve("jinetd.ini");
        Files.writeString(settings, "[defaults]\nno-access = 127.0.0.0/8\nanonymise = prefix\n");
        try (Daemon daemon =
                Daemon.startUnder(
                        wrapper(),
                        directory,
                        "127.0.0.1:" + port + " stream tcp4 nowait root /bin/cat cat\n",
                        "--settings=" + settings)) {
            await("ready");
            assertEquals("", daemon.talk(port, ""));
            Map<String, String> refused = await("refused");
            assertEquals("no-access", refused.get("REASON"));
            assertEquals("127.0.0.0/8", refused.get("RULE"));
            assertEquals(settings.toString(), refused.get("CONFIG_FILE"));
            assertEquals("2", refused.get("CONFIG_LINE"));
            assertEquals("127.0.0.0/24", refused.get("REMOTE_ADDR"));
            assertFalse(refused.containsKey("REMOTE_PORT"));
            assertTrue(refused.get("MESSAGE").contains(" from=127.0.0.0/24 "), refused::toString);
        }
    }

    @Test
    void without_the_journal_standard_error_has_the_lines_with_their_priority() throws Exception {
        journal.close(); // its file stays, and nobody answers there
        int port = Daemon.freePort();
        String line = "127.0.0.1:" + port + " stream tcp4 nowait root /bin/cat cat\n";
        try (Daemon daemon = Daemon.startUnder(wrapper(), directory, line)) {
            daemon.awaitLine(each -> each.startsWith("<6>ready: services=1"));
        }
    }
}
