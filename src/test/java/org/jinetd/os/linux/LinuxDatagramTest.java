package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Datagram;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.os.Sockets.Glimpse;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams over UDP and UNIX sockets: who sent them, to whom, and which is which. */
@Timeout(30)
class LinuxDatagramTest {

    private static final Ip LOOPBACK_V6 = Ip.v6(0, 1, 0);
    private static final int WAIT_MILLIS = 10_000;

    private final Sockets sockets = new LinuxSockets();
    private final Datagrams datagrams = sockets.newDatagrams(1);
    private final Datagram datagram = datagrams.get(0);
    private final ByteBuffer answer =
            ByteBuffer.allocateDirect(8).put("answer".getBytes(StandardCharsets.US_ASCII)).flip();
    private final List<Fd> opened = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        opened.forEach(sockets::close);
    }

    @Test
    void a_reply_leaves_from_the_address_that_was_asked() throws IOException {
        assertReplyFrom("127.0.0.5", open(Ip.ANY_V4, false));
        assertEquals(Ip.v4(0x7f00_0005), datagram.destination());
        assertEquals(Ip.v4(0x7f00_0001), datagram.source());
    }

    @Test
    void a_reply_over_ipv6_leaves_from_the_address_that_was_asked() throws IOException {
        assertReplyFrom("::1", open(Ip.ANY_V6, false));
        assertEquals(LOOPBACK_V6, datagram.destination());
        assertEquals(LOOPBACK_V6, datagram.source());
    }

    @Test
    void a_mapped_socket_replies_to_both_families() throws IOException {
        Fd socket = open(Ip.ANY_V6, true);
        assertReplyFrom("127.0.0.5", socket);
        assertTrue(datagram.source().isMapped());
        assertEquals(Ip.v4(0x7f00_0005), datagram.destination().unmapped());
        assertReplyFrom("::1", socket);
        assertEquals(LOOPBACK_V6, datagram.destination());
    }

    @Test
    void a_broadcast_is_told_as_such_and_answered_from_an_own_address() throws IOException {
        Fd socket = open(Ip.ANY_V4, false);
        try (DatagramSocket client = client("127.0.0.1")) {
            client.setBroadcast(true);
            send(client, "127.255.255.255", socket);
            assertEquals(1, receive(socket));
            assertEquals(Ip.v4(0x7fff_ffff), datagram.destination());
            assertEquals(1, reply(socket));
            assertEquals("/127.0.0.1", answerAt(client).getAddress().toString());
        }
    }

    @Test
    void a_reply_over_link_local_addresses_finds_its_way_wherever_there_are_any()
            throws IOException {
        Fd socket = open(Ip.ANY_V6, false);
        for (InetAddress address : linkLocalAddresses()) {
            assertReplyFrom(address.getHostAddress(), socket);
            assertTrue(datagram.source().scope() > 0);
            assertEquals(datagram.source(), datagram.destination());
        }
    }

    @Test
    void a_link_local_address_answers_a_global_one_wherever_there_are_both() throws IOException {
        Fd socket = open(Ip.ANY_V6, false);
        for (InetAddress address : linkLocalAddresses()) {
            NetworkInterface device = NetworkInterface.getByInetAddress(address);
            for (InetAddress other : Collections.list(device.getInetAddresses())) {
                if (other instanceof Inet6Address && !other.isLinkLocalAddress()) {
                    assertReplyFrom(address.getHostAddress(), socket, other.getHostAddress());
                }
            }
        }
    }

    @Test
    void a_multicast_is_answered_from_an_address_of_the_kernels_choice() throws IOException {
        Fd socket = open(Ip.ANY_V6, false);
        for (InetAddress address : linkLocalAddresses()) {
            String host = address.getHostAddress();
            try (DatagramSocket client = client(host)) {
                send(client, "ff02::1" + host.substring(host.indexOf('%')), socket);
                assertEquals(1, receive(socket));
                assertTrue(datagram.destination().toString().startsWith("ff02::1"));
                assertEquals(1, reply(socket));
                assertEquals(answer.remaining(), answerAt(client).getLength());
            }
        }
    }

    @Test
    void the_payload_is_what_was_sent_up_to_the_greatest_datagram() throws IOException {
        Fd socket = open(Ip.ANY_V4, false);
        try (DatagramSocket client = client("127.0.0.1")) {
            byte[] greatest = new byte[65_507];
            greatest[65_506] = 'z';
            client.send(new DatagramPacket(greatest, greatest.length, to("127.0.0.1", socket)));
            client.send(new DatagramPacket(new byte[0], 0, to("127.0.0.1", socket)));
            assertEquals(65_507, receive(socket));
            assertEquals(65_507, datagram.payload().remaining());
            assertEquals('z', datagram.payload().get(65_506));
            assertEquals(client.getLocalPort(), datagram.sourcePort());
            assertEquals(0, receive(socket));
            assertEquals(0, datagram.payload().remaining());
        }
        assertEquals(-Errno.EAGAIN.number(), receive(socket));
    }

    @Test
    void a_second_look_tells_the_same_datagram_from_its_twin_over_ipv4() throws IOException {
        Fd socket = open(Ip.ANY_V4, false);
        try (DatagramSocket client = client("127.0.0.1")) {
            send(client, "127.0.0.1", socket);
            send(client, "127.0.0.1", socket);
            assertEquals("127.0.0.1:" + client.getLocalPort(), glimpseTwins(socket));
        }
    }

    @Test
    void a_second_look_tells_the_same_datagram_from_its_twin_over_ipv6() throws IOException {
        Fd socket = open(Ip.ANY_V6, true);
        try (DatagramSocket client = client("::1")) {
            send(client, "::1", socket);
            send(client, "::1", socket);
            assertEquals("[::1]:" + client.getLocalPort(), glimpseTwins(socket));
        }
    }

    @Test
    void a_second_look_tells_the_same_datagram_from_its_twin_over_unix() {
        KernelAddress address = new KernelAddress();
        Fd socket = openUnix("server", address);
        Fd client = openUnix("client", new KernelAddress());
        sendUnix(client, address);
        sendUnix(client, address);
        assertEquals("unix:" + directory.resolve("client"), glimpseTwins(socket));
    }

    @Test
    void a_unix_client_without_a_name_is_only_unix() {
        KernelAddress address = new KernelAddress();
        Fd socket = openUnix("server", address);
        Fd client = new Fd(LibC.INSTANCE.socket(1, SocketConstants.SOCK_DGRAM, 0));
        opened.add(client);
        sendUnix(client, address);
        assertEquals("unix", sockets.glimpse(socket).orElseThrow().source());
    }

    @Test
    void a_datagram_over_unix_is_answered_but_names_no_internet_address() {
        KernelAddress address = new KernelAddress();
        Fd socket = openUnix("server", address);
        Fd client = openUnix("client", new KernelAddress());
        sendUnix(client, address);
        assertEquals(1, receive(socket));
        assertThrows(IllegalStateException.class, datagram::source);
        assertThrows(IllegalStateException.class, datagram::destination);
        assertEquals(1, reply(socket));
        assertEquals(answer.remaining(), receive(client));
    }

    @Test
    void a_look_at_an_empty_queue_sees_nothing() {
        assertEquals(Optional.empty(), sockets.glimpse(open(Ip.ANY_V4, false)));
    }

    @Test
    void dropping_takes_one_datagram_whatever_its_length() throws IOException {
        Fd socket = open(Ip.ANY_V4, false);
        try (DatagramSocket client = client("127.0.0.1")) {
            client.send(new DatagramPacket(new byte[9], 9, to("127.0.0.1", socket)));
            client.send(new DatagramPacket(new byte[0], 0, to("127.0.0.1", socket)));
            client.send(new DatagramPacket(new byte[3], 3, to("127.0.0.1", socket)));
        }
        sockets.drop(socket);
        sockets.drop(socket);
        assertEquals(3, receive(socket));
        sockets.drop(socket);
        assertEquals(Optional.empty(), sockets.glimpse(socket));
    }

    /**
     * A stream's bytes have no time, as no datagram would have on a kernel without SO_TIMESTAMP.
     */
    @Test
    void what_has_no_stamp_is_seen_all_the_same() {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        opened.addAll(List.of(pair.first(), pair.second()));
        assertEquals(8 - 2, sockets.write(pair.second(), answer.duplicate()));
        Optional<Glimpse> seen = sockets.glimpse(pair.first());
        assertEquals(Optional.of(Glimpse.NO_STAMP), seen.map(Glimpse::stamp));
        assertEquals(seen, sockets.glimpse(pair.first()));
    }

    private String glimpseTwins(Fd socket) {
        Glimpse first = sockets.glimpse(socket).orElseThrow();
        assertEquals(first, sockets.glimpse(socket).orElseThrow());
        assertEquals(first, sockets.glimpse(socket).orElseThrow());
        assertEquals(1, receive(socket));
        Glimpse second = sockets.glimpse(socket).orElseThrow();
        assertEquals(first.source(), second.source());
        assertNotEquals(first.stamp(), second.stamp());
        assertEquals(second, sockets.glimpse(socket).orElseThrow());
        sockets.drop(socket);
        assertEquals(Optional.empty(), sockets.glimpse(socket));
        return first.source();
    }

    private void assertReplyFrom(String host, Fd socket) throws IOException {
        assertReplyFrom(host, socket, host.startsWith("127.") ? "127.0.0.1" : host);
    }

    private void assertReplyFrom(String host, Fd socket, String clientsHost) throws IOException {
        try (DatagramSocket client = client(clientsHost)) {
            send(client, host, socket);
            assertEquals(1, receive(socket));
            assertEquals(1, reply(socket));
            DatagramPacket packet = answerAt(client);
            assertEquals(InetAddress.getByName(host), packet.getAddress());
            assertEquals(answer.remaining(), packet.getLength());
        }
    }

    private static DatagramSocket client(String host) throws IOException {
        DatagramSocket client =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
        client.setSoTimeout(WAIT_MILLIS);
        return client;
    }

    private static DatagramPacket answerAt(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        client.receive(packet);
        return packet;
    }

    private static void send(DatagramSocket client, String host, Fd socket) throws IOException {
        client.send(new DatagramPacket(new byte[] {'q'}, 1, to(host, socket)));
    }

    private static InetSocketAddress to(String host, Fd socket) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), TestCalls.boundTo(socket).port());
    }

    private static List<InetAddress> linkLocalAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet6Address && a.isLinkLocalAddress())
                .toList();
    }

    /** Returns the length of the next datagram, or a negated errno. */
    private int receive(Fd socket) {
        int count = sockets.receive(socket, datagrams);
        return count < 0 ? count : datagram.payload().remaining();
    }

    private int reply(Fd socket) {
        datagram.answer().clear().put(answer.duplicate()).flip();
        return sockets.answer(socket, datagrams, BitSet.valueOf(new long[] {1}));
    }

    private Fd open(Ip ip, boolean mapped) {
        return value(new Endpoint.Inet(SocketType.DATAGRAM, ip, 0, mapped));
    }

    private Fd openUnix(String name, KernelAddress address) {
        String path = directory.resolve(name).toString();
        assertTrue(address.setPath(path));
        return value(new Endpoint.Unix(SocketType.DATAGRAM, path));
    }

    private Fd value(Endpoint endpoint) {
        Fd fd =
                sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 0)
                        .match(
                                Outcome.Done::value,
                                failed -> {
                                    throw new AssertionError(failed);
                                });
        opened.add(fd);
        return fd;
    }

    private static void sendUnix(Fd client, KernelAddress to) {
        NativeArea byteArea = new NativeArea(1);
        Message message = new Message(to);
        assertEquals(1, message.send(client.number(), byteArea.address(), 1, 0));
    }
}
