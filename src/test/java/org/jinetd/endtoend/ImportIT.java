package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attributes of xinetd's files that are used most, from the file to what a client notices. */
class ImportIT {

    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir private Path directory;

    /** Returns a service that is answered by a shell script of this test. */
    private static String service(int port, Path script, String... attributes) {
        return """
                service test-%d
                {
                	type = UNLISTED
                	port = %d
                	socket_type = stream
                	protocol = tcp
                	wait = no
                	user = %s
                	server = /bin/sh
                	server_args = %s first second
                	flags = REUSE NOLIBWRAP
                	%s
                }
                """
                .formatted(port, port, Daemon.user(), script, String.join("\n\t", attributes));
    }

    private Path script(String text) throws IOException {
        return Files.writeString(directory.resolve("script"), text);
    }

    /** Starts the daemon on what becomes of files in xinetd.d and of the defaults. */
    private Daemon imported(String defaults, String... services)
            throws IOException, InterruptedException {
        Path includes = Files.createDirectories(directory.resolve("xinetd.d"));
        for (int i = 0; i < services.length; i++) {
            Files.writeString(includes.resolve("service" + i), services[i]);
        }
        Path conf =
                Files.writeString(
                        directory.resolve("xinetd.conf"),
                        "defaults\n{\n" + defaults + "\n}\nincludedir " + includes + "\n");
        Path out = directory.resolve("new");
        Daemon.Finished run = Daemon.run("--import-xinetd", "--output=" + out, conf.toString());
        assertEquals("0", run.status() + run.err());
        Path settings = out.resolve("jinetd/conf.d/xinetd.ini");
        Path lines = out.resolve("inetd.d/xinetd.conf");
        Daemon.Finished check = Daemon.run("--check", "--settings=" + settings, lines.toString());
        assertEquals("0", check.status() + check.err());
        return Daemon.start(directory, Files.readString(lines), "--settings=" + settings);
    }

    private static InetAddress address(String literal) throws IOException {
        return InetAddress.getAllByName(literal)[0];
    }

    private static String talk(String from, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address(from), 0));
            socket.connect(new InetSocketAddress(address("127.0.0.1"), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    @Test
    void a_program_has_its_arguments_its_environment_and_its_limits() throws Exception {
        int port = Daemon.freePort();
        Path script =
                script(
                        """
                        echo "$# $1 $2"
                        tr '\\0' ' ' </proc/$$/cmdline; echo
                        nice
                        umask
                        ulimit -n
                        ulimit -v
                        ulimit -t
                        echo "$GREETING $KEPT."
                        id -G
                        """);
        String service =
                service(
                        port,
                        script,
                        "nice = 5",
                        "umask = 027",
                        "rlimit_files = 77",
                        "rlimit_as = 512M",
                        "rlimit_cpu = 20",
                        "env = GREETING=hello",
                        "env += KEPT=kept",
                        "passenv = PATH",
                        "group = " + groupOf(),
                        "bind = 127.0.0.1");
        try (Daemon daemon = imported("", service)) {
            List<String> said = daemon.talk(port, "").lines().toList();
            assertEquals("2 first second", said.get(0));
            assertEquals("sh " + script + " first second ", said.get(1));
            assertEquals(
                    List.of("5", "0027", "77", "524288", "20", "hello kept."), said.subList(2, 8));
            assertEquals(1, said.get(8).split(" ").length, said.get(8));
        }
    }

    private static String groupOf() throws IOException, InterruptedException {
        Process id = new ProcessBuilder("id", "-gn").start();
        String group = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        id.waitFor();
        return group.strip();
    }

    @Test
    void a_name_in_the_arguments_is_the_programs_name() throws Exception {
        int port = Daemon.freePort();
        String service =
                service(port, script("tr '\\0' ' ' </proc/$$/cmdline"))
                        .replace("REUSE", "REUSE NAMEINARGS IPv4 NODELAY KEEPALIVE")
                        .replace("server_args = ", "server_args = other ");
        try (Daemon daemon = imported("", service)) {
            assertTrue(daemon.talk(port, "").startsWith("other " + directory), "argv[0]");
        }
    }

    @Test
    void clients_are_let_in_from_where_they_may_come_and_told_why_not() throws Exception {
        int port = Daemon.freePort();
        Path banner = Files.writeString(directory.resolve("fail"), "go away\n");
        Path hello = Files.writeString(directory.resolve("hello"), "welcome\n");
        String service =
                service(
                        port,
                        script("echo served"),
                        "only_from += 127.0.0.{2,3}",
                        "no_access = 127.0.0.3",
                        "banner_success = " + hello,
                        "banner_fail = " + banner);
        try (Daemon daemon = imported("\tonly_from = 127.0.0.1", service)) {
            assertEquals("welcome\nserved\n", talk("127.0.0.1", port));
            assertEquals("welcome\nserved\n", talk("127.0.0.2", port));
            assertEquals("go away\n", talk("127.0.0.3", port));
            assertEquals("go away\n", talk("127.0.0.4", port));
            daemon.awaitLine(line -> line.contains("refused from=127.0.0.4:"));
        }
    }

    @Test
    void a_service_has_its_instances_and_the_start_and_the_end_are_logged() throws Exception {
        int port = Daemon.freePort();
        String service =
                service(
                        port,
                        script("echo in; read x; echo out"),
                        "instances = 2",
                        "per_source = 1",
                        "log_on_success = HOST PID EXIT DURATION",
                        "log_on_failure = HOST");
        try (Daemon daemon = imported("\tinstances = UNLIMITED", service)) {
            try (Socket first = daemon.connect(port)) {
                assertEquals('i', first.getInputStream().read());
                assertEquals("", talk("127.0.0.1", port), "per_source");
                try (Socket second = new Socket()) {
                    second.bind(new InetSocketAddress(address("127.0.0.2"), 0));
                    second.connect(first.getRemoteSocketAddress(), PATIENCE_MILLIS);
                    assertEquals('i', second.getInputStream().read());
                    assertEquals("", talk("127.0.0.3", port), "instances");
                }
            }
            daemon.awaitLine(line -> line.contains("started") && line.contains("127.0.0.1"));
            daemon.awaitLine(line -> line.contains("ended"));
        }
    }

    @Test
    void a_service_that_is_too_fast_pauses() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = imported("", service(port, script("echo in"), "cps = 1 3000"))) {
            for (int i = 0; i < 3; i++) {
                Socket client = daemon.connect(port);
                client.close();
            }
            String line = daemon.awaitLine(each -> each.contains("too fast"));
            assertTrue(line.matches(".*\\(1 starts in 1s\\), takes nobody for \\d{4} s"), line);
        }
    }

    @Test
    void a_service_is_there_at_its_times_and_not_at_all_when_it_is_disabled() throws Exception {
        int closed = Daemon.freePort();
        int disabled = Daemon.freePort();
        int hour = (LocalTime.now(ZoneId.systemDefault()).getHour() + 6) % 24;
        String times = String.format(Locale.ROOT, "access_times = %d:00-%d:58", hour, hour);
        try (Daemon daemon =
                imported(
                        "\tdisabled = off",
                        service(closed, script("echo in"), times, "max_load = 9999"),
                        service(disabled, script("echo in"), "id = off"),
                        service(Daemon.freePort(), script("echo in"), "disable = yes"))) {
            assertEquals("", talk("127.0.0.1", closed));
            daemon.awaitLine(line -> line.contains("reason=access-times"));
            assertThrows(ConnectException.class, () -> daemon.connect(disabled).close());
        }
    }

    @Test
    void what_xinetd_answers_by_itself_jinetd_does() throws Exception {
        int port = Daemon.freePort();
        String service =
                """
                service echo
                {
                	type = INTERNAL UNLISTED
                	id = echo-stream
                	flags = NOLIBWRAP
                	port = %d
                	socket_type = stream
                	wait = no
                }
                """
                        .formatted(port);
        try (Daemon daemon = imported("\tlog_type = SYSLOG daemon info", service)) {
            assertEquals("hello", daemon.talk(port, "hello"));
        }
    }
}
