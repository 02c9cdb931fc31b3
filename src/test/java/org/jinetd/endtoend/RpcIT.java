package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RPC programs, as rpcinfo(8) sees them at a real rpcbind; as root. */
@Timeout(180)
class RpcIT {

    private static final long USERS = 0x2000_4712L;
    private static final long WALL = 0x2000_4713L;
    private static final String USERS_LINE = USERS + "/1-2 dgram rpc/udp wait root /bin/cat cat\n";
    private static final String WALL_LINE =
            WALL + "/1 stream rpc/tcp4 nowait root /bin/echo echo hello\n";
    private static final String SETTLED = "rpc: registered=";

    @TempDir private Path directory;
    private HostRpcbind rpcbind;

    @BeforeEach
    void rpcbind() throws Exception {
        rpcbind = HostRpcbind.running();
    }

    @AfterEach
    void endRpcbind() throws Exception {
        rpcbind.end();
    }

    @Test
    void versions_are_registered_while_they_are_offered_and_a_reload_keeps_the_port()
            throws Exception {
        try (Daemon daemon = Daemon.start(directory, USERS_LINE + WALL_LINE, "-d")) {
            daemon.awaitLine(line -> line.contains(SETTLED + 5));
            List<String> users = rpcbind.mappings(USERS);
            assertEquals(2, users.size());
            assertTrue(users.get(0).startsWith(USERS + " 1 udp "), users.get(0));
            assertTrue(users.get(1).startsWith(USERS + " 2 udp "), users.get(1));
            assertEquals(4, rpcbind.all(USERS).size(), "IPv6 too");
            String wall = rpcbind.mappings(WALL).get(0);
            int port = Integer.parseInt(wall.substring(wall.lastIndexOf(' ') + 1));
            assertEquals("hello\n", daemon.talk(port, ""));

            daemon.configure(USERS_LINE);
            assertTrue(daemon.hup().contains("kept=2 opened=0 closed=1"));
            daemon.awaitLine(line -> line.contains(SETTLED + 4));
            assertEquals(users, rpcbind.mappings(USERS));
            assertEquals(List.of(), rpcbind.all(WALL));

            rpcbind.delete(USERS, 1); // as a restart of rpcbind would
            assertEquals(1, rpcbind.mappings(USERS).size());
            int before = daemon.lines().size();
            daemon.hup();
            daemon.awaitLine(before, line -> line.contains(SETTLED + 4));
            assertEquals(users, rpcbind.mappings(USERS));

            assertEquals(0, daemon.stop());
            assertEquals(List.of(), rpcbind.all(USERS));
        }
    }

    @Test
    void a_restarted_rpcbind_has_all_again_at_a_reload_or_else_within_a_minute() throws Exception {
        try (Daemon daemon = Daemon.start(directory, USERS_LINE, "-d")) {
            daemon.awaitLine(line -> line.contains(SETTLED + 4));
            List<String> users = rpcbind.all(USERS);
            rpcbind.restart(USERS);
            assertEquals(List.of(), rpcbind.all(USERS));
            daemon.hup();
            rpcbind.awaitAll(USERS, 4, Daemon.PATIENCE_SECONDS);
            assertEquals(users, rpcbind.all(USERS));

            rpcbind.restart(USERS);
            assertEquals(List.of(), rpcbind.all(USERS));
            rpcbind.awaitAll(USERS, 4, 60 + Daemon.PATIENCE_SECONDS);
            assertEquals(users, rpcbind.all(USERS));
            assertEquals(0, daemon.stop());
        }
    }

    @Test
    void what_a_killed_daemon_left_is_replaced_by_the_next() throws Exception {
        try (Daemon daemon = Daemon.start(directory, WALL_LINE, "-d")) {
            daemon.awaitLine(line -> line.contains(SETTLED + 1));
        }
        List<String> left = rpcbind.mappings(WALL);
        assertEquals(1, left.size());
        try (Daemon daemon = Daemon.start(directory, WALL_LINE, "-d")) {
            daemon.awaitLine(line -> line.contains(SETTLED + 1));
            List<String> now = rpcbind.mappings(WALL);
            assertEquals(1, now.size());
            assertNotEquals(left, now);
            daemon.stop();
        }
    }
}
