package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are lent the listener itself. */
class WaitIT {

    @TempDir private Path directory;

    @Test
    void one_server_takes_all_clients_until_it_ends_and_the_next_client_starts_another()
            throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, streamLine(port, 2))) {
            String first = daemon.talk(port, "");
            String second = daemon.talk(port, "");
            String third = daemon.talk(port, "");
            assertTrue(first.endsWith(" 1\n"), first);
            assertEquals(first.replace(" 1\n", " 2\n"), second);
            assertTrue(third.endsWith(" 1\n"), third);
            assertNotEquals(first, third, "another process");
        }
    }

    @Test
    void a_reload_leaves_a_lent_listener_with_its_server() throws Exception {
        int port = Daemon.freePort();
        int other = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, streamLine(port, 3))) {
            String first = daemon.talk(port, "");
            daemon.configure(
                    streamLine(port, 3)
                            + "127.0.0.1:"
                            + other
                            + " stream tcp nowait root internal echo\n");
            daemon.hup();
            assertEquals(first.replace(" 1\n", " 2\n"), daemon.talk(port, ""));
            assertEquals("x", daemon.talk(other, "x"));
            assertEquals(first.replace(" 1\n", " 3\n"), daemon.talk(port, ""));
        }
    }

    @Test
    void a_datagram_wakes_a_server_which_finds_it_in_the_queue() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, datagramLine(port, java(1)));
                DatagramSocket client = new DatagramSocket()) {
            assertTrue(daemon.lines().size() > 0);
            String first = ask(client, port, "hello");
            String second = ask(client, port, "hello");
            assertTrue(first.endsWith(" 1 hello"), first);
            assertTrue(second.endsWith(" 1 hello"), second);
            assertNotEquals(first, second, "the first server has ended");
        }
    }

    @Test
    void a_datagram_that_its_server_leaves_is_dropped_and_starts_no_second_server()
            throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, datagramLine(port, "/bin/true true"), "-l");
                DatagramSocket client = new DatagramSocket()) {
            send(client, port, "unread");
            daemon.awaitLine(line -> line.contains("dropped: the child ended without reading it"));
            long starts = daemon.lines().stream().filter(l -> l.contains(": started pid=")).count();
            assertEquals(1, starts, () -> String.join("\n", daemon.lines()));
        }
    }

    @Test
    void a_datagram_for_a_program_that_is_missing_is_dropped_with_the_reason() throws Exception {
        int port = Daemon.freePort();
        try (Daemon daemon = Daemon.start(directory, datagramLine(port, "/nonexistent/prog x"));
                DatagramSocket client = new DatagramSocket()) {
            send(client, port, "x");
            String line = daemon.awaitLine(l -> l.contains("dropped:"));
            assertTrue(line.contains("execve(\"/nonexistent/prog\", …): ENOENT"), line);
        }
    }

    private static String ask(DatagramSocket client, int port, String words) throws IOException {
        client.setSoTimeout((int) (Daemon.PATIENCE_SECONDS * 1000));
        send(client, port, words);
        DatagramPacket answer = new DatagramPacket(new byte[1000], 1000);
        client.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    private static void send(DatagramSocket client, int port, String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        client.send(
                new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private static String streamLine(int port, int clients) {
        return "127.0.0.1:"
                + port
                + " stream tcp wait "
                + Daemon.user()
                + " "
                + java(clients)
                + "\n";
    }

    private static String datagramLine(int port, String program) {
        return "127.0.0.1:" + port + " dgram udp wait " + Daemon.user() + " " + program + "\n";
    }

    private static String java(int clients) {
        return System.getProperty("java.home")
                + "/bin/java java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -Djava.net.preferIPv4Stack=true -cp " // its channel for datagrams is of one
                // family
                + Path.of("target", "test-classes").toAbsolutePath()
                + " "
                + InheritedServer.class.getName()
                + " "
                + clients;
    }
}
