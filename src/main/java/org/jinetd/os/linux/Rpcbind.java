package org.jinetd.os.linux;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.RpcBinder;
import org.jinetd.os.RpcMapping;

/**
 * The rpcbind(8) of this host, over UDP on the loopback address. It lets only a caller from a
 * reserved port change anything, so root must be who calls; such a caller may remove whatever is
 * there, whoever registered it.
 */
public final class Rpcbind implements RpcBinder {

    private static final int PORT = 111;
    private static final int TIMEOUT_MILLIS = 500;
    private static final int ATTEMPTS = 3;
    private static final int FIRST_RESERVED = 600; // those below belong to well-known services
    private static final int LAST_RESERVED = 1023;

    private final int port;
    private int lastId = (int) System.nanoTime();

    public Rpcbind() {
        this(PORT);
    }

    Rpcbind(int port) {
        this.port = port;
    }

    @Override
    public Outcome<Boolean> set(RpcMapping mapping) {
        return ask(RpcbindMessage.Procedure.SET, mapping);
    }

    @Override
    public Outcome<Boolean> unset(RpcMapping mapping) {
        return ask(RpcbindMessage.Procedure.UNSET, mapping);
    }

    private Outcome<Boolean> ask(RpcbindMessage.Procedure procedure, RpcMapping mapping) {
        String text = "rpcbind " + procedure;
        int id = ++lastId;
        ByteBuffer call = RpcbindMessage.call(id, procedure, mapping);
        byte[] bytes = new byte[call.remaining()];
        call.get(bytes);
        try (DatagramSocket socket = reserved()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DatagramPacket request = new DatagramPacket(bytes, bytes.length);
            DatagramPacket reply =
                    new DatagramPacket(new byte[RpcbindMessage.ROOM], RpcbindMessage.ROOM);
            for (int i = 0; i < ATTEMPTS; i++) {
                socket.send(request);
                Optional<Boolean> answer =
                        receive(socket, reply).flatMap(r -> RpcbindMessage.answer(id, r));
                if (answer.isPresent()) {
                    return Outcome.of(answer.get());
                }
            }
            return Outcome.failed(text, Errno.ETIMEDOUT);
        } catch (PortUnreachableException e) {
            return Outcome.failed(text, Errno.ECONNREFUSED);
        } catch (BindException e) {
            return Outcome.failed(text + " needs a reserved port", Errno.EACCES);
        } catch (IOException e) {
            return Outcome.failed(text + " (" + e.getMessage() + ")", Errno.EIO);
        }
    }

    private static Optional<ByteBuffer> receive(DatagramSocket socket, DatagramPacket reply)
            throws IOException {
        try {
            reply.setLength(RpcbindMessage.ROOM);
            socket.receive(reply);
            return Optional.of(ByteBuffer.wrap(reply.getData(), 0, reply.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    private static DatagramSocket reserved() throws IOException {
        for (int from = LAST_RESERVED; from > FIRST_RESERVED; from--) {
            try {
                return new DatagramSocket(from, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // The next one may be free; a daemon without the right gets none of them.
            }
        }
        throw new BindException("no reserved port is free");
    }
}
