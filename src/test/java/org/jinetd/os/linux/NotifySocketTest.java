package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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

    private String heard() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        manager.receive(buffer);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void a_manager_hears_each_step_of_life_in_the_words_of_sd_notify(Where where)
            throws IOException {
        Supervisor supervisor = NotifySocket.at(listen(where), CLOCK);
        supervisor.ready("services=3");
        assertEquals("READY=1\nSTATUS=services=3", heard());
        supervisor.reloading();
        assertEquals("RELOADING=1\nMONOTONIC_USEC=7000", heard());
        supervisor.stopping();
        assertEquals("STOPPING=1", heard());
    }

    @Test
    void a_status_is_sent_whole_whatever_its_letters() throws IOException {
        NotifySocket.at(listen(Where.PATH), CLOCK).ready("läuft — 日本語 😀");
        assertEquals("READY=1\nSTATUS=läuft — 日本語 😀", heard());
    }

    @Test
    void without_the_variable_there_is_nobody_to_tell() throws IOException {
        assertSame(Supervisor.NONE, NotifySocket.at("", CLOCK));
    }

    @Test
    void a_manager_that_is_not_there_stops_nothing() throws IOException {
        for (String variable :
                List.of(
                        directory.resolve("missing").toString(),
                        "@jinetd-missing",
                        "@",
                        "vsock:2:1234",
                        "/" + "x".repeat(200))) {
            Supervisor supervisor = NotifySocket.at(variable, CLOCK);
            supervisor.ready("services=3");
            supervisor.reloading();
            supervisor.stopping();
        }
    }

    @Test
    void a_manager_that_went_away_stops_nothing() throws IOException {
        Supervisor supervisor = NotifySocket.at(listen(Where.PATH), CLOCK);
        manager.close();
        supervisor.ready("services=3");
    }

    @Test
    void a_manager_that_came_back_hears_again() throws IOException {
        String variable = listen(Where.ABSTRACT_NAME);
        Supervisor supervisor = NotifySocket.at(variable, CLOCK);
        manager.close();
        supervisor.ready("lost");
        open();
        listen(Where.ABSTRACT_NAME);
        supervisor.ready("heard");
        assertEquals("READY=1\nSTATUS=heard", heard());
    }

    @Test
    void a_manager_that_does_not_read_stops_nothing() throws IOException {
        Supervisor supervisor = NotifySocket.at(listen(Where.PATH), CLOCK);
        for (int i = 0; i < 10_000; i++) {
            supervisor.ready("services=3");
        }
        assertEquals("READY=1\nSTATUS=services=3", heard());
    }

    @Test
    void no_child_inherits_the_socket() throws IOException {
        Set<String> before = sockets();
        NotifySocket.at(listen(Where.PATH), CLOCK);
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
