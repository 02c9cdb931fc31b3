package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plays the journal, with a real socket. */
@Timeout(20)
class LogSocketTest {

    private static final int TOO_LARGE = 8 * 1024 * 1024;
    private static final int F_GET_SEALS = 1034;
    private static final int ALL_SEALS = 0xf;

    @TempDir private Path directory;
    private Path path;
    private LogSocket log;
    private int journal = -1;

    @BeforeEach
    void connect() {
        path = directory.resolve("socket");
        log = new LogSocket(path.toString());
    }

    @AfterEach
    void close() {
        log.close();
        endJournal();
    }

    private void startJournal() {
        KernelAddress address = new KernelAddress();
        assertTrue(address.setPath(path.toString()));
        journal = TestCalls.good(LibC.INSTANCE.socket(1, 0x8_0802, 0)); // AF_UNIX, DGRAM
        TestCalls.good(LibC.INSTANCE.bind(journal, address.address(), address.length()));
    }

    private void endJournal() {
        if (journal >= 0) {
            LibC.INSTANCE.close(journal);
            journal = -1;
        }
    }

    /** Returns the next message; empty when there is none. */
    private Optional<String> heard() {
        NativeArea room = new NativeArea(4096);
        long length = LibC.INSTANCE.recv(journal, room.address(), 4096, 0);
        if (length < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) length];
        room.host().get(0, bytes);
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<Errno> send(String text) {
        return log.send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_message_arrives_as_it_is() {
        startJournal();
        assertEquals(Optional.empty(), send("läuft\n"));
        assertEquals(Optional.of("läuft\n"), heard());
    }

    @Test
    void a_log_that_is_not_there_is_told_and_found_when_it_is() {
        assertEquals(Optional.of(Errno.ENOENT), send("lost"));
        startJournal();
        assertEquals(Optional.empty(), send("heard"));
        assertEquals(Optional.of("heard"), heard());
    }

    @Test
    void a_log_that_was_started_anew_hears_all_that_follows() throws Exception {
        startJournal();
        assertEquals(Optional.empty(), send("before"));
        endJournal();
        assertEquals(Optional.of(Errno.ECONNREFUSED), send("lost"));
        Files.delete(path);
        startJournal();
        assertEquals(Optional.empty(), send("after"));
        assertEquals(Optional.of("after"), heard());
    }

    @Test
    void a_log_that_does_not_read_is_waited_for_once_and_not_for_each_message() {
        startJournal();
        long start = System.nanoTime();
        int sent = 0;
        while (send("x").isEmpty()) {
            sent++;
        }
        for (int i = 0; i < 100; i++) { // at half a second each this would take too long
            assertEquals(Optional.of(Errno.EAGAIN), send("y"));
        }
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        for (int i = 0; i < sent; i++) {
            assertEquals(Optional.of("x"), heard());
        }
        assertEquals(Optional.empty(), send("z"));
        assertEquals(Optional.of("z"), heard());
    }

    @Test
    void what_is_too_large_for_a_datagram_is_handed_over_as_a_sealed_file() {
        startJournal();
        byte[] bytes = new byte[TOO_LARGE];
        bytes[TOO_LARGE - 1] = 7;
        assertEquals(Optional.of(Errno.EMSGSIZE), log.send(bytes));
        assertEquals(Optional.empty(), log.sendAsFile(bytes));
        int file = receivedFile();
        assertEquals(ALL_SEALS, LibC.INSTANCE.fcntl(file, F_GET_SEALS, 0));
        assertArrayEquals(bytes, content(file));
        LibC.INSTANCE.close(file);
    }

    /** Returns the descriptor that came with an empty message. */
    private int receivedFile() {
        NativeArea header = new NativeArea(Message.HEADER_BYTES + Message.VECTOR_BYTES);
        NativeArea control = new NativeArea(64);
        header.host().putLong(16, header.address() + Message.HEADER_BYTES).putLong(24, 1);
        header.host().putLong(32, control.address()).putLong(40, 64);
        assertEquals(0, LibC.INSTANCE.recvmsg(journal, header.address(), 0));
        return control.host().getInt(16);
    }

    private static byte[] content(int file) {
        try {
            return Files.readAllBytes(Path.of("/proc/self/fd/" + file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void after_something_large_the_small_arrive_as_before() {
        startJournal();
        assertEquals(Optional.of(Errno.EMSGSIZE), log.send(new byte[TOO_LARGE]));
        assertEquals(Optional.empty(), send("small"));
        assertEquals(Optional.of("small"), heard());
    }

    @Test
    void a_path_that_no_socket_can_have_is_told() {
        LogSocket nowhere = new LogSocket("/" + "x".repeat(200));
        assertEquals(Optional.of(Errno.ENAMETOOLONG), nowhere.send(new byte[1]));
    }

    @Test
    void no_child_inherits_the_socket() throws Exception {
        startJournal();
        assertEquals(Optional.empty(), send("x"));
        int own = -1;
        for (String fd : new java.io.File("/proc/self/fd").list()) {
            own = Math.max(own, isConnected(Integer.parseInt(fd)) ? Integer.parseInt(fd) : -1);
        }
        String told = TestCalls.told(own);
        assertTrue(told.matches("(?s).*flags:\t02[0-7]{6}\n.*"), told); // O_CLOEXEC
    }

    private boolean isConnected(int fd) {
        KernelAddress peer = new KernelAddress();
        peer.clear();
        return LibC.INSTANCE.getpeername(fd, peer.address(), peer.lengthAddress()) == 0
                && peer.text().equals("unix:" + path);
    }
}
