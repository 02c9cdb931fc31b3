package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jinetd.os.Accepted;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.os.Sockets.Use;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over TCP, with the JDK's sockets as clients. */
@Timeout(30)
class LinuxSocketsTest {

    private static final Ip LOOPBACK_V4 = Ip.v4(0x7f00_0001);
    private static final Ip LOOPBACK_V6 = Ip.v6(0, 1, 0);
    private static final int BACKLOG = 16;

    private final Sockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

    @AfterEach
    void close() {
        opened.stream().filter(Fd::isOpen).forEach(sockets::close);
    }

    @Test
    void a_connection_has_both_ends_named() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Peer.Inet peer = inetPeer(accept(listener, endpoint, Use.CHILD));
            assertEquals(LOOPBACK_V4, peer.remote());
            assertEquals(client.getLocalPort(), peer.remotePort());
            assertEquals(LOOPBACK_V4, peer.local());
            assertEquals(port(listener), peer.localPort());
        }
    }

    @Test
    void a_client_of_the_wildcard_is_told_which_address_it_asked_for() throws IOException {
        Fd listener = open(tcp(Ip.ANY_V4, 0));
        Endpoint endpoint = tcp(Ip.ANY_V4, port(listener));
        try (Socket client = connect("127.0.0.7", port(listener))) {
            Peer.Inet peer = inetPeer(accept(listener, endpoint, Use.CHILD));
            assertEquals(Ip.v4(0x7f00_0007), peer.local());
            assertEquals(client.getPort(), peer.localPort());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"127.0.0.1, false", "::, true"})
    void a_source_route_is_seen(String address, boolean mapped) throws IOException {
        Ip ip = Ip.parse(address).orElseThrow();
        Endpoint endpoint = new Endpoint.Inet(SocketType.STREAM, ip, 0, mapped);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Fd connection = accept(listener, endpoint, Use.CHILD).fd();
            assertFalse(sockets.isSourceRouted(connection));
            NativeArea route = new NativeArea(8); // as if the client's SYN had brought it
            route.network().putLong(0, 0x0183_0704_7f00_0001L);
            TestCalls.good(
                    LibC.INSTANCE.setsockopt(
                            connection.number(),
                            SocketConstants.IPPROTO_IP,
                            SocketConstants.IP_OPTIONS,
                            route.address(),
                            8));
            assertTrue(sockets.isSourceRouted(connection));
            assertTrue(client.isConnected());
        }
    }

    @Test
    void ipv6_serves_only_ipv6() throws IOException {
        Endpoint endpoint = tcp(Ip.ANY_V6, 0);
        Fd listener = open(endpoint);
        int port = port(listener);
        Fd beside = open(tcp(Ip.ANY_V4, port));
        assertTrue(beside.isOpen());
        try (Socket client = connect("::1", port)) {
            Peer.Inet peer = inetPeer(accept(listener, endpoint, Use.CHILD));
            assertEquals(LOOPBACK_V6, peer.remote());
            assertEquals(LOOPBACK_V6, peer.local());
            assertEquals("[::1]:" + client.getLocalPort(), peer.toString());
        }
    }

    @Test
    void a_mapped_socket_serves_both_and_tells_ipv4_as_mapped() throws IOException {
        Endpoint endpoint = new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V6, 0, true);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Peer.Inet peer = inetPeer(accept(listener, endpoint, Use.CHILD));
            assertTrue(peer.remote().isMapped());
            assertEquals(LOOPBACK_V4, peer.remote().unmapped());
            assertEquals(LOOPBACK_V4, peer.local().unmapped());
            assertEquals("127.0.0.1:" + client.getLocalPort(), peer.toString());
        }
        try (Socket client = connect("::1", port(listener))) {
            assertEquals(LOOPBACK_V6, inetPeer(accept(listener, endpoint, Use.CHILD)).remote());
            assertTrue(client.isConnected());
        }
    }

    @Test
    void an_empty_queue_is_eagain() {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        assertEquals(Errno.EAGAIN, errno(sockets.accept(listener, endpoint, Use.CHILD)));
    }

    @Test
    void a_port_in_use_says_which_call_failed_and_leaves_no_descriptor() throws IOException {
        Fd listener = open(tcp(LOOPBACK_V4, 0));
        long before = socketCount();
        for (int i = 1; i < 100; i++) {
            openOutcome(tcp(LOOPBACK_V4, port(listener)));
        }
        Outcome<Fd> second = openOutcome(tcp(LOOPBACK_V4, port(listener)));
        Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, second);
        assertEquals("bind(127.0.0.1:" + port(listener) + "/tcp)", failed.call());
        assertEquals(Errno.EADDRINUSE, failed.errno());
        assertTrue(socketCount() - before < 50, "other threads open a few, too");
    }

    @Test
    void an_address_that_is_not_ours_is_eaddrnotavail() {
        Ip documentation = Ip.parse("198.51.100.1").orElseThrow();
        assertEquals(Errno.EADDRNOTAVAIL, errno(openOutcome(tcp(documentation, 0))));
    }

    @Test
    void one_port_on_two_addresses_is_two_listeners() throws IOException {
        Fd one = open(tcp(LOOPBACK_V4, 0));
        Endpoint endpoint = tcp(Ip.v4(0x7f00_0002), port(one));
        Fd two = open(endpoint);
        try (Socket client = connect("127.0.0.2", port(one))) {
            assertEquals(
                    client.getLocalPort(), inetPeer(accept(two, endpoint, Use.CHILD)).remotePort());
        }
    }

    @Test
    void a_listener_comes_back_while_its_old_connections_linger() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        int port = port(listener);
        try (Socket client = connect("127.0.0.1", port)) {
            sockets.close(accept(listener, endpoint, Use.CHILD).fd()); // ours to wait in TIME_WAIT
            sockets.close(listener);
            assertEquals(-1, client.getInputStream().read());
        }
        assertTrue(open(tcp(LOOPBACK_V4, port)).isOpen());
    }

    @Test
    void every_descriptor_is_close_on_exec_and_blocking_only_for_a_child() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        assertFlags(listener, true);
        try (Socket first = connect("127.0.0.1", port(listener));
                Socket second = connect("127.0.0.1", port(listener))) {
            assertFlags(accept(listener, endpoint, Use.CHILD).fd(), false);
            assertFlags(accept(listener, endpoint, Use.CONVERSATION).fd(), true);
            assertTrue(first.isConnected() && second.isConnected());
        }
        assertFlags(open(udp(LOOPBACK_V4)), true);
    }

    @Test
    void a_lent_socket_is_blocking_until_it_comes_back() {
        Fd listener = open(tcp(LOOPBACK_V4, 0));
        sockets.blocking(listener, true);
        assertFlags(listener, false);
        sockets.blocking(listener, false);
        assertFlags(listener, true);
    }

    @Test
    void bytes_come_and_go_between_position_and_limit() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Fd ours = accept(listener, endpoint, Use.CHILD).fd();
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            buffer.position(1).limit(4);
            assertEquals(3, sockets.read(ours, buffer));
            assertEquals(4, buffer.position());
            assertEquals('h', buffer.get(1));
            assertThrows(IllegalArgumentException.class, () -> sockets.read(ours, buffer));
            buffer.position(2);
            assertEquals(2, sockets.write(ours, buffer));
            assertFalse(buffer.hasRemaining());
            assertEquals('e', client.getInputStream().read());
            assertEquals('l', client.getInputStream().read());
        }
    }

    @Test
    void end_of_file_goes_one_way_at_a_time() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Fd ours = accept(listener, endpoint, Use.CHILD).fd();
            sockets.finishWriting(ours);
            assertEquals(-1, client.getInputStream().read());
            client.getOutputStream().write('x');
            assertEquals(1, sockets.read(ours, buffer));
            client.shutdownOutput();
            assertEquals(0, sockets.read(ours, buffer));
        }
    }

    @Test
    void nothing_to_read_is_eagain_and_nobody_to_write_to_is_epipe() throws IOException {
        Endpoint endpoint = tcp(LOOPBACK_V4, 0);
        Fd listener = open(endpoint);
        try (Socket client = connect("127.0.0.1", port(listener))) {
            Fd ours = accept(listener, endpoint, Use.CONVERSATION).fd();
            assertEquals(-Errno.EAGAIN.number(), sockets.read(ours, buffer));
            sockets.finishWriting(ours);
            assertEquals(-Errno.EPIPE.number(), sockets.write(ours, buffer));
            assertTrue(client.isConnected());
        }
    }

    @Test
    void buffer_sizes_are_applied_and_the_kernel_doubles_them() {
        Fd listener =
                value(
                        sockets.open(
                                tcp(LOOPBACK_V4, 0),
                                new Buffers(20_000, 30_000),
                                SocketTuning.USUAL,
                                BACKLOG));
        opened.add(listener);
        assertEquals(40_000, option(listener, SocketConstants.SO_SNDBUF));
        assertEquals(60_000, option(listener, SocketConstants.SO_RCVBUF));
        sockets.resize(listener, new Buffers(0, 50_000));
        assertEquals(40_000, option(listener, SocketConstants.SO_SNDBUF));
        assertEquals(100_000, option(listener, SocketConstants.SO_RCVBUF));
    }

    @Test
    void two_datagram_sockets_never_share_a_port() {
        Fd one = open(udp(LOOPBACK_V4));
        Endpoint same = new Endpoint.Inet(SocketType.DATAGRAM, LOOPBACK_V4, port(one), false);
        assertEquals(Errno.EADDRINUSE, errno(openOutcome(same)));
    }

    private static Endpoint tcp(Ip ip, int port) {
        return new Endpoint.Inet(SocketType.STREAM, ip, port, false);
    }

    private static Endpoint udp(Ip ip) {
        return new Endpoint.Inet(SocketType.DATAGRAM, ip, 0, false);
    }

    private Outcome<Fd> openOutcome(Endpoint endpoint) {
        return sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, BACKLOG);
    }

    private Fd open(Endpoint endpoint) {
        Fd fd = value(openOutcome(endpoint));
        opened.add(fd);
        return fd;
    }

    private Accepted accept(Fd listener, Endpoint endpoint, Use use) {
        Accepted accepted = value(sockets.accept(listener, endpoint, use));
        opened.add(accepted.fd());
        return accepted;
    }

    private static Peer.Inet inetPeer(Accepted accepted) {
        return assertInstanceOf(Peer.Inet.class, accepted.peer());
    }

    private static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
        return socket;
    }

    private static int port(Fd fd) {
        return TestCalls.boundTo(fd).port();
    }

    private static int option(Fd fd, int name) {
        NativeArea value = new NativeArea(8);
        value.host().putInt(4, 4);
        TestCalls.good(
                LibC.INSTANCE.getsockopt(
                        fd.number(), SOL_SOCKET, name, value.address(), value.address() + 4));
        return value.host().getInt(0);
    }

    private static void assertFlags(Fd fd, boolean nonBlocking) {
        int closeOnExec = 1;
        int getDescriptorFlags = 1;
        assertEquals(closeOnExec, LibC.INSTANCE.fcntl(fd.number(), getDescriptorFlags, 0));
        int flags = LibC.INSTANCE.fcntl(fd.number(), SocketConstants.F_GETFL, 0);
        assertEquals(nonBlocking, (flags & SocketConstants.O_NONBLOCK) != 0);
    }

    private static long socketCount() throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(LinuxSocketsTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("socket:");
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed);
                });
    }

    private static Errno errno(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome).errno();
    }
}
