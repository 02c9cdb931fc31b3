package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Ownership;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many datagrams received and answered at once, and who is answered over UNIX sockets. */
@Timeout(30)
class LinuxDatagramsTest {

    private static final int MOST = 8;
    private static final int LONGER_THAN_UDP_HAS = 65_508;

    private final Sockets sockets = new LinuxSockets();
    private final Datagrams datagrams = sockets.newDatagrams(MOST);
    private final List<Fd> opened = new ArrayList<>();
    private final List<DatagramSocket> clients = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        clients.forEach(DatagramSocket::close);
        opened.forEach(sockets::close);
    }

    @Test
    void what_is_there_comes_in_its_order_up_to_the_room() throws IOException {
        Fd socket = open(new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V4, 0, false));
        for (int i = 0; i < MOST + 2; i++) {
            ask(socket, "127.0.0.1", "x".repeat(i));
        }
        assertEquals(MOST, sockets.receive(socket, datagrams));
        for (int i = 0; i < MOST; i++) {
            assertEquals(i, datagrams.get(i).payload().remaining());
            assertEquals(clients.get(i).getLocalPort(), datagrams.get(i).sourcePort());
            assertTrue(datagrams.get(i).isAnswerable());
        }
        assertEquals(2, sockets.receive(socket, datagrams));
        assertEquals(-Errno.EAGAIN.number(), sockets.receive(socket, datagrams));
    }

    @Test
    void each_is_answered_from_the_address_that_it_asked() throws IOException {
        Fd socket = open(new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V6, 0, true));
        String[] hosts = {"127.0.0.3", "::1", "127.0.0.4", "127.0.0.3", "::1"};
        for (String host : hosts) {
            ask(socket, host, "to " + host);
        }
        assertEquals(hosts.length, sockets.receive(socket, datagrams));
        assertEquals(hosts.length, echo(socket, hosts.length));
        for (int i = 0; i < hosts.length; i++) {
            DatagramPacket answer = answerAt(clients.get(i));
            assertEquals(InetAddress.getByName(hosts[i]), answer.getAddress());
            assertEquals("to " + hosts[i], text(answer));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void one_that_cannot_be_sent_costs_no_other(int bad) throws IOException {
        Fd socket = open(new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V4, 0, false));
        for (int i = 0; i < 4; i++) {
            ask(socket, "127.0.0.1", "question " + i);
        }
        assertEquals(4, sockets.receive(socket, datagrams));
        prepare(4);
        datagrams.get(bad).answer().clear().limit(LONGER_THAN_UDP_HAS);
        assertEquals(3, sockets.answer(socket, datagrams, firsts(4)));
        for (int i = 0; i < 4; i++) {
            if (i != bad) {
                assertEquals("question " + i, text(answerAt(clients.get(i))));
            }
        }
    }

    @Test
    void only_those_are_answered_that_are_to_be_and_an_answer_may_be_empty() throws IOException {
        Fd socket = open(new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V4, 0, false));
        for (int i = 0; i < 4; i++) {
            ask(socket, "127.0.0.1", i == 3 ? "" : "question " + i);
        }
        assertEquals(4, sockets.receive(socket, datagrams));
        prepare(4);
        assertEquals(2, sockets.answer(socket, datagrams, BitSet.valueOf(new long[] {0b1010})));
        assertEquals("question 1", text(answerAt(clients.get(1))));
        assertEquals("", text(answerAt(clients.get(3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client", "@client"})
    void a_unix_sender_is_answered_by_its_name(String name) {
        Fd socket = openUnix("server");
        Fd client = name.startsWith("@") ? openAbstract() : openUnix("client");
        ask(client, "server", 5);
        assertEquals(1, sockets.receive(socket, datagrams));
        assertTrue(datagrams.get(0).isAnswerable());
        assertEquals(1, echo(socket, 1));
        assertEquals(1, sockets.receive(client, datagrams));
        assertEquals(5, datagrams.get(0).payload().remaining());
    }

    @Test
    void a_unix_sender_without_a_name_cannot_be_answered() {
        Fd socket = openUnix("server");
        ask(nameless(), "server", 5);
        assertEquals(1, sockets.receive(socket, datagrams));
        assertFalse(datagrams.get(0).isAnswerable());
        assertEquals(0, echo(socket, 1));
    }

    @Test
    void a_unix_datagram_that_is_longer_than_the_room_is_not_answered() {
        Fd socket = openUnix("server");
        Fd client = openUnix("client");
        ask(client, "server", 0xffff);
        ask(client, "server", 0x1_0000);
        assertEquals(2, sockets.receive(socket, datagrams));
        assertTrue(datagrams.get(0).isAnswerable());
        assertFalse(datagrams.get(1).isAnswerable());
    }

    @Test
    void a_unix_sender_cannot_have_another_user_answered() throws IOException {
        assertEquals(0, LibC.INSTANCE.geteuid(), "only root gives files away; run this as root");
        Fd socket = openUnix("server");
        Ownership others = new Ownership(4711, Ownership.AS_IT_IS, 0666);
        Fd victim = open(new Endpoint.Unix(SocketType.DATAGRAM, path("victim").toString(), others));
        ask(openUnix("client"), "server", 5);
        Files.delete(path("client"));
        Files.createSymbolicLink(path("client"), path("victim"));
        assertEquals(1, sockets.receive(socket, datagrams));
        assertEquals(0, echo(socket, 1));
        assertEquals(-Errno.EAGAIN.number(), sockets.receive(victim, datagrams));
    }

    @Test
    void a_name_that_depends_on_a_working_directory_is_not_answered() throws IOException {
        Fd socket = openUnix("server");
        String relative = "target/jinetd-test-" + ProcessHandle.current().pid();
        Fd client = open(new Endpoint.Unix(SocketType.DATAGRAM, relative));
        ask(client, "server", 5);
        Files.delete(Path.of(relative));
        assertEquals(1, sockets.receive(socket, datagrams));
        assertEquals(0, echo(socket, 1));
    }

    @Test
    void a_path_that_is_gone_costs_no_other() throws IOException {
        Fd socket = openUnix("server");
        ask(openUnix("gone"), "server", 5);
        Files.delete(path("gone"));
        Fd client = openUnix("client");
        ask(client, "server", 5);
        assertEquals(2, sockets.receive(socket, datagrams));
        assertEquals(1, echo(socket, 2));
        assertEquals(1, sockets.receive(client, datagrams));
    }

    @Test
    void files_that_a_unix_sender_passes_are_not_kept() throws IOException {
        Fd socket = openUnix("server");
        Fd client = nameless();
        for (int i = 0; i < 3; i++) {
            passFiles(client, "server", 20);
        }
        long before = openFiles();
        assertTrue(sockets.glimpse(socket).isPresent());
        assertTrue(sockets.glimpse(socket).isPresent());
        assertEquals(3, sockets.receive(socket, datagrams));
        assertTrue(openFiles() - before < 20, "other threads open a few, too");
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private void prepare(int count) {
        for (int i = 0; i < count; i++) {
            datagrams.get(i).answer().clear().put(datagrams.get(i).payload()).flip();
        }
    }

    private int echo(Fd socket, int count) {
        prepare(count);
        return sockets.answer(socket, datagrams, firsts(count));
    }

    private static BitSet firsts(int count) {
        BitSet set = new BitSet();
        set.set(0, count);
        return set;
    }

    /** Sends from a new client. */
    private void ask(Fd socket, String host, String question) throws IOException {
        DatagramSocket client =
                new DatagramSocket(
                        new InetSocketAddress(host.contains(":") ? "::1" : "127.0.0.1", 0));
        client.setSoTimeout(10_000);
        clients.add(client);
        byte[] bytes = question.getBytes(StandardCharsets.US_ASCII);
        int port = TestCalls.boundTo(socket).port();
        client.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(host, port)));
    }

    private static DatagramPacket answerAt(DatagramSocket client) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        client.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    private void ask(Fd client, String server, int length) {
        Message message = new Message(address(server));
        NativeArea bytes = new NativeArea(length);
        assertEquals(length, message.send(client.number(), bytes.address(), length, 0));
    }

    private void passFiles(Fd client, String server, int count) {
        Message message = new Message(address(server));
        int at =
                message.append(
                        SocketConstants.SOL_SOCKET,
                        SocketConstants.SCM_RIGHTS,
                        count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            message.control().host().putInt(at + i * Integer.BYTES, client.number());
        }
        NativeArea bytes = new NativeArea(1);
        assertEquals(1, message.send(client.number(), bytes.address(), 1, 0));
    }

    private KernelAddress address(String name) {
        KernelAddress address = new KernelAddress();
        assertTrue(address.setPath(path(name).toString()));
        return address;
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private Fd nameless() {
        int fd = LibC.INSTANCE.socket(SocketConstants.AF_UNIX, SocketConstants.SOCK_DGRAM, 0);
        opened.add(new Fd(TestCalls.good(fd)));
        return opened.get(opened.size() - 1);
    }

    private Fd openUnix(String name) {
        return open(new Endpoint.Unix(SocketType.DATAGRAM, path(name).toString()));
    }

    private Fd openAbstract() {
        String name = "jinetd-test-client-" + ProcessHandle.current().pid();
        return open(new Endpoint.Abstract(SocketType.DATAGRAM, name));
    }

    private Fd open(Endpoint endpoint) {
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
}
