package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Sockets;
import org.jinetd.plan.ServiceSettings.Banner;

/**
 * What a client is told before it is served. A new connection has room for it; where it has not,
 * nobody waits for the client, since the program must not come before the end of the text.
 */
final class Greeting {

    private final Sockets sockets;
    private final ByteBuffer text;

    /**
     * @param sockets of the thread that says it
     */
    Greeting(Banner banner, Sockets sockets) {
        this.sockets = sockets;
        byte[] bytes = banner.text().getBytes(StandardCharsets.ISO_8859_1);
        text = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Sends all of it, and returns why not, if so. */
    Optional<String> send(Fd connection, Sockets.Use use) {
        if (!text.hasRemaining()) {
            return Optional.empty();
        }
        if (use == Sockets.Use.CHILD) {
            sockets.blocking(connection, false);
        }
        ByteBuffer rest = text.duplicate();
        int put = sockets.write(connection, rest);
        if (use == Sockets.Use.CHILD) {
            sockets.blocking(connection, true);
        }
        if (put < 0) {
            return Optional.of("send: " + Errno.of(-put));
        }
        return rest.hasRemaining()
                ? Optional.of("only " + put + " of " + text.remaining() + " bytes fit")
                : Optional.empty();
    }
}
