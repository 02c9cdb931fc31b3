package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jinetd.hosts.IdentReply;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;

/** Asks the host of a client who the client is (RFC 1413). */
final class IdentClient {

    /** Whatever a rule says, for a thread waits that long. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final int port;

    /** Asks at the port of ident. */
    IdentClient() {
        this(IdentReply.PORT);
    }

    IdentClient(int port) {
        this.port = port;
    }

    /**
     * Returns the user, from the address that the client asked, since its host tells connections
     * apart by that; nothing when that host does not say, or not in time.
     */
    Optional<String> user(Peer.Inet peer, Duration timeout) {
        Duration most = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        long deadline = System.nanoTime() + most.toNanos();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address(peer.local().unmapped()), 0));
            socket.connect(
                    new InetSocketAddress(address(peer.remote().unmapped()), port),
                    millisUntil(deadline));
            String query = IdentReply.query(peer.remotePort(), peer.localPort());
            socket.getOutputStream().write(query.getBytes(ISO_8859_1));
            return IdentReply.user(line(socket, deadline), peer.remotePort(), peer.localPort());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InetAddress address(Ip ip) throws UnknownHostException {
        return LinuxHostNames.address(ip);
    }

    /** Reads byte by byte, so that the deadline holds for the whole of it. */
    private static String line(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() <= IdentReply.LONGEST) {
            socket.setSoTimeout(millisUntil(deadline));
            int c = in.read();
            if (c < 0) {
                throw new IOException("no whole line");
            }
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
        }
        throw new IOException("no end of line");
    }

    private static int millisUntil(long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new IOException("too late");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
