package org.jinetd.endtoend;

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

    private InheritedServer() {}

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        Channel inherited = System.inheritedChannel();
        for (int number = 1; number <= clients; number++) {
            String words = ProcessHandle.current().pid() + " " + number;
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
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
