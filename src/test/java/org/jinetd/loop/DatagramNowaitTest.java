package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jinetd.builtin.Builtins;
import org.jinetd.builtin.Quote;
import org.jinetd.child.Environment;
import org.jinetd.child.Recipe;
import org.jinetd.config.Position;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.DescriptorLimit;
import org.jinetd.os.linux.LinuxChildren;
import org.jinetd.os.linux.LinuxPoller;
import org.jinetd.os.linux.LinuxSockets;
import org.jinetd.os.linux.LinuxSourceSockets;
import org.jinetd.os.linux.Signals;
import org.jinetd.os.linux.SystemClock;
import org.jinetd.plan.Action;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Service;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on the real system, with real children; needs root, for raw sockets. */
@Timeout(60)
class DatagramNowaitTest {

    private static final int SOURCES = 1000;
    private static final Ip LOOPBACK = Ip.v4(0x7f00_0001);
    private static final Buffers ROOMY = new Buffers(0, 4 << 20);

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<DatagramChannel> clients = new ArrayList<>();
    private LinuxChildren children;
    private Loop loop;

    @BeforeEach
    void open() {
        assertInstanceOf(
                Outcome.Done.class,
                new LinuxSourceSockets().ability(),
                "run this with CAP_NET_RAW");
        Signals.expectChildren();
        children = need(LinuxChildren.open(DescriptorLimit.current()));
        Host host =
                new Host(
                        new SystemClock(),
                        need(LinuxPoller.open()),
                        new LinuxSockets(),
                        children,
                        new LinuxSourceSockets(),
                        new Registrar(new FakeRegister(), Runnable::run),
                        Gatehouse.UNKNOWING);
        Daemon.TalkersHost talkers =
                new Daemon.TalkersHost(
                        need(LinuxPoller.open()),
                        new LinuxSockets(),
                        new Builtins(ZoneOffset.UTC),
                        Set.of());
        loop =
                new Daemon(
                                host,
                                talkers,
                                new Settings(16, Settings.Connections.LOGGED),
                                new Recipe(
                                        Environment.of(List.of(), Environment.Laundering.FULL),
                                        Recipe.Powers.ROOT),
                                events::add,
                                new Daemon.Planning(
                                        last -> Outcome.of(planned(last)), Runnable::run),
                                Daemon.Supervision.NONE)
                        .loop();
    }

    @AfterEach
    void close() throws IOException {
        for (DatagramChannel client : clients) {
            client.close();
        }
        for (Event event : List.copyOf(events)) {
            if (event instanceof Event.Started started) {
                boolean unused =
                        ProcessHandle.of(started.pid())
                                .map(ProcessHandle::destroyForcibly)
                                .isPresent();
            }
        }
        if (loop != null) {
            loop.on(DaemonSignal.TERM);
            children.close();
        }
    }

    @Test
    void a_thousand_sources_at_once_each_get_exactly_their_answers() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/bin/cat", "cat");
        for (int i = 0; i < SOURCES; i++) {
            clients.add(client("127.1." + i / 250 + "." + (1 + i % 250), "127.0.0.1", port));
        }
        eachAsksAndHears(3);
        assertEquals(SOURCES, started());
        assertEquals(List.of(), dropped());
    }

    @Test
    void a_source_of_the_wildcard_is_answered_from_the_address_it_asked() throws IOException {
        int port = serve(Ip.ANY_V4, Limits.NONE, "/bin/cat", "cat");
        for (int i = 0; i < 20; i++) {
            clients.add(client("127.1.0.1", "127.2.0." + (1 + i % 5), port)); // connected: strict
        }
        eachAsksAndHears(3);
        assertEquals(20, started());
    }

    @Test
    void ipv6_sources_are_served_alike() throws IOException {
        int port = serve(Ip.v6(0, 1, 0), Limits.NONE, "/bin/cat", "cat");
        for (int i = 0; i < 50; i++) {
            clients.add(client("::1", "::1", port));
        }
        eachAsksAndHears(3);
        assertEquals(50, started());
    }

    @Test
    void a_mapped_socket_serves_both_versions() throws IOException {
        int port = serve(new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V6, freePort(), true));
        for (int i = 0; i < 10; i++) {
            clients.add(client("127.1.0.1", "127.2.0.1", port));
            clients.add(client("::1", "::1", port));
        }
        eachAsksAndHears(3);
        assertEquals(20, started());
    }

    @Test
    void the_longest_datagram_that_udp_has_comes_whole() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/bin/cat", "cat");
        DatagramChannel client = client("127.1.0.1", "127.0.0.1", port);
        clients.add(client);
        byte[] longest = new byte[65_507];
        new Random(1).nextBytes(longest);
        client.write(ByteBuffer.wrap(longest));
        ByteBuffer answer = ByteBuffer.allocate(70_000);
        turnUntil(() -> answered(client, answer));
        assertEquals(ByteBuffer.wrap(longest), answer.flip());
    }

    @Test
    void an_empty_datagram_wakes_a_child_and_is_the_end_of_file_to_it() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/bin/cat", "cat");
        try (DatagramChannel client = DatagramChannel.open()) { // connected, it would send nothing
            client.send(
                    ByteBuffer.allocate(0),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        turnUntil(() -> events.stream().anyMatch(Event.ChildEnded.class::isInstance));
        assertEquals(1, started());
        assertEquals(List.of(), dropped());
    }

    private static boolean answered(DatagramChannel client, ByteBuffer answer) {
        try {
            return client.read(answer) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_a_child_that_answers_once_leaves_finds_the_next_child() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/usr/bin/head", "head", "-c", "1");
        for (int i = 0; i < 100; i++) {
            clients.add(client("127.1.0." + (1 + i), "127.0.0.1", port));
        }
        for (DatagramChannel client : clients) {
            for (char c = 'a'; c < 'f'; c++) {
                client.write(StandardCharsets.US_ASCII.encode(String.valueOf(c)));
            }
        }
        List<Set<String>> heard = hear(5);
        heard.forEach(answers -> assertEquals(Set.of("a", "b", "c", "d", "e"), answers));
        assertEquals(500, started());
        assertEquals(List.of(), dropped());
    }

    @Test
    void a_child_that_reads_nothing_is_started_once_for_each_datagram() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/bin/true", "true");
        DatagramChannel client = client("127.1.0.1", "127.0.0.1", port);
        clients.add(client);
        for (int i = 0; i < 3; i++) {
            client.write(ByteBuffer.wrap(new byte[] {1}));
        }
        turnUntil(() -> dropped().size() == 3);
        assertEquals(3, started());
    }

    @Test
    void a_program_that_cannot_be_started_costs_the_datagram() throws IOException {
        int port = serve(LOOPBACK, Limits.NONE, "/nonexistent", "nonexistent");
        DatagramChannel client = client("127.1.0.1", "127.0.0.1", port);
        clients.add(client);
        client.write(ByteBuffer.wrap(new byte[] {1}));
        turnUntil(() -> dropped().size() == 1);
        assertTrue(dropped().get(0).why().contains("ENOENT"), dropped().toString());
    }

    @Test
    void sources_above_the_limit_wait_in_the_queue() throws IOException {
        int port = serve(LOOPBACK, new Limits(0, 2, 0, 0), "/usr/bin/head", "head", "-c", "1");
        for (int i = 0; i < 50; i++) {
            clients.add(client("127.1.0." + (1 + i), "127.0.0.1", port));
        }
        for (DatagramChannel client : clients) {
            client.write(ByteBuffer.wrap(new byte[] {'x'}));
        }
        hear(1);
        assertEquals(50, started());
    }

    /** Has every client send some datagrams without waiting, and all answers come back to it. */
    private void eachAsksAndHears(int times) throws IOException {
        for (int t = 0; t < times; t++) {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).write(StandardCharsets.US_ASCII.encode(i + "/" + t));
            }
            loop.turn();
        }
        List<Set<String>> heard = hear(times);
        for (int i = 0; i < clients.size(); i++) {
            Set<String> expected = new HashSet<>();
            for (int t = 0; t < times; t++) {
                expected.add(i + "/" + t);
            }
            assertEquals(expected, heard.get(i));
        }
    }

    /** Turns until each client has heard so many answers; one more, or one twice, fails. */
    private List<Set<String>> hear(int each) throws IOException {
        List<Set<String>> heard = new ArrayList<>();
        clients.forEach(client -> heard.add(new HashSet<>()));
        int[] missing = {each * clients.size()};
        turnUntil(
                () -> {
                    missing[0] -= readAll(heard);
                    return missing[0] <= 0;
                });
        long quiet = System.nanoTime() + 100_000_000L;
        turnUntil(() -> System.nanoTime() - quiet > 0);
        assertEquals(0, missing[0] - readAll(heard), "answers too many");
        return heard;
    }

    private int readAll(List<Set<String>> heard) {
        int count = 0;
        ByteBuffer buffer = ByteBuffer.allocate(100);
        try {
            for (int i = 0; i < clients.size(); i++) {
                while (clients.get(i).read(buffer.clear()) > 0) {
                    String answer = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
                    assertTrue(heard.get(i).add(answer), "twice: " + answer);
                    count++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private void turnUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, events.toString());
            nudge();
            loop.turn();
        }
    }

    /** A turn waits for an event; this is one. */
    private void nudge() {
        loop.soon(2_000_000L);
    }

    private long started() {
        return events.stream().filter(Event.Started.class::isInstance).count();
    }

    private List<Event.DatagramDropped> dropped() {
        return events.stream()
                .filter(Event.DatagramDropped.class::isInstance)
                .map(Event.DatagramDropped.class::cast)
                .toList();
    }

    private int serve(Ip address, Limits limits, String program, String... arguments)
            throws IOException {
        int port = freePort();
        serve(
                new Endpoint.Inet(SocketType.DATAGRAM, address, port, false),
                limits,
                program,
                arguments);
        return port;
    }

    private void serve(Endpoint.Inet endpoint, Limits limits, String program, String... arguments) {
        Action.Execute action =
                new Action.Execute(
                        program, List.of(arguments), new Identity("root", 0, 0, List.of()));
        Service service =
                new Service(
                        endpoint.port() + "/udp",
                        List.of(endpoint),
                        ROOMY,
                        Mode.NOWAIT,
                        action,
                        limits,
                        new Position("test", 1, 1));
        loop.begin(planned(new Plan(List.of(service))));
        assertEquals(1, loop.bound(), events.toString());
    }

    private int serve(Endpoint.Inet endpoint) {
        serve(endpoint, Limits.NONE, "/bin/cat", "cat");
        return endpoint.port();
    }

    private static Planner.Planned planned(Plan plan) {
        return new Planner.Planned(plan, List.of(), Quote.byDefault());
    }

    private static int freePort() throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(new InetSocketAddress(0));
            return ((InetSocketAddress) probe.getLocalAddress()).getPort();
        }
    }

    private static DatagramChannel client(String from, String to, int port) throws IOException {
        boolean v6 = from.indexOf(':') >= 0;
        DatagramChannel client =
                DatagramChannel.open(
                        v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        client.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
        client.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        client.connect(new InetSocketAddress(InetAddress.getByName(to), port));
        client.configureBlocking(false);
        return client;
    }

    private static <T> T need(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }
}
