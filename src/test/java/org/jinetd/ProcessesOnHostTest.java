package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jinetd.builtin.Builtins;
import org.jinetd.builtin.Quote;
import org.jinetd.child.Environment;
import org.jinetd.child.Recipe;
import org.jinetd.config.Position;
import org.jinetd.event.Event;
import org.jinetd.event.EventText;
import org.jinetd.loop.Daemon;
import org.jinetd.loop.Gatehouse;
import org.jinetd.loop.Host;
import org.jinetd.loop.Planner;
import org.jinetd.loop.Registrar;
import org.jinetd.loop.Settings;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.DescriptorLimit;
import org.jinetd.os.linux.LinuxChildren;
import org.jinetd.os.linux.LinuxPoller;
import org.jinetd.os.linux.LinuxSockets;
import org.jinetd.os.linux.LinuxSourceSockets;
import org.jinetd.os.linux.Rpcbind;
import org.jinetd.os.linux.SystemClock;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Plan;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on this host, with children whose process the plan describes. Needs root. */
@Timeout(60)
class ProcessesOnHostTest {

    private static final Identity NOBODY = new Identity("nobody", 65534, 65534, List.of());
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private static Service service(
            SocketType type, int port, Mode mode, ProcessSettings process, String script) {
        ServiceSettings none = ServiceSettings.NONE;
        Endpoint endpoint = new Endpoint.Inet(type, Ip.v4(0x7f00_0001), port, false);
        return new Service(
                        "service/" + type,
                        List.of(endpoint),
                        Buffers.KERNEL_CHOICE,
                        mode,
                        new Action.Execute("/bin/sh", List.of("sh", "-c", script), NOBODY),
                        Limits.NONE,
                        new Position("inetd.conf", 1, 1))
                .with(
                        Admission.UNLIMITED,
                        new ServiceSettings(
                                none.access(),
                                none.banners(),
                                none.idleTimeout(),
                                process,
                                none.log()));
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }

    private void serve(Service service) {
        Planner planner =
                last ->
                        Outcome.of(
                                new Planner.Planned(
                                        new Plan(List.of(service)), List.of(), Quote.byDefault()));
        LinuxChildren children = value(LinuxChildren.open(DescriptorLimit.current()));
        Daemon daemon =
                new Daemon(
                        new Host(
                                new SystemClock(),
                                value(LinuxPoller.open()),
                                new LinuxSockets(),
                                children,
                                new LinuxSourceSockets(),
                                new Registrar(new Rpcbind(), Runnable::run),
                                Gatehouse.UNKNOWING),
                        new Daemon.TalkersHost(
                                value(LinuxPoller.open()),
                                new LinuxSockets(),
                                new Builtins(ZoneOffset.UTC),
                                Set.of()),
                        new Settings(16, Settings.Connections.LOGGED),
                        new Recipe(
                                Environment.of(List.of(), Environment.Laundering.FULL),
                                Recipe.Powers.ROOT),
                        events::add,
                        new Daemon.Planning(planner, Runnable::run),
                        Daemon.Supervision.NONE);
        Thread loop =
                new Thread(
                        () -> {
                            daemon.loop().start();
                            daemon.loop().run();
                        });
        loop.setDaemon(true);
        loop.start();
        await(Event.Ready.class);
    }

    private <E extends Event> E await(Class<E> kind) {
        try {
            while (true) {
                Event event = events.poll(20, TimeUnit.SECONDS);
                assertTrue(event != null, "no " + kind.getSimpleName());
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static String answer(int port) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void a_connection_s_child_has_what_is_said_and_its_errors_are_in_the_log() throws IOException {
        int port = freePort();
        ProcessSettings process =
                new Processes()
                        .stderr(Stderr.LOG)
                        .listenFds()
                        .nice(4)
                        .environment(List.of("A=b"), Optional.empty())
                        .done();
        String script =
                "echo $A $(nice) $LISTEN_FDS $LISTEN_FDNAMES; [ $LISTEN_PID = $$ ] && echo $$;"
                        + " printf 'bad \\033 thing\\n' >&2";
        serve(service(SocketType.STREAM, port, Mode.NOWAIT, process, script));
        List<String> lines = answer(port).lines().toList();
        assertEquals("b 4 1 connection", lines.get(0));
        String text = EventText.of(await(Event.ChildSaid.class));
        assertTrue(text.matches("service/.*: stderr pid=\\d+: bad \\\\x1b thing"), text);
        assertEquals(2, lines.size(), "LISTEN_PID is the child's own");
    }

    @Test
    void a_child_that_is_lent_the_listener_is_one_as_the_others() throws IOException {
        int port = freePort();
        ProcessSettings process = new Processes().stderr(Stderr.LOG).listenFds().done();
        String script = "echo $LISTEN_FDNAMES $(readlink /proc/$$/fd/3 | cut -c1-7) >&2";
        serve(service(SocketType.STREAM, port, Mode.WAIT, process, script));
        try (Socket client = new Socket(LOOPBACK, port)) {
            assertTrue(client.isConnected());
            String line = await(Event.ChildSaid.class).line();
            assertTrue(line.startsWith("service/") && line.endsWith(" socket:"), line);
        }
    }

    @Test
    void a_datagram_source_s_child_is_one_as_the_others() throws IOException {
        int port = freePort();
        ProcessSettings process = new Processes().stderr(Stderr.LOG).nice(5).done();
        serve(
                service(
                        SocketType.DATAGRAM,
                        port,
                        Mode.NOWAIT,
                        process,
                        "head -c 1 >/dev/null; echo nice $(nice) >&2"));
        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[] {'x'}, 1, LOOPBACK, port));
            assertEquals("nice 5", await(Event.ChildSaid.class).line());
        }
    }

    @Test
    void a_child_and_what_it_has_started_end_when_their_time_is_over() throws IOException {
        int port = freePort();
        ProcessSettings process = new Processes().runTime(Duration.ofMillis(300)).done();
        serve(
                service(
                        SocketType.STREAM,
                        port,
                        Mode.NOWAIT,
                        process,
                        "echo here; sh -c 'read x <&1' & wait"));
        // The end of the stream comes when nobody holds the connection any more.
        assertEquals("here\n", answer(port));
        assertEquals("TERM", await(Event.Overtime.class).signal());
        assertEquals("signal 15", await(Event.ChildEnded.class).ended().status().toString());
    }
}
