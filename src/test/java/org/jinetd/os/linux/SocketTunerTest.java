package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_TCP;
import static org.jinetd.os.linux.SocketConstants.IPV6_TCLASS;
import static org.jinetd.os.linux.SocketConstants.IP_TOS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_BINDTODEVICE;
import static org.jinetd.os.linux.SocketConstants.SO_KEEPALIVE;
import static org.jinetd.os.linux.SocketConstants.SO_MARK;
import static org.jinetd.os.linux.SocketConstants.SO_REUSEPORT;
import static org.jinetd.os.linux.SocketConstants.TCP_DEFER_ACCEPT;
import static org.jinetd.os.linux.SocketConstants.TCP_NODELAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jinetd.os.Accepted;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketTuning.Flag;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel makes of a tuning; as root, on the loopback device. */
@Timeout(30)
class SocketTunerTest {

    private static final int BACKLOG = 16;
    private static final Ip LOOPBACK = Ip.v4(0x7f00_0001);
    private static final Ip ABSENT = Ip.parse("192.0.2.78").orElseThrow();
    private static final SocketTuning ALL =
            new SocketTuning(
                    OptionalInt.empty(),
                    Optional.of("lo"),
                    Set.of(Flag.values()),
                    OptionalInt.of(3),
                    OptionalInt.of(0x28),
                    OptionalLong.of(0xf000_0001L));

    private final Sockets sockets = new LinuxSockets();
    private final SocketOptions options = new SocketOptions();
    private final List<Fd> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(sockets::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_listener_has_what_is_asked_for_and_what_it_accepts_inherits_it(String address)
            throws IOException {
        Endpoint endpoint = tcp(Ip.parse(address).orElseThrow(), 0);
        Fd listener = open(endpoint, ALL);
        assertConnectionOptions(listener, address, 1, 0x28, 0xf000_0001);
        assertEquals(1, get(listener, SOL_SOCKET, SO_REUSEPORT));
        assertTrue(get(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT) >= 3);
        Fd connection = connection(listener, endpoint, address);
        assertConnectionOptions(connection, address, 1, 0x28, 0xf000_0001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void an_open_listener_is_retuned_and_back_and_goes_on_listening(String address)
            throws IOException {
        Endpoint endpoint = tcp(Ip.parse(address).orElseThrow(), 0);
        Fd listener = open(endpoint, SocketTuning.USUAL);
        retune(listener, endpoint, SocketTuning.USUAL, ALL);
        Fd tuned = connection(listener, endpoint, address);
        assertConnectionOptions(tuned, address, 1, 0x28, 0xf000_0001);
        assertEquals("lo", device(tuned));
        retune(listener, endpoint, ALL, SocketTuning.USUAL);
        assertEquals(0, get(listener, SOL_SOCKET, SO_REUSEPORT));
        assertEquals(0, get(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT));
        Fd plain = connection(listener, endpoint, address);
        assertConnectionOptions(plain, address, 0, 0, 0);
        assertEquals("", device(plain));
    }

    @Test
    void an_address_that_the_host_does_not_have_is_bound_with_freebind_only() {
        Endpoint endpoint = tcp(ABSENT, 0);
        Outcome<Fd> refused =
                sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, BACKLOG);
        assertEquals(
                Errno.EADDRNOTAVAIL, refused.match(done -> Errno.EIO, failed -> failed.errno()));
        open(endpoint, with(Flag.FREEBIND));
        open(tcp(Ip.parse("2001:db8::78").orElseThrow(), 0), with(Flag.FREEBIND));
    }

    @Test
    void two_listeners_share_a_port_with_reuse_port_even_if_the_first_got_it_later() {
        Fd first = open(tcp(LOOPBACK, 0), SocketTuning.USUAL);
        Endpoint same = tcp(LOOPBACK, sockets.port(first));
        retune(first, same, SocketTuning.USUAL, with(Flag.REUSE_PORT));
        open(same, with(Flag.REUSE_PORT));
    }

    @Test
    void a_device_that_is_not_there_is_told() {
        SocketTuning tuning =
                new SocketTuning(
                        OptionalInt.empty(),
                        Optional.of("nowhere0"),
                        Set.of(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty());
        assertEquals(
                Outcome.failed("setsockopt(SO_BINDTODEVICE, nowhere0)", Errno.of(19)),
                sockets.open(tcp(LOOPBACK, 0), Buffers.KERNEL_CHOICE, tuning, BACKLOG));
    }

    @Test
    void datagrams_and_unix_sockets_leave_out_what_they_have_not() {
        open(new Endpoint.Inet(SocketType.DATAGRAM, LOOPBACK, 0, false), ALL);
        open(new Endpoint.Abstract(SocketType.STREAM, "jinetd-tuner-test"), ALL);
    }

    private static SocketTuning with(Flag flag) {
        return new SocketTuning(
                OptionalInt.empty(),
                Optional.empty(),
                Set.of(flag),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    private void assertConnectionOptions(Fd fd, String address, int on, int tos, int mark) {
        assertEquals(on, get(fd, SOL_SOCKET, SO_KEEPALIVE));
        assertEquals(on, Math.min(1, get(fd, IPPROTO_TCP, TCP_NODELAY)));
        boolean v6 = address.indexOf(':') >= 0;
        assertEquals(tos, v6 ? get(fd, IPPROTO_IPV6, IPV6_TCLASS) : get(fd, IPPROTO_IP, IP_TOS));
        assertEquals(mark, get(fd, SOL_SOCKET, SO_MARK));
    }

    private int get(Fd fd, int level, int name) {
        return options.get(fd.number(), level, name);
    }

    private String device(Fd fd) {
        NativeArea area = new NativeArea(16);
        int length = options.get(fd.number(), SOL_SOCKET, SO_BINDTODEVICE, area);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length && area.host().get(i) != 0; i++) {
            text.append((char) area.host().get(i));
        }
        return text.toString();
    }

    /** Says something, for the sake of TCP_DEFER_ACCEPT. */
    private Fd connection(Fd listener, Endpoint endpoint, String address) throws IOException {
        try (Socket client = new Socket(InetAddress.getByName(address), sockets.port(listener))) {
            client.getOutputStream().write('x');
            Outcome<Accepted> accepted = sockets.accept(listener, endpoint, Sockets.Use.CHILD);
            for (int i = 0; i < 10_000_000 && accepted instanceof Outcome.Failed; i++) {
                accepted = sockets.accept(listener, endpoint, Sockets.Use.CHILD);
            }
            Fd fd = value(accepted).fd();
            opened.add(fd);
            return fd;
        }
    }

    private void retune(Fd fd, Endpoint endpoint, SocketTuning before, SocketTuning after) {
        value(sockets.retune(fd, endpoint, new Sockets.Retuning(before, after, BACKLOG)));
    }

    private Fd open(Endpoint endpoint, SocketTuning tuning) {
        Fd fd = value(sockets.open(endpoint, Buffers.KERNEL_CHOICE, tuning, BACKLOG));
        opened.add(fd);
        return fd;
    }

    private static Endpoint tcp(Ip address, int port) {
        return new Endpoint.Inet(SocketType.STREAM, address, port, false);
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }
}
