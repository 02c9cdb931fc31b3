package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.SocketStore.Kept;
import org.jinetd.os.SocketStore.Origin;
import org.jinetd.os.SocketStore.Unclaimed;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Ownership;
import org.jinetd.plan.RpcProgram;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plays the manager that keeps descriptors, with real sockets. */
@Timeout(20)
class DescriptorStoreTest {

    private static final Ip LOOPBACK = Ip.parse("127.0.0.1").orElseThrow();
    private static final Ip LOOPBACK_V6 = Ip.parse("::1").orElseThrow();
    private static final int BACKLOG = 4;
    private static final int PIDFD_OPEN = 434;

    private final LinuxSockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();
    private final NativeArea text = new NativeArea(4096);

    @TempDir private Path directory;
    private UnixDatagramChannel manager;
    private NotifySocket socket;

    @BeforeEach
    void open() throws IOException {
        String path = directory.resolve("notify").toString();
        manager = UnixDatagramChannel.open();
        manager.configureBlocking(false);
        manager.bind(new UnixSocketAddress(path));
        socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", path), 1, new SystemClock()).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        manager.close();
        opened.stream().filter(Fd::isOpen).forEach(sockets::close);
    }

    private Fd bind(Endpoint endpoint) {
        return bind(endpoint, SocketTuning.USUAL);
    }

    private Fd bind(Endpoint endpoint, SocketTuning tuning) {
        Outcome<Fd> outcome = sockets.open(endpoint, Buffers.KERNEL_CHOICE, tuning, BACKLOG);
        Fd fd = ((Outcome.Done<Fd>) outcome).value();
        opened.add(fd);
        return fd;
    }

    private static Endpoint.Inet tcp(Ip address, int port) {
        return new Endpoint.Inet(SocketType.STREAM, address, port, false);
    }

    /** Returns an endpoint of a port that the kernel has chosen for the socket. */
    private Endpoint.Inet bound(Fd fd, Endpoint.Inet any) {
        return new Endpoint.Inet(any.type(), any.address(), sockets.port(fd), any.mapped());
    }

    private DescriptorStore passed(PassedDescriptor... passed) {
        return new DescriptorStore(Optional.of(socket), List.of(passed));
    }

    private static PassedDescriptor named(String name, Fd fd) {
        return new PassedDescriptor(fd, name);
    }

    /** Returns the next message, and notes the descriptor that came with it. */
    private String heard(List<Integer> descriptors) {
        // By hand: Message closes what comes with a message.
        NativeArea vector = new NativeArea(16);
        vector.host().putLong(0, text.address()).putLong(8, 4096);
        NativeArea control = new NativeArea(64);
        NativeArea header = new NativeArea(56);
        header.host().putLong(16, vector.address()).putLong(24, 1);
        header.host().putLong(32, control.address()).putLong(40, 64);
        int length = (int) LibC.INSTANCE.recvmsg(manager.getFD(), header.address(), 0);
        if (length < 0) {
            return "";
        }
        if (header.host().getLong(40) > 0) {
            assertEquals(SocketConstants.SCM_RIGHTS, control.host().getInt(12));
            int fd = control.host().getInt(16);
            descriptors.add(fd);
            opened.add(new Fd(fd));
        }
        byte[] bytes = new byte[length];
        text.host().get(0, bytes);
        return ByteText.decode(bytes);
    }

    private String heard() {
        return heard(new ArrayList<>());
    }

    @Test
    void a_socket_is_sent_by_a_name_that_the_store_bears() {
        Endpoint.Inet any = tcp(LOOPBACK_V6, 0);
        Fd fd = bind(any);
        List<Integer> descriptors = new ArrayList<>();
        DescriptorStore store = passed();
        store.keep(any, fd);
        assertEquals("FDSTORE=1\nFDPOLL=0\nFDNAME=jinetd/[%3a%3a1]%3a0/tcp", heard(descriptors));
        assertEquals(1, descriptors.size());
        assertTrue(SocketIdentity.of(descriptors.get(0)).orElseThrow().isOf(bound(fd, any)));
        store.lend(any, fd);
        assertEquals("FDSTORE=1\nFDPOLL=0\nFDNAME=jinetd-lent/[%3a%3a1]%3a0/tcp", heard());
        store.takeBack(any);
        assertEquals("FDSTOREREMOVE=1\nFDNAME=jinetd-lent/[%3a%3a1]%3a0/tcp", heard());
        store.drop(any);
        assertEquals("FDSTOREREMOVE=1\nFDNAME=jinetd/[%3a%3a1]%3a0/tcp", heard());
        assertEquals("FDSTOREREMOVE=1\nFDNAME=jinetd-lent/[%3a%3a1]%3a0/tcp", heard());
        assertEquals("", heard());
    }

    @Test
    void names_of_the_longest_paths_are_short_enough_and_differ() {
        DescriptorStore store = passed();
        Fd fd = bind(tcp(LOOPBACK, 0));
        String path = "/" + "\u001b".repeat(105);
        store.keep(new Endpoint.Unix(SocketType.STREAM, path + "a"), fd);
        store.keep(new Endpoint.Unix(SocketType.STREAM, path + "b"), fd);
        String one = heard();
        String other = heard();
        assertTrue(one.length() < 255, one);
        assertTrue(one.substring(one.indexOf('/')).matches("[!-9;-~]+"), one);
        assertFalse(one.equals(other));
    }

    @Test
    void what_waits_for_room_keeps_its_descriptor_when_the_daemon_closes_its_own() {
        int said = 0;
        while (socket.catchUp() && said < 10_000) {
            socket.say("n=" + said++);
        }
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd fd = bind(any);
        passed().keep(any, fd);
        sockets.close(fd);
        for (int i = 0; i < said; i++) {
            assertEquals("n=" + i, heard());
            boolean unused = socket.catchUp();
        }
        List<Integer> descriptors = new ArrayList<>();
        assertTrue(heard(descriptors).startsWith("FDSTORE=1\n"));
        assertTrue(SocketIdentity.of(descriptors.get(0)).isPresent());
    }

    @Test
    void without_a_manager_nothing_is_kept() {
        DescriptorStore store = new DescriptorStore(Optional.empty(), List.of());
        store.keep(tcp(LOOPBACK, 0), bind(tcp(LOOPBACK, 0)));
        assertFalse(store.keeps());
        assertEquals("", heard());
    }

    @Test
    void a_socket_is_taken_once_and_by_its_own_endpoint_only() {
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd fd = bind(any);
        Endpoint.Inet own = bound(fd, any);
        DescriptorStore store = passed(named("jinetd/old", fd));
        int port = own.port();
        for (Endpoint other :
                List.of(
                        tcp(LOOPBACK, port + 1),
                        tcp(Ip.ANY_V4, port),
                        new Endpoint.Inet(SocketType.DATAGRAM, LOOPBACK, port, false),
                        new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V6, port, true),
                        new Endpoint.Abstract(SocketType.STREAM, "127.0.0.1:" + port),
                        new Endpoint.Unix(SocketType.STREAM, "/127.0.0.1:" + port))) {
            assertEquals(Optional.empty(), store.take(other), other::toString);
        }
        Kept kept = store.take(own).orElseThrow();
        assertSame(fd, kept.socket());
        assertEquals(Origin.STORE, kept.origin());
        assertEquals(Optional.empty(), store.take(own));
    }

    @Test
    void which_versions_of_ip_a_socket_takes_makes_a_difference() {
        Endpoint.Inet both = new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V6, 0, true);
        Endpoint.Inet one = new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V6, 0, false);
        Fd fd = bind(both);
        int port = sockets.port(fd);
        DescriptorStore store = passed(named("jinetd/x", fd));
        assertEquals(
                Optional.empty(),
                store.take(new Endpoint.Inet(one.type(), one.address(), port, false)));
        assertTrue(
                store.take(new Endpoint.Inet(one.type(), one.address(), port, true)).isPresent());
    }

    @Test
    void a_socket_of_a_unit_can_be_taken_again_and_again() {
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd fd = bind(any);
        DescriptorStore store = passed(named("web", fd));
        for (int i = 0; i < 2; i++) {
            Kept kept = store.take(bound(fd, any)).orElseThrow();
            assertEquals(Origin.UNIT, kept.origin());
            sockets.close(kept.socket());
        }
        assertTrue(fd.isOpen());
    }

    @Test
    void rpc_sockets_are_told_apart_by_their_names() {
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Endpoint.Rpc one = new Endpoint.Rpc(any, new RpcProgram(100_001, 1, 2));
        Endpoint.Rpc two = new Endpoint.Rpc(any, new RpcProgram(100_002, 1, 2));
        Fd first = bind(any);
        Fd second = bind(any);
        DescriptorStore store =
                passed(
                        named("jinetd/127.0.0.1%3a100001/1-2/rpc/tcp", first),
                        named("jinetd/127.0.0.1%3a100002/1-2/rpc/tcp", second));
        assertSame(second, store.take(two).orElseThrow().socket());
        assertSame(first, store.take(one).orElseThrow().socket());
    }

    @Test
    void a_path_must_still_lead_to_the_socket() throws IOException {
        Endpoint.Unix path =
                new Endpoint.Unix(SocketType.STREAM, directory.resolve("s").toString());
        Fd fd = bind(path);
        DescriptorStore store = passed(named("jinetd/x", fd));
        Files.delete(Path.of(path.path()));
        assertEquals(Optional.empty(), store.take(path));
        new LinuxSockets()
                .open(path, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 1)
                .match(done -> opened.add(done.value()), failed -> false);
        assertEquals(Optional.empty(), store.take(path), "another's is in its place");
    }

    @Test
    void what_nobody_wants_is_closed_and_forgotten_path_and_all_but_a_units_is_left() {
        Endpoint.Unix path =
                new Endpoint.Unix(SocketType.DATAGRAM, directory.resolve("s").toString());
        Fd old = bind(path);
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd units = bind(any);
        Fd wanted = bind(any);
        Fd child = pidfd(ProcessHandle.current().pid());
        DescriptorStore store =
                passed(
                        named("jinetd/old", old),
                        named("web.socket", units),
                        named("jinetd/wanted", wanted),
                        named("jinetd-lent/old", child));
        assertEquals(
                List.of(
                        new Unclaimed("jinetd/old (unix:" + path.path() + ")", Origin.STORE),
                        new Unclaimed(
                                "web.socket (127.0.0.1:" + sockets.port(units) + ")", Origin.UNIT)),
                store.clear(Set.of(bound(wanted, any))));
        assertEquals("FDSTOREREMOVE=1\nFDNAME=jinetd/old", heard());
        assertEquals("FDSTOREREMOVE=1\nFDNAME=jinetd-lent/old", heard());
        assertEquals("", heard());
        assertFalse(old.isOpen() || child.isOpen());
        assertFalse(Files.exists(Path.of(path.path())));
        assertTrue(units.isOpen() && wanted.isOpen());
        assertTrue(store.take(bound(units, any)).isPresent(), "a reload may want it");
    }

    @Test
    void what_is_no_socket_is_a_units() {
        DescriptorStore store = passed(named("fifo", pidfd(ProcessHandle.current().pid())));
        assertEquals(List.of(new Unclaimed("fifo", Origin.UNIT)), store.clear(List.of()));
    }

    @Test
    void a_lent_socket_comes_with_the_process_that_has_it() throws Exception {
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd fd = bind(any);
        Endpoint.Inet own = bound(fd, any);
        String name = "jinetd-lent/127.0.0.1%3a" + own.port() + "/tcp";
        long self = ProcessHandle.current().pid();
        Kept kept = passed(named("jinetd/x", fd), named(name, pidfd(self))).take(own).orElseThrow();
        assertEquals(self, kept.borrower().orElseThrow().pid());
        Process process = new ProcessBuilder("cat").start();
        Fd child = pidfd(process.pid());
        process.getOutputStream().close();
        process.waitFor();
        Kept free = passed(named("jinetd/x", fd), named(name, child)).take(own).orElseThrow();
        assertEquals(Optional.empty(), free.borrower(), "it has ended");
        assertFalse(child.isOpen());
        assertEquals("FDSTOREREMOVE=1\nFDNAME=" + name, heard());
    }

    private Fd pidfd(long pid) {
        Fd fd = new Fd((int) LibC.INSTANCE.syscall(PIDFD_OPEN, pid, 0, 0, 0, 0, 0));
        opened.add(fd);
        return fd;
    }

    @Test
    void an_adopted_socket_gets_the_options_of_its_service_and_no_others() {
        SocketTuning before =
                new SocketTuning(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Set.of(SocketTuning.Flag.KEEPALIVE, SocketTuning.Flag.FREEBIND),
                        OptionalInt.of(5),
                        OptionalInt.of(16),
                        OptionalLong.empty());
        SocketTuning after =
                new SocketTuning(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Set.of(SocketTuning.Flag.NODELAY),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty());
        Endpoint.Inet any = tcp(LOOPBACK, 0);
        Fd fd = bind(any, before);
        FoundTuning found = new FoundTuning(new SocketOptions(), fd.number());
        assertEquals(before.flags(), found.of(any).flags());
        assertEquals(before.tos(), found.of(any).tos());
        assertTrue(found.of(any).deferAccept().isPresent());
        adopt(fd, Origin.STORE, any, after);
        assertEquals(after, found.of(any));
    }

    @Test
    void an_adopted_path_gets_the_mode_of_its_service_unless_it_is_a_units() throws IOException {
        String path = directory.resolve("s").toString();
        Fd fd = bind(new Endpoint.Unix(SocketType.STREAM, path));
        Endpoint.Unix closed =
                new Endpoint.Unix(
                        SocketType.STREAM,
                        path,
                        new Ownership(Ownership.AS_IT_IS, Ownership.AS_IT_IS, 0600));
        adopt(fd, Origin.UNIT, closed, SocketTuning.USUAL);
        assertEquals(6, Files.getPosixFilePermissions(Path.of(path)).size());
        adopt(fd, Origin.STORE, closed, SocketTuning.USUAL);
        assertEquals(2, Files.getPosixFilePermissions(Path.of(path)).size());
        LinuxSockets next = new LinuxSockets();
        next.unlink(closed);
        assertTrue(Files.exists(Path.of(path)), "not bound by this one");
        sockets.unlink(closed);
        assertFalse(Files.exists(Path.of(path)));
    }

    private void adopt(Fd fd, Origin origin, Endpoint endpoint, SocketTuning tuning) {
        Outcome<Fd> outcome =
                sockets.adopt(
                        new Kept(fd, origin, Optional.empty()),
                        endpoint,
                        Buffers.KERNEL_CHOICE,
                        tuning,
                        BACKLOG);
        assertTrue(outcome instanceof Outcome.Done<Fd>, outcome::toString);
    }

    @Test
    void descriptors_are_for_the_process_that_is_named() {
        assertEquals(
                List.of(),
                PassedDescriptor.take(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "4712"), 4711));
        assertEquals(List.of(), PassedDescriptor.take(Map.of("LISTEN_FDS", "2"), 4711));
        assertEquals(List.of(), PassedDescriptor.take(Map.of("LISTEN_PID", "4711"), 4711));
        assertEquals(
                List.of(),
                PassedDescriptor.take(Map.of("LISTEN_FDS", "no", "LISTEN_PID", "4711"), 4711));
        assertEquals(
                List.of(),
                PassedDescriptor.take(Map.of("LISTEN_FDS", "0", "LISTEN_PID", "4711"), 4711));
    }
}
