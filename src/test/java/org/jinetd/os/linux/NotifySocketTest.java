package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jinetd.os.Clock;
import org.jinetd.os.Supervisor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Plays the service manager, with a real socket. */
@Timeout(20)
class NotifySocketTest {

    /** Where a manager may listen. */
    enum Where {
        PATH,
        ABSTRACT_NAME
    }

    private static final Clock CLOCK =
            new Clock() {
                @Override
                public long nanos() {
                    return 7_000_999L;
                }

                @Override
                public long wallMillis() {
                    return 0;
                }
            };

    @TempDir private Path directory;
    private UnixDatagramChannel manager;

    @BeforeEach
    void open() throws IOException {
        manager = UnixDatagramChannel.open();
        manager.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        manager.close();
    }

    /** Binds the manager's socket; returns what it would put into the environment. */
    private String listen(Where where) throws IOException {
        String name =
                switch (where) {
                    case PATH -> directory.resolve("notify").toString();
                    case ABSTRACT_NAME -> "@jinetd-" + ProcessHandle.current().pid() + directory;
                };
        manager.bind(new UnixSocketAddress(name.replaceFirst("^@", "\0")));
        return name;
    }

    private static NotifySocket at(String variable) throws IOException {
        return NotifySocket.of(Map.of("NOTIFY_SOCKET", variable), 1, CLOCK).orElseThrow();
    }

    private String heard() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        manager.receive(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void a_manager_hears_each_step_of_life_in_the_words_of_sd_notify(Where where)
            throws IOException {
        Supervisor supervisor = at(listen(where));
        supervisor.ready("services=3");
        assertEquals("READY=1\nSTATUS=services=3", heard());
        supervisor.reloading();
        assertEquals("RELOADING=1\nMONOTONIC_USEC=7000", heard());
        supervisor.status("children=1");
        assertEquals("STATUS=children=1", heard());
        supervisor.alive();
        assertEquals("WATCHDOG=1", heard());
        supervisor.extend(Duration.ofSeconds(10));
        assertEquals("EXTEND_TIMEOUT_USEC=10000000", heard());
        supervisor.stopping("SIGTERM");
        assertEquals("STOPPING=1\nSTATUS=SIGTERM", heard());
    }

    @Test
    void a_status_is_sent_whole_whatever_its_letters() throws IOException {
        at(listen(Where.PATH)).ready("läuft — 日本語 😀");
        assertEquals("READY=1\nSTATUS=läuft — 日本語 😀", heard());
    }

    @Test
    void without_the_variable_there_is_nobody_to_tell() throws IOException {
        assertEquals(Optional.empty(), NotifySocket.of(Map.of("NOTIFY_SOCKET", ""), 1, CLOCK));
        assertEquals(Optional.empty(), NotifySocket.of(Map.of(), 1, CLOCK));
    }

    @Test
    void a_manager_that_is_not_there_stops_nothing() throws IOException {
        for (String variable :
                List.of(
                        directory.resolve("missing").toString(),
                        "@jinetd-missing",
                        "@",
                        "vsock:2:1234")) {
            Supervisor supervisor = at(variable);
            supervisor.ready("services=3");
            supervisor.reloading();
            supervisor.stopping("SIGTERM");
        }
    }

    @Test
    void a_manager_that_went_away_stops_nothing() throws IOException {
        Supervisor supervisor = at(listen(Where.PATH));
        manager.close();
        supervisor.ready("services=3");
    }

    @Test
    void a_manager_that_came_back_hears_again() throws IOException {
        String variable = listen(Where.ABSTRACT_NAME);
        Supervisor supervisor = at(variable);
        manager.close();
        supervisor.ready("lost");
        open();
        listen(Where.ABSTRACT_NAME);
        supervisor.ready("heard");
        assertEquals("READY=1\nSTATUS=heard", heard());
    }

    @Test
    void a_manager_that_does_not_read_stops_nothing() throws IOException {
        Supervisor supervisor = at(listen(Where.PATH));
        for (int i = 0; i < 10_000; i++) {
            supervisor.ready("services=3");
        }
        assertEquals("READY=1\nSTATUS=services=3", heard());
    }

    @Test
    void a_path_that_no_socket_has_is_nobody() throws IOException {
        String path = "/" + "x".repeat(200);
        assertEquals(Optional.empty(), NotifySocket.of(Map.of("NOTIFY_SOCKET", path), 1, CLOCK));
    }

    @Test
    void what_there_was_no_room_for_is_said_later_and_in_order() throws IOException {
        NotifySocket supervisor = at(listen(Where.PATH));
        int said = 0;
        while (supervisor.catchUp() && said < 10_000) {
            supervisor.ready("n=" + said++);
        }
        supervisor.status("lost, since it is said again anyway");
        supervisor.stopping("last");
        assertFalse(supervisor.catchUp());
        for (int i = 0; i < said; i++) {
            assertEquals("READY=1\nSTATUS=n=" + i, heard());
            boolean unused = supervisor.catchUp();
        }
        assertEquals("STOPPING=1\nSTATUS=last", heard());
        assertTrue(supervisor.catchUp());
    }

    @ParameterizedTest
    @CsvSource({
        "30000000, '',  PT30S",
        "30000000, 4711, PT30S",
        "30000000, 4712, ''",
        "0,        4711, ''",
        "'',       4711, ''",
        "-1,       4711, ''",
        "soon,     4711, ''",
        "99999999999999999999, 4711, ''",
    })
    void the_watchdog_is_for_the_process_that_it_names(String micros, String pid, String patience)
            throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("NOTIFY_SOCKET", listen(Where.PATH));
        environment.put("WATCHDOG_USEC", micros);
        if (!pid.isEmpty()) {
            environment.put("WATCHDOG_PID", pid);
        }
        assertEquals(
                patience,
                NotifySocket.of(environment, 4711, CLOCK)
                        .orElseThrow()
                        .patience()
                        .map(Duration::toString)
                        .orElse(""));
    }

    @Test
    void no_child_inherits_the_socket() throws IOException {
        Set<String> before = sockets();
        at(listen(Where.PATH));
        Set<String> opened = sockets();
        opened.removeAll(before);
        assertFalse(opened.isEmpty());
        for (String number : opened) {
            String told = TestCalls.told(Integer.parseInt(number));
            assertTrue(told.matches("(?s).*flags:\t02[0-7]{6}\n.*"), told); // O_CLOEXEC
        }
    }

    private static Set<String> sockets() throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String fd : new File("/proc/self/fd").list()) {
            Path link = Path.of("/proc/self/fd/" + fd);
            // The descriptor that the listing itself was read through is gone by now.
            if (Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).toString().startsWith("socket:")) {
                sockets.add(fd);
            }
        }
        return sockets;
    }
}
