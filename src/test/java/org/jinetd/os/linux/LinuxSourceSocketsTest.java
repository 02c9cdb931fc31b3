package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPV6_FREEBIND;
import static org.jinetd.os.linux.SocketConstants.IPV6_TCLASS;
import static org.jinetd.os.linux.SocketConstants.IP_FREEBIND;
import static org.jinetd.os.linux.SocketConstants.IP_TOS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_BINDTODEVICE;
import static org.jinetd.os.linux.SocketConstants.SO_MARK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.os.SourceSockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of sources are made while others send from another processor; as root. */
@Timeout(60)
class LinuxSourceSocketsTest {

    private static final int SENDERS = 32;
    private static final int MADE = 1500;
    private static final Buffers ROOMY = new Buffers(0, 16 << 20);

    private static final SourceSockets.Options USUAL = usual(Buffers.KERNEL_CHOICE);

    private static SourceSockets.Options usual(Buffers buffers) {
        return new SourceSockets.Options(buffers, SocketTuning.USUAL);
    }

    private final SourceSockets sources = new LinuxSourceSockets();
    private final Sockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();
    private final List<DatagramChannel> senders = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @AfterEach
    void close() throws IOException {
        opened.stream().filter(Fd::isOpen).forEach(sockets::close);
        for (DatagramChannel sender : senders) {
            sender.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void no_datagram_goes_to_the_socket_of_another_source(String address) throws Exception {
        Ip local = Ip.parse(address).orElseThrow();
        int port = freePort(address);
        Fd collecting = need(sources.collect(local, port, usual(ROOMY)));
        for (int i = 0; i < SENDERS; i++) {
            DatagramChannel sender = DatagramChannel.open();
            sender.connect(new InetSocketAddress(InetAddress.getByName(address), port));
            senders.add(sender);
        }
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<Integer> sent = other.submit(flood());
        int received = 0;
        List<Fd> made = new ArrayList<>();
        List<Fd> shields = new ArrayList<>();
        for (int i = 1; i <= MADE; i++) {
            Peer.Inet peer = new Peer.Inet(local, i, local, port); // nobody sends from there
            Fd socket = need(sources.create(peer, USUAL));
            made.add(socket);
            shields.add(need(sources.activate(socket, peer, USUAL)));
            received += takeAll(collecting, port);
        }
        enough.set(true);
        int all = sent.get();
        other.shutdown();
        received += takeAll(collecting, port);
        for (Fd shield : shields) {
            received += takeAll(shield, port);
        }
        int astray = 0;
        for (Fd socket : made) {
            astray += sockets.glimpse(socket).isPresent() ? 1 : 0;
        }
        assertEquals(0, astray);
        assertEquals(all, received);
        assertTrue(all > MADE, "too few to prove anything: " + all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1"})
    void all_sockets_of_a_source_have_the_tuning_of_the_service(String address) throws Exception {
        boolean mapped = address.startsWith("::ffff:");
        Ip asked = mapped ? Ip.v6(0, 0xffff_7f00_0001L, 0) : Ip.parse(address).orElseThrow();
        SourceSockets.Options tuned =
                new SourceSockets.Options(
                        new Buffers(0, 1 << 16),
                        new SocketTuning(
                                OptionalInt.empty(),
                                Optional.of("lo"),
                                Set.of(SocketTuning.Flag.FREEBIND, SocketTuning.Flag.REUSE_PORT),
                                OptionalInt.empty(),
                                OptionalInt.of(0x28),
                                OptionalLong.of(0x4711)));
        int port = freePort("127.0.0.1");
        Peer.Inet peer = new Peer.Inet(asked, 4711, asked, port);
        Fd collecting = need(sources.collect(asked, port, tuned));
        Fd socket = need(sources.create(peer, tuned));
        assertTuned(socket, asked);
        Fd shield = need(sources.activate(socket, peer, tuned));
        for (Fd each : List.of(collecting, socket, shield)) {
            assertTuned(each, asked);
        }
    }

    private static void assertTuned(Fd fd, Ip local) {
        SocketOptions options = new SocketOptions();
        boolean v4 = local.family() == Ip.Family.V4;
        assertEquals(
                0x28,
                v4
                        ? options.get(fd.number(), IPPROTO_IP, IP_TOS)
                        : options.get(fd.number(), IPPROTO_IPV6, IPV6_TCLASS));
        assertEquals(0x4711, options.get(fd.number(), SOL_SOCKET, SO_MARK));
        assertEquals(
                1,
                v4
                        ? options.get(fd.number(), IPPROTO_IP, IP_FREEBIND)
                        : options.get(fd.number(), IPPROTO_IPV6, IPV6_FREEBIND));
        NativeArea device = new NativeArea(16);
        assertEquals(3, options.get(fd.number(), SOL_SOCKET, SO_BINDTODEVICE, device), "lo");
        assertEquals('l', device.host().get(0));
    }

    private Callable<Integer> flood() {
        return () -> {
            int sent = 0;
            ByteBuffer byteToSend = ByteBuffer.allocateDirect(1);
            while (!enough.get()) {
                for (DatagramChannel sender : senders) {
                    sent += sender.write(byteToSend.clear());
                }
            }
            return sent;
        };
    }

    private int takeAll(Fd socket, int port) {
        int count = 0;
        for (var next = sources.take(socket, port);
                next.isPresent();
                next = sources.take(socket, port)) {
            count++;
        }
        return count;
    }

    private <T> T need(Outcome<T> outcome) {
        T value =
                outcome.match(
                        Outcome.Done::value,
                        failed -> {
                            throw new AssertionError(failed.toString());
                        });
        if (value instanceof Fd fd) {
            opened.add(fd);
        }
        return value;
    }

    private static int freePort(String address) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            return ((InetSocketAddress) probe.getLocalAddress()).getPort();
        }
    }
}
