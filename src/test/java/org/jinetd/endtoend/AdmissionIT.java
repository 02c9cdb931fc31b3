package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each reason for which a client is refused, from the file to the line in the log. */
class AdmissionIT {

    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir private Path directory;
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void closeTheClients() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private static String cat(int port) {
        return "0.0.0.0:" + port + " stream tcp4 nowait.0 " + Daemon.user() + " /bin/cat cat\n";
    }

    private Daemon serves(int port, String... lines) throws Exception {
        String section = "[service " + port + "/tcp]\n" + String.join("\n", lines) + "\n";
        return serves(cat(port), section);
    }

    private Daemon serves(String configuration, String settings) throws Exception {
        Path file = Files.writeString(directory.resolve("jinetd.ini"), settings);
        return Daemon.start(directory, configuration, "--settings=" + file);
    }

    private static InetAddress address(String literal) throws IOException {
        return InetAddress.getAllByName(literal)[0];
    }

    private Socket comes(String from, int port) throws IOException {
        Socket socket = new Socket();
        clients.add(socket);
        socket.bind(new InetSocketAddress(address(from), 0));
        socket.connect(new InetSocketAddress(address("127.0.0.1"), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket isServed(String from, int port) throws IOException {
        Socket socket = comes(from, port);
        socket.getOutputStream().write('x');
        assertEquals('x', socket.getInputStream().read());
        return socket;
    }

    /** Returns what the client is told before the end. */
    private String isRefused(String from, int port) throws IOException {
        try {
            InputStream in = comes(from, port).getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return ""; // closed before it was connected
        }
    }

    /** Waits for the line that gives this reason for a client from there. */
    private static void says(Daemon daemon, String from, String reason)
            throws InterruptedException {
        String line = daemon.awaitLine(each -> each.contains(": refused from=" + from + ":"));
        assertTrue(line.contains(" reason=" + reason), line);
    }

    @Test
    void lists() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon =
                serves(port, "only-from = 127.0.0.0/16 127.1.0.7", "no-access = 127.0.0.128/25")) {
            isServed("127.0.0.1", port);
            isServed("127.1.0.7", port);
            assertEquals("", isRefused("127.0.0.200", port));
            says(daemon, "127.0.0.200", "no-access: 127.0.0.128/25 (");
            isRefused("127.1.0.8", port);
            says(daemon, "127.1.0.8", "only-from: not among them (");
            assertTrue(
                    daemon.awaitLine(line -> line.contains("no-access"))
                            .contains("jinetd.ini:3:13)"));
        }
    }

    @Test
    void names() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = serves(port, "no-access = host.invalid")) {
            // An address that no name leads to.
            isRefused("127.200.100.50", port);
            says(daemon, "127.200.100.50", "no-name: host.invalid (");
        }
    }

    @Test
    void hours() throws Exception {
        int port = Daemon.freePort();
        LocalDateTime later = LocalDateTime.now(ZoneId.systemDefault()).plusHours(2);
        DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm");
        String hours = time.format(later) + "-" + time.format(later.plusHours(1));
        try (Daemon daemon = serves(port, "access-times = " + hours)) {
            isRefused("127.0.0.2", port);
            says(daemon, "127.0.0.2", "access-times: not at this time (");
        }
    }

    @Test
    void load() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = serves(port, "max-load = 1000")) {
            isServed("127.0.0.2", port);
            assertEquals(List.of(), refusals(daemon));
        }
    }

    @Test
    void a_load_that_is_too_high() throws Exception {
        awaitSomeLoad();
        try (Visitors visitors = Visitors.of(directory, List.of("max-load = 0"))) {
            visitors.isRefused("127.0.0.2", "max-load: a load of ");
        }
    }

    /** The kernel reckons the load anew every 5 seconds; whoever waits here is a part of it. */
    private static void awaitSomeLoad() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.readString(Path.of("/proc/loadavg")).startsWith("0.00 ")) {
            assertTrue(System.nanoTime() < deadline, "no load");
        }
    }

    @Test
    void an_ftp_server_that_was_told_to_come() throws Exception {
        try (Visitors visitors = Visitors.of(directory, List.of("nice = 1"))) {
            assertEquals("", visitors.hears("127.0.0.20", 20));
            visitors.says(0, "127.0.0.20", "ftp-bounce: source port 20");
        }
    }

    @Test
    void too_many_who_wait_for_what_the_files_say() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Files.writeString(
                directory.resolve("hosts.allow"), "ALL: ALL: aclexec read x <" + fifo + "\n");
        try (Visitors visitors =
                Visitors.of(
                        directory,
                        List.of("hosts-access = yes"),
                        "--hosts-directory=" + directory)) {
            for (int i = 0; i < 64; i++) {
                visitors.comes("127.0.0.2", 0);
            }
            visitors.isRefused("127.0.0.3", "names-busy: too many wait for their names");
            try (OutputStream writer = Files.newOutputStream(fifo)) {
                writer.write('\n'); // the readers end
            }
        }
    }

    @Test
    void datagrams_that_are_answered_at_once() throws Exception {
        int port = Daemon.freePort();
        String line = "0.0.0.0:" + port + " dgram udp4 wait root internal echo\n";
        String section = "[service " + port + "/udp]\nno-access = 127.0.0.3\n";
        try (Daemon daemon = serves(line, section)) {
            assertEquals("x", answered("127.0.0.2", port));
            assertEquals("", answered("127.0.0.3", port));
            says(daemon, "127.0.0.3", "no-access: 127.0.0.3 (");
        }
    }

    /** Returns what comes back of a datagram; nothing if only a second one does, from elsewhere. */
    private static String answered(String from, int port) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[] {'x'}, 1, address("127.0.0.1"), port);
        try (DatagramSocket one = new DatagramSocket(0, address(from));
                DatagramSocket other = new DatagramSocket(0, address("127.0.0.9"))) {
            one.send(packet);
            other.send(packet);
            other.setSoTimeout(PATIENCE_MILLIS);
            other.receive(new DatagramPacket(new byte[1], 1)); // behind the first in the same queue
            one.setSoTimeout(500);
            DatagramPacket answer = new DatagramPacket(new byte[1], 1);
            one.receive(answer);
            return new String(answer.getData(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException nothing) {
            return "";
        }
    }

    private static List<String> refusals(Daemon daemon) {
        return daemon.lines().stream().filter(line -> line.contains("refused")).toList();
    }

    @Test
    void instances_with_a_text_that_comes_before_the_end() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon =
                serves(
                        port,
                        "instances = 1",
                        "when-full = refuse",
                        "banner = welcome",
                        "banner-refused = later")) {
            Socket first = comes("127.0.0.2", port);
            byte[] welcome = first.getInputStream().readNBytes("welcome".length());
            assertEquals("welcome", new String(welcome, StandardCharsets.UTF_8));
            Socket refused = comes("127.0.0.3", port);
            refused.getOutputStream().write(new byte[4096]); // which nobody reads
            refused.shutdownOutput();
            String heard =
                    new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("later", heard.strip());
            says(daemon, "127.0.0.3", "instances: 1 at a time");
        }
    }

    @Test
    void instances_of_the_daemon() throws Exception {
        int port = Daemon.freePort();
        String section =
                "[daemon]\ninstances = 1\n[service " + port + "/tcp]\nwhen-full = refuse\n";
        try (Daemon daemon = serves(cat(port), section)) {
            isServed("127.0.0.2", port);
            isRefused("127.0.0.3", port);
            says(daemon, "127.0.0.3", "daemon-instances: 1 at a time in all services");
        }
    }

    @Test
    void limits_of_a_source() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = serves(port, "instances-per-source = 1", "source-prefix = 24 64")) {
            isServed("127.0.0.2", port);
            isServed("127.0.1.2", port);
            isRefused("127.0.0.3", port);
            says(daemon, "127.0.0.3", "instances-per-source: 1 at a time from one source");
        }
        try (Daemon daemon = serves(port, "rate-per-source = 2/1h")) {
            isServed("127.0.0.2", port);
            isServed("127.0.0.2", port);
            isRefused("127.0.0.2", port);
            says(daemon, "127.0.0.2", "rate-per-source: 2 in 1h from one source");
            isServed("127.0.0.3", port);
        }
    }

    @Test
    void a_source_that_is_shut_out() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = serves(port, "deny-after = 2/1m for 1h")) {
            isServed("127.0.0.2", port);
            isServed("127.0.0.2", port);
            isRefused("127.0.0.2", port);
            daemon.awaitLine(line -> line.contains("shut out from=127.0.0.2:"));
            isRefused("127.0.0.2", port);
            says(daemon, "127.0.0.2", "shut-out: more than 2 per minute came (");
            isServed("127.0.0.3", port);
        }
    }

    @Test
    void a_service_that_is_asked_too_often() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = serves(port, "rate = 2/1s", "pause = 1s..4s")) {
            isServed("127.0.0.2", port);
            isServed("127.0.0.2", port);
            isRefused("127.0.0.2", port);
            isRefused("127.0.0.2", port);
            daemon.awaitLine(
                    line -> line.contains(": too fast (2 starts in 1s), takes nobody for 1 s"));
            daemon.awaitLine(line -> line.contains(": takes clients again, 2 were turned away"));
            isServed("127.0.0.2", port);
        }
    }

    @Test
    void the_log_is_short_and_tells_no_more_than_it_may() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon =
                serves(port, "only-from = 127.9.9.9", "anonymise = prefix", "log = refused")) {
            for (int i = 0; i < 20; i++) {
                isRefused("127.0.0.2", port);
            }
            isServed("127.9.9.9", port).close();
            daemon.awaitLine(line -> line.contains(": refused from=127.0.0.0/24 reason=only-from"));
            assertEquals(1, refusals(daemon).size());
        }
    }

    @Test
    void match_tells_the_rule_that_decides() throws Exception {
        int port = Daemon.freePort();
        Path conf = Files.writeString(directory.resolve("inetd.conf"), cat(port));
        Path ini =
                Files.writeString(
                        directory.resolve("jinetd.ini"),
                        "[service " + port + "/tcp]\nno-access = 192.0.2.0/24\n");
        Daemon.Finished run =
                Daemon.run(
                        "--settings=" + ini,
                        "--match",
                        "0.0.0.0:" + port,
                        "192.0.2.7",
                        "mon",
                        "08:30",
                        conf.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(": refused: no-access: 192.0.2.0/24 ("), run.out());
        assertTrue(run.out().strip().endsWith("jinetd.ini:2:13)"), run.out());
    }
}
