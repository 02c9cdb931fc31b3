package org.jinetd.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A server that a super-server lends its listener to, as xterm of old and tftpd of today: it finds
 * the socket on descriptor 0 and serves as many clients as its first argument says, then ends. To
 * each it says {@code PID NUMBER} and, over datagrams, what it was sent.
 */
final class InheritedServer {

    private static final int LIFE_MILLIS = 60_000;

    private InheritedServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread server = new Thread(() -> serve(Integer.parseInt(arguments[0])));
        // The daemon leaves its children alone when it ends, so this one ends by itself.
        server.setDaemon(true);
        server.start();
        server.join(LIFE_MILLIS);
    }

    private static void serve(int clients) {
        try {
            Channel inherited = System.inheritedChannel();
            for (int number = 1; number <= clients; number++) {
                serve(inherited, ProcessHandle.current().pid() + " " + number);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(Channel inherited, String words) throws IOException {
        if (inherited instanceof ServerSocketChannel listener) {
            try (SocketChannel client = listener.accept()) {
                client.write(bytes(words + "\n"));
            }
        } else if (inherited instanceof DatagramChannel socket) {
            ByteBuffer datagram = ByteBuffer.allocate(65536);
            SocketAddress source = socket.receive(datagram);
            datagram.flip();
            socket.send(bytes(words + " " + StandardCharsets.UTF_8.decode(datagram)), source);
        } else {
            throw new IllegalStateException("descriptor 0 is " + inherited);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
