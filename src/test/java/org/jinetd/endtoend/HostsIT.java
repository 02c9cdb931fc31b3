package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hosts.allow and hosts.deny, from the files to what a client and the log get. */
class HostsIT {

    private static final List<String> ASKED = List.of("hosts-access = yes");

    @TempDir private Path directory;
    private String option;

    @BeforeEach
    void chooseTheDirectory() {
        option = "--hosts-directory=" + directory;
    }

    private void allow(String... rules) throws IOException {
        Files.writeString(directory.resolve("hosts.allow"), String.join("\n", rules) + "\n");
    }

    private void deny(String... rules) throws IOException {
        Files.writeString(directory.resolve("hosts.deny"), String.join("\n", rules) + "\n");
    }

    @Test
    void they_grant_and_deny_and_are_read_again_when_they_change() throws Exception {
        allow("cat: 127.0.0.2");
        deny("# nobody else", "ALL: ALL");
        try (Visitors visitors = Visitors.of(directory, ASKED, option)) {
            visitors.isServed("127.0.0.2");
            visitors.isRefused(
                    "127.0.0.3", "hosts-access: denied (" + directory + "/hosts.deny:2:1)");
            allow("cat: 127.0.0.3 127.0.0.4");
            visitors.isServed("127.0.0.3");
            visitors.isRefused("127.0.0.2", "hosts-access: denied (");
        }
    }

    @Test
    void a_rule_that_cannot_be_read_refuses_and_is_told_with_its_place() throws Exception {
        allow("cat: 127.0.0.2", "cat 127.0.0.3", "ALL: ALL");
        try (Visitors visitors = Visitors.of(directory, ASKED, option)) {
            visitors.isServed("127.0.0.2");
            visitors.isRefused(
                    "127.0.0.3",
                    "hosts-access: the line is faulty (" + directory + "/hosts.allow:2:1)");
            visitors.daemon.awaitLine(line -> line.contains("hosts.allow:2:"));
        }
    }

    @Test
    void without_the_setting_or_the_option_nobody_asks_them() throws Exception {
        deny("ALL: ALL");
        try (Visitors visitors = Visitors.of(directory, List.of("nice = 1"), option)) {
            visitors.isServed("127.0.0.2");
        }
        try (Visitors visitors = Visitors.of(directory, List.of("nice = 1"), option, "-w")) {
            visitors.isRefused("127.0.0.2", "hosts-access: denied (");
        }
        try (Visitors visitors =
                Visitors.of(directory, List.of("hosts-access = no"), option, "-w")) {
            visitors.isServed("127.0.0.2");
        }
    }

    @Test
    void built_in_services_are_asked_about_by_their_own_name() throws Exception {
        deny("echo: 127.0.0.1");
        int port = Daemon.freePort();
        String line = "127.0.0.1:" + port + " stream tcp4 nowait root internal echo\n";
        try (Daemon daemon = Daemon.start(directory, line, option, "-W")) {
            assertEquals("", daemon.talk(port, ""));
            daemon.awaitLine(each -> each.contains("reason=hosts-access: denied ("));
        }
    }

    @Test
    void a_command_is_spawned_and_a_banner_comes_first() throws Exception {
        Path banners = Files.createDirectory(directory.resolve("banners"));
        Files.writeString(banners.resolve("cat"), "Hello %a at %d\n");
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        allow("cat: ALL: banners " + banners + ": spawn echo %a-%d >" + fifo + ": allow");
        try (Visitors visitors = Visitors.of(directory, ASKED, option);
                Socket client = visitors.comes("127.0.0.2", 0)) {
            assertEquals("127.0.0.2-cat\n", Files.readString(fifo));
            String hello = "Hello 127.0.0.2 at cat\r\n";
            assertEquals(
                    hello,
                    new String(
                            client.getInputStream().readNBytes(hello.length()),
                            StandardCharsets.UTF_8));
            client.getOutputStream().write('y');
            assertEquals('y', client.getInputStream().read());
        }
    }

    @Test
    void a_banner_is_the_last_word_for_whom_is_refused() throws Exception {
        Path banners = Files.createDirectory(directory.resolve("banners"));
        Files.writeString(banners.resolve("cat"), "Not for %a\n");
        deny("cat: ALL: banners " + banners + ": severity warning");
        try (Visitors visitors = Visitors.of(directory, ASKED, option)) {
            assertEquals("Not for 127.0.0.2\r\n", visitors.hears("127.0.0.2"));
            String line = visitors.daemon.awaitLine(each -> each.contains("reason=hosts-access"));
            assertTrue(line.contains(" warn: "), line);
        }
    }

    @Test
    void a_command_takes_the_place_of_the_program() throws Exception {
        deny("cat: 127.0.0.2: setenv WHO %a: twist echo \"no cat for $WHO\"; echo err >&2");
        try (Visitors visitors = Visitors.of(directory, ASKED, option)) {
            assertEquals("no cat for 127.0.0.2\nerr\n", visitors.hears("127.0.0.2"));
            visitors.isServed("127.0.0.3");
        }
    }

    @Test
    void the_process_is_as_a_rule_has_it() throws Exception {
        allow(
                "sh: 127.0.0.2: setenv REMOTE_HOST %d: umask 027: nice 3",
                "sh: 127.0.0.3: user nobody-of-this-name");
        Path script = directory.resolve("tell");
        Files.writeString(script, "echo $REMOTE_HOST; umask; cut -d' ' -f19 /proc/self/stat\n");
        int own =
                Integer.parseInt(
                        Files.readString(Path.of("/proc/self/stat"))
                                .replaceFirst(".*\\) ", "")
                                .split(" ")[16]);
        try (Visitors visitors =
                Visitors.running(directory, "/bin/sh sh " + script, ASKED, option)) {
            assertEquals("sh\n0027\n" + Math.min(19, own + 3) + "\n", visitors.hears("127.0.0.2"));
            visitors.isRefused("127.0.0.3", "hosts-access: unknown user 'nobody-of-this-name' (");
        }
    }

    @Test
    void match_tells_the_rule() throws Exception {
        allow("cat: 127.0.0.2: spawn touch " + directory + "/made");
        deny("ALL: ALL");
        int port = Daemon.freePort();
        Path conf =
                Files.writeString(
                        directory.resolve("inetd.conf"),
                        "0.0.0.0:" + port + " stream tcp4 nowait root /bin/cat cat\n");
        String name = "0.0.0.0:" + port;
        Daemon.Finished granted =
                Daemon.run("-w", option, "--match", name, "127.0.0.2", conf.toString());
        assertTrue(
                granted.out()
                        .contains("admitted: hosts-access (" + directory + "/hosts.allow:1:1)"),
                granted.out() + granted.err());
        assertTrue(Files.notExists(directory.resolve("made")));
        Daemon.Finished refused =
                Daemon.run("-w", option, "--match", name, "127.0.0.3", conf.toString());
        assertTrue(
                refused.out().contains("refused: hosts-access: denied (" + directory),
                refused.out());
    }
}
