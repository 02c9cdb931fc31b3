package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tcpmux, ident and the quote of the day, as nc(1) of Debian's netcat-openbsd sees them. */
class MuxIT {

    private static final String GO = "+Go\r\n";

    @TempDir private Path directory;

    private static String mux(int port) {
        return "127.0.0.1:" + port + " stream tcp4 nowait root internal tcpmux\n";
    }

    private static String line(String name, String program) {
        return "tcpmux/" + name + " stream tcp nowait root " + program + "\n";
    }

    /** Says something to a port by nc, half-closes, and returns what it hears to the end. */
    private static String nc(int port, String words, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("nc", "-N", "-w", "20"));
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(words.getBytes(StandardCharsets.UTF_8));
        }
        byte[] heard = process.getInputStream().readAllBytes();
        process.waitFor();
        return new String(heard, StandardCharsets.UTF_8);
    }

    @Test
    void a_client_gets_the_service_that_it_asks_for_with_all_that_it_has_said() throws Exception {
        int port = Daemon.freePort();
        String configuration =
                mux(port) + line("+cat", "/bin/cat") + line("own", "/bin/echo echo hi");
        try (Daemon daemon = Daemon.start(directory, configuration, "-l")) {
            String much = "What follows is for the program.\n".repeat(3000);
            assertEquals(GO + much, nc(port, "CAT\r\n" + much));
            assertEquals("hi\n", nc(port, "own\r\n"));
            assertEquals("cat\r\nown\r\n", nc(port, "HELP\r\n"));
            assertEquals("-Service not available\r\n", nc(port, "sh\r\n"));
            daemon.awaitLine(l -> l.contains("tcpmux/cat: started pid="));
            daemon.awaitLine(l -> l.contains("tcpmux/own: ended pid="));
        }
    }

    @Test
    void a_program_behind_tcpmux_is_its_user_and_knows_its_client() throws Exception {
        int port = Daemon.freePort();
        String line =
                "tcpmux/who stream tcp nowait nobody /bin/sh sh -c"
                        + " \"id -un; grep ^Groups: /proc/self/status; umask; env; ls /proc/self/fd\"\n";
        try (Daemon daemon = Daemon.start(directory, mux(port) + line)) {
            List<String> heard = nc(port, "who\r\n").lines().toList();
            assertEquals("nobody", heard.get(0));
            assertEquals("Groups:\t65534 ", heard.get(1));
            assertEquals("0022", heard.get(2));
            assertTrue(heard.contains("PROTO=TCP"), heard.toString());
            assertTrue(heard.contains("TCPREMOTEIP=127.0.0.1"), heard.toString());
            assertTrue(heard.contains("TCPLOCALPORT=" + port), heard.toString());
            assertFalse(heard.contains("4"), "ls itself opens 3, and there is no other");
            assertTrue(daemon.lines().size() > 0);
        }
    }

    @Test
    void limits_outlast_a_reload_and_the_state_is_told() throws Exception {
        int port = Daemon.freePort();
        String one = "tcpmux/cat stream tcp nowait/1 root /bin/cat\n";
        try (Daemon daemon = Daemon.start(directory, mux(port) + one);
                Socket first = daemon.connect(port)) {
            first.getOutputStream().write("cat\r\nx".getBytes(StandardCharsets.US_ASCII));
            assertEquals('x', first.getInputStream().read());
            daemon.configure(mux(port) + one + line("echo", "/bin/echo echo hi"));
            assertTrue(daemon.hup().endsWith("kept=2 opened=1 closed=0 changed=0 problems=0"));
            assertEquals("-Service not available\r\n", nc(port, "cat\r\n"));
            daemon.awaitLine(l -> l.contains("tcpmux/cat: refused from=127.0.0.1:"));
            assertEquals("hi\n", nc(port, "echo\r\n"));
            daemon.kill("USR1");
            daemon.awaitLine(l -> l.endsWith("tcpmux/cat held: [FULL] running=1 starting=0"));
        }
    }

    @Test
    void whoever_does_not_ask_is_closed() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, mux(port));
                Socket silent = daemon.connect(port)) {
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void ident_tells_no_user() throws Exception {
        int port = Daemon.freePort();
        String line = "127.0.0.1:" + port + " stream tcp4 nowait root internal ident\n";
        try (Daemon daemon = Daemon.start(directory, line)) {
            assertEquals("6193 , 23 : ERROR : HIDDEN-USER\r\n", nc(port, "6193, 23\r\n"));
            assertEquals("0 , 23 : ERROR : INVALID-PORT\r\n", nc(port, "0, 23\r\n"));
            assertTrue(daemon.lines().size() > 0);
        }
    }

    @Test
    void a_quote_comes_from_its_file_which_a_reload_reads_again() throws Exception {
        int port = Daemon.freePort();
        Path quote = Files.writeString(directory.resolve("quote"), "Sei knapp, schöner Schein.\n");
        String at = "127.0.0.1:" + port;
        String configuration =
                (at + " stream tcp4 nowait root internal qotd\n")
                        + (at + " dgram udp4 wait root internal qotd\n");
        try (Daemon daemon =
                Daemon.start(directory, configuration, "--quote-file", quote.toString())) {
            assertEquals("Sei knapp, schöner Schein.\n", nc(port, ""));
            assertEquals("Sei knapp, schöner Schein.\n", nc(port, "x", "-u", "-W", "1"));
            Files.writeString(quote, "And another.\n");
            daemon.hup();
            assertEquals("And another.\n", nc(port, ""));
            assertEquals("And another.\n", nc(port, "x", "-u", "-W", "1"));
            Files.delete(quote);
            daemon.hup();
            daemon.awaitLine(l -> l.contains(quote + ":1:1: warning: the quote of the day"));
            assertTrue(nc(port, "").endsWith("\r\n"));
        }
    }
}
