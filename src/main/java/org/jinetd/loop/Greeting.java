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
        this(banner.text(), sockets);
    }

    /**
     * @param words bytes as characters up to 255
     */
    Greeting(String words, Sockets sockets) {
        this.sockets = sockets;
        byte[] bytes = words.getBytes(StandardCharsets.ISO_8859_1);
        text = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /**
     * Says what hosts.allow wants said, and what the service says. Whom a command answers in the
     * place of the service hears nothing of the service.
     *
     * @return why it was not said, if so
     */
    static Optional<String> greet(
            RunningService service, Entry entry, Fd connection, Sockets.Use use, Works works) {
        String banner = entry.treatment().banner();
        Optional<String> why =
                banner.isEmpty()
                        ? Optional.empty()
                        : new Greeting(banner, works.host().sockets()).send(connection, use);
        return why.isPresent() || Hospitality.isTwisted(entry.treatment())
                ? why
                : service.greeting().flatMap(own -> own.send(connection, use));
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
