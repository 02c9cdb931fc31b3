package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clients of one service of one daemon, each from an address of its own choice. */
final class Visitors implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    final Daemon daemon;
    final int port;
    private final List<Socket> sockets = new ArrayList<>();

    private Visitors(Daemon daemon, int port) {
        this.daemon = daemon;
        this.port = port;
    }

    /** Starts a daemon with one service, echoing by a program, and its section of jinetd.ini. */
    static Visitors of(Path directory, List<String> section, String... options) throws Exception {
        return running(directory, "/bin/cat cat", section, options);
    }

    /** The same with another program. */
    static Visitors running(Path directory, String program, List<String> section, String... options)
            throws Exception {
        int port = Daemon.freePort();
        Path ini = Files.createDirectories(directory.resolve("etc")).resolve("jinetd.ini");
        Files.writeString(ini, "[service " + port + "/tcp]\n" + String.join("\n", section) + "\n");
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--settings=" + ini);
        String line = " stream tcp4 nowait.0 " + Daemon.user() + " " + program + "\n";
        return new Visitors(
                Daemon.start(directory, "0.0.0.0:" + port + line, all.toArray(String[]::new)),
                port);
    }

    /** Returns a connection from an address; from one of its ports, or 0 for any. */
    Socket comes(String from, int fromPort) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], fromPort));
        socket.connect(
                new InetSocketAddress(InetAddress.getAllByName("127.0.0.1")[0], port),
                PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    Socket isServed(String from) throws IOException {
        Socket socket = comes(from, 0);
        socket.getOutputStream().write('x');
        assertEquals('x', socket.getInputStream().read());
        return socket;
    }

    /** Returns all that a client is told, who says nothing. */
    String hears(String from) throws IOException {
        return hears(from, 0);
    }

    String hears(String from, int fromPort) throws IOException {
        try (Socket socket = comes(from, fromPort)) {
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return ""; // closed before it was connected
        }
    }

    /** Lets a client be refused, and waits for the line that gives this reason for it. */
    void isRefused(String from, String reason) throws IOException, InterruptedException {
        int seen = daemon.lines().size();
        assertEquals("", hears(from));
        says(seen, from, reason);
    }

    void says(int since, String from, String reason) throws InterruptedException {
        String line =
                daemon.awaitLine(since, each -> each.contains(": refused from=" + from + ":"));
        assertTrue(line.contains(" reason=" + reason), line);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        daemon.close();
    }
}
