package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.os.Accepted;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.os.Sockets.Use;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ownership;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** UNIX sockets, and the files they leave. */
@Timeout(30)
class UnixSocketsTest {

    private static final int BACKLOG = 4;

    private final Sockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        opened.stream().filter(Fd::isOpen).forEach(sockets::close);
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"STREAM", "SEQUENCED"})
    void a_client_is_accepted_and_served(SocketType type) {
        Endpoint.Unix endpoint = unix(type, "s");
        Fd listener = open(endpoint);
        Fd client = connect(endpoint);
        Accepted accepted = accept(listener, endpoint);
        assertEquals(new Peer.Unix(endpoint.path()), accepted.peer());
        ByteBuffer bytes = ByteBuffer.allocateDirect(3);
        assertEquals(3, sockets.write(accepted.fd(), bytes));
        assertEquals(3, sockets.read(client, bytes.clear()));
        assertEquals(Errno.EAGAIN, failure(sockets.accept(listener, endpoint, Use.CHILD)).errno());
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void everybody_may_connect_whatever_the_umask(SocketType type) throws IOException {
        int before = LibC.INSTANCE.umask(077);
        try {
            Endpoint.Unix endpoint = unix(type, "s");
            open(endpoint);
            assertEquals(
                    "rw-rw-rw-",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(Path.of(endpoint.path()))));
        } finally {
            LibC.INSTANCE.umask(before);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void an_owner_a_group_and_a_mode_are_those_of_the_file(SocketType type) throws IOException {
        assertEquals(0, LibC.INSTANCE.geteuid(), "only root gives files away; run this as root");
        String path = directory + "/s";
        open(new Endpoint.Unix(type, path, new Ownership(4711, 0xffff_fffeL, 0640)));
        assertEquals("rw-r-----", mode("s"));
        assertEquals(4711, Files.getAttribute(Path.of(path), "unix:uid"));
        assertEquals((int) 0xffff_fffeL, Files.getAttribute(Path.of(path), "unix:gid"));
    }

    @Test
    void a_mode_alone_keeps_owner_and_group() throws IOException {
        Path other = Files.createFile(directory.resolve("other"));
        Ownership mode = new Ownership(Ownership.AS_IT_IS, Ownership.AS_IT_IS, 0);
        open(new Endpoint.Unix(SocketType.DATAGRAM, directory + "/s", mode));
        assertEquals("---------", mode("s"));
        assertEquals(Files.getOwner(other), Files.getOwner(directory.resolve("s")));
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void an_abstract_endpoint_is_opened_by_its_name(SocketType type) {
        String name = "jinetd-test-name-" + ProcessHandle.current().pid();
        Endpoint endpoint = new Endpoint.Abstract(type, name);
        Fd bound = open(endpoint);
        assertEquals("unix:@" + name, TestCalls.boundTo(bound).text());
        assertEquals(Errno.EADDRINUSE, failure(openOutcome(endpoint)).errno());
        sockets.unlink(endpoint);
    }

    @Test
    void the_mode_is_of_the_socket_that_was_bound_whatever_its_path_leads_to_since()
            throws IOException {
        Fd bound = boundAndReplacedByLink();
        int file =
                TestCalls.good(
                        SocketFile.open(bound.number(), address(unix(SocketType.STREAM, "s"))));
        TestCalls.good(SocketFile.setMode(file, 0666));
        LibC.INSTANCE.close(file);
        assertEquals("rw-------", mode("secret"));
        assertEquals("rw-rw-rw-", mode("moved"));
    }

    @Test
    void a_link_is_not_followed_where_the_kernel_does_not_tell_the_file() throws IOException {
        Fd bound = boundAndReplacedByLink();
        assertEquals(-Errno.ELOOP.number(), SocketFile.open(address(unix(SocketType.STREAM, "s"))));
        assertTrue(bound.isOpen());
    }

    @Test
    void a_link_to_another_socket_is_not_followed_either() throws IOException {
        Endpoint.Unix other = unix(SocketType.STREAM, "other");
        open(other);
        Files.createSymbolicLink(directory.resolve("link"), Path.of(other.path()));
        int file = SocketFile.open(address(unix(SocketType.STREAM, "link")));
        assertEquals(-Errno.ELOOP.number(), file);
    }

    /** Returns a socket whose path was taken by a link to a secret as soon as it was bound. */
    private Fd boundAndReplacedByLink() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "key");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Fd bound = socket(SocketConstants.SOCK_STREAM);
        KernelAddress address = address(unix(SocketType.STREAM, "s"));
        TestCalls.good(LibC.INSTANCE.bind(bound.number(), address.address(), address.length()));
        Files.move(directory.resolve("s"), directory.resolve("moved"));
        Files.createSymbolicLink(directory.resolve("s"), secret);
        return bound;
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(name)));
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void a_path_that_a_dead_socket_left_is_taken_over(SocketType type) {
        Endpoint.Unix endpoint = unix(type, "s");
        sockets.close(open(endpoint));
        assertTrue(exists(endpoint));
        assertTrue(open(endpoint).isOpen());
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void a_path_with_a_living_socket_of_any_kind_is_in_use(SocketType type) {
        Endpoint.Unix endpoint = unix(type, "s");
        Fd living = open(endpoint);
        for (SocketType other : SocketType.values()) {
            Outcome.Failed<?> failed = failure(openOutcome(unix(other, "s")));
            assertEquals("bind(" + endpoint.path() + ")", failed.call());
            assertEquals(Errno.EADDRINUSE, failed.errno());
        }
        assertTrue(exists(endpoint));
        if (type != SocketType.DATAGRAM) {
            assertEquals(
                    Errno.EAGAIN,
                    failure(sockets.accept(living, endpoint, Use.CHILD)).errno(),
                    "nobody has knocked to see who lives there");
        }
    }

    @Test
    void a_socket_that_does_not_listen_yet_lives() {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        Fd early = socket(SocketConstants.SOCK_STREAM);
        KernelAddress address = address(endpoint);
        TestCalls.good(LibC.INSTANCE.bind(early.number(), address.address(), address.length()));
        assertEquals(Errno.EADDRINUSE, failure(openOutcome(endpoint)).errno());
    }

    @Test
    void a_file_that_is_no_socket_is_never_removed() throws IOException {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        Path file = Files.writeString(Path.of(endpoint.path()), "precious");
        assertEquals(Errno.EADDRINUSE, failure(openOutcome(endpoint)).errno());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void a_link_is_never_removed() throws IOException {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        sockets.close(open(unix(SocketType.STREAM, "dead")));
        Path link = Files.createSymbolicLink(Path.of(endpoint.path()), directory.resolve("dead"));
        assertEquals(Errno.EADDRINUSE, failure(openOutcome(endpoint)).errno());
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void a_directory_that_does_not_exist_is_enoent() {
        assertEquals(Errno.ENOENT, failure(openOutcome(unix(SocketType.STREAM, "no/s"))).errno());
    }

    @Test
    void the_longest_path_is_107_bytes() {
        int room = 107 - directory.toString().length() - 1;
        assertTrue(open(unix(SocketType.STREAM, "x".repeat(room))).isOpen());
        assertEquals(
                Errno.ENAMETOOLONG,
                failure(openOutcome(unix(SocketType.STREAM, "x".repeat(room + 1)))).errno());
        assertEquals(
                Errno.ENAMETOOLONG,
                failure(openOutcome(unix(SocketType.STREAM, "\u20ac".repeat(room / 2)))).errno());
    }

    @Test
    void a_path_of_any_bytes_reaches_the_kernel_unchanged() {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "\udcff\u00e9");
        Fd listener = open(endpoint);
        connect(endpoint);
        assertTrue(accept(listener, endpoint).fd().isOpen());
        assertEquals("unix:" + endpoint.path(), TestCalls.boundTo(listener).text());
    }

    @Test
    void an_abstract_name_leaves_no_file_and_lives_as_long_as_its_socket() {
        String name = "@jinetd-test-" + ProcessHandle.current().pid();
        Endpoint.Unix endpoint = new Endpoint.Unix(SocketType.STREAM, name);
        Fd listener = open(endpoint);
        connect(endpoint);
        assertTrue(accept(listener, endpoint).fd().isOpen());
        assertEquals("unix:" + name, TestCalls.boundTo(listener).text());
        assertEquals(Errno.EADDRINUSE, failure(openOutcome(endpoint)).errno());
        assertFalse(exists(endpoint));
        sockets.close(listener);
        sockets.unlink(endpoint);
        assertTrue(open(endpoint).isOpen());
    }

    @Test
    void the_file_goes_with_its_endpoint() {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        open(endpoint);
        sockets.unlink(endpoint);
        assertFalse(exists(endpoint));
        sockets.unlink(endpoint);
    }

    @Test
    void a_file_that_took_its_place_stays() throws IOException {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        open(endpoint);
        Files.delete(Path.of(endpoint.path()));
        Sockets anothers = new LinuxSockets();
        opened.add(
                value(anothers.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, BACKLOG)));
        sockets.unlink(endpoint);
        assertTrue(exists(endpoint));
        anothers.unlink(endpoint);
        assertFalse(exists(endpoint));
    }

    @Test
    void a_path_that_was_not_bound_here_stays() throws IOException {
        Endpoint.Unix endpoint = unix(SocketType.STREAM, "s");
        Files.writeString(Path.of(endpoint.path()), "precious");
        sockets.unlink(endpoint);
        assertTrue(exists(endpoint));
    }

    private Endpoint.Unix unix(SocketType type, String name) {
        return new Endpoint.Unix(type, directory + "/" + name);
    }

    private static boolean exists(Endpoint.Unix endpoint) {
        return Files.exists(Path.of(endpoint.path()), LinkOption.NOFOLLOW_LINKS);
    }

    private Outcome<Fd> openOutcome(Endpoint endpoint) {
        return sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, BACKLOG);
    }

    private Fd open(Endpoint endpoint) {
        Fd fd = value(openOutcome(endpoint));
        opened.add(fd);
        return fd;
    }

    private Fd connect(Endpoint.Unix endpoint) {
        Fd client =
                socket(
                        endpoint.type() == SocketType.STREAM
                                ? SocketConstants.SOCK_STREAM
                                : SocketConstants.SOCK_SEQPACKET);
        KernelAddress address = address(endpoint);
        TestCalls.good(LibC.INSTANCE.connect(client.number(), address.address(), address.length()));
        return client;
    }

    private Fd socket(int type) {
        Fd fd = new Fd(TestCalls.good(LibC.INSTANCE.socket(SocketConstants.AF_UNIX, type, 0)));
        opened.add(fd);
        return fd;
    }

    private static KernelAddress address(Endpoint.Unix endpoint) {
        KernelAddress address = new KernelAddress();
        assertTrue(address.setPath(endpoint.path()));
        return address;
    }

    private Accepted accept(Fd listener, Endpoint endpoint) {
        Accepted accepted = value(sockets.accept(listener, endpoint, Use.CHILD));
        opened.add(accepted.fd());
        return accepted;
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed);
                });
    }

    private static Outcome.Failed<?> failure(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome);
    }
}
