package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
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
        Fd collecting = need(sources.collect(local, port, ROOMY));
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
            Fd socket = need(sources.create(peer, Buffers.KERNEL_CHOICE));
            made.add(socket);
            shields.add(need(sources.activate(socket, peer)));
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
