package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ownership;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of the files of UNIX sockets, which is the same for every type. */
@Timeout(60)
class SocketFileTest {

    private static final int TIMES = 500;

    private final Sockets sockets = new LinuxSockets();

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void nobody_else_can_connect_before_owner_group_and_mode_are_as_they_should(SocketType type) {
        assertEquals(0, LibC.INSTANCE.geteuid(), "only root gives files away; run this as root");
        int before = LibC.INSTANCE.umask(0);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> watch(done));
        try {
            Endpoint endpoint = unix(type, new Ownership(4711, 4712, 0660));
            for (int i = 0; i < TIMES; i++) {
                Fd fd = open(endpoint);
                sockets.unlink(endpoint);
                sockets.close(fd);
            }
        } finally {
            done.set(true);
            LibC.INSTANCE.umask(before);
        }
        Set<String> states = new HashSet<>(seen.join());
        int own = LibC.INSTANCE.getegid();
        states.removeAll(Set.of("0:" + own + " 600", "4711:4712 600", "4711:4712 660"));
        states.remove("4711:" + own + " 600"); // stat(2) can come between the halves of chown(2)
        assertEquals(Set.of(), states);
    }

    /** Returns every state in which the file was seen. */
    private Set<String> watch(AtomicBoolean done) {
        Set<String> states = new HashSet<>();
        while (!done.get()) {
            try {
                Map<String, Object> now =
                        Files.readAttributes(
                                path(), "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
                String mode = Integer.toOctalString((int) now.get("mode") & 0777);
                states.add(now.get("uid") + ":" + now.get("gid") + " " + mode);
            } catch (NoSuchFileException e) {
                Thread.onSpinWait();
            } catch (IOException e) {
                states.add(e.toString());
            }
        }
        return states;
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void the_file_goes_with_its_endpoint(SocketType type) {
        Endpoint endpoint = unix(type, Ownership.EVERYBODY);
        Fd fd = open(endpoint);
        sockets.unlink(endpoint);
        assertFalse(Files.exists(path(), LinkOption.NOFOLLOW_LINKS));
        sockets.close(fd);
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void a_file_that_took_its_place_stays_and_one_of_another_kind_is_not_taken_over(SocketType type)
            throws IOException {
        Endpoint endpoint = unix(type, Ownership.EVERYBODY);
        Fd fd = open(endpoint);
        Files.delete(path());
        Files.writeString(path(), "precious");
        sockets.unlink(endpoint);
        assertEquals("precious", Files.readString(path()));
        assertTrue(
                sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 1)
                        instanceof Outcome.Failed<Fd>);
        assertEquals("precious", Files.readString(path()));
        sockets.close(fd);
    }

    @Test
    void the_owner_is_told_of_sockets_only() throws IOException {
        Fd fd = open(unix(SocketType.DATAGRAM, new Ownership(4711, 4712, 0600)));
        KernelAddress address = new KernelAddress();
        assertTrue(address.setPath(path().toString()));
        int file = TestCalls.good(SocketFile.open(address));
        assertEquals(4711, SocketFile.owner(file).orElseThrow());
        LibC.INSTANCE.close(file);
        Path plain = Files.createFile(directory.resolve("plain"));
        int other = TestCalls.good(LibC.INSTANCE.open(plain.toString(), 0, 0));
        assertTrue(SocketFile.owner(other).isEmpty());
        LibC.INSTANCE.close(other);
        sockets.close(fd);
    }

    private Path path() {
        return directory.resolve("s");
    }

    private Endpoint unix(SocketType type, Ownership ownership) {
        return new Endpoint.Unix(type, path().toString(), ownership);
    }

    private Fd open(Endpoint endpoint) {
        return sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 1)
                .match(
                        Outcome.Done::value,
                        failed -> {
                            throw new AssertionError(failed);
                        });
    }
}
