package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.builtin.Tcpmux;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;

/** A client of tcpmux, until it has said which service it wants, or has gone. */
final class Asking implements Poller.Ready {

    private final Fd fd;
    private final Reactor reactor;
    private final Sockets sockets;
    private final ByteBuffer buffer;
    private final Consumer<Optional<Tcpmux.Question>> asked;
    private final Tcpmux tcpmux = new Tcpmux();
    private Optional<Poller.Watch> watch = Optional.empty();
    private Optional<Timers.Timer> limit = Optional.empty();
    private boolean over;

    /**
     * @param buffer used during a call only
     * @param asked told once: the question, with the connection still open, or empty when the
     *     client has gone or took too long, and the connection is closed
     */
    Asking(
            Fd fd,
            Reactor reactor,
            Sockets sockets,
            ByteBuffer buffer,
            Consumer<Optional<Tcpmux.Question>> asked) {
        this.fd = fd;
        this.reactor = reactor;
        this.sockets = sockets;
        this.buffer = buffer;
        this.asked = asked;
    }

    /** Listens at once: most clients have sent their line by now. */
    void begin() {
        listen();
        if (!over) {
            limit = Optional.of(reactor.after(Tcpmux.LIMIT.toNanos(), this::close));
            watch = Optional.of(reactor.poller().watch(fd, Interest.READ, this));
        }
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        listen();
    }

    @Override
    public void noRoom(Outcome.Failed<?> why) {
        close();
    }

    /** Reads one byte at a time: what follows the line is not for the daemon. */
    private void listen() {
        while (!over) { // a line that has no end is a question, too
            int got = sockets.read(fd, buffer.clear().limit(1));
            if (got > 0) {
                tcpmux.hear(buffer.get(0)).ifPresent(question -> end(question));
            } else if (got < 0 && isForLater(Errno.of(-got))) {
                return;
            } else {
                close();
            }
        }
    }

    private static boolean isForLater(Errno errno) {
        return errno == Errno.EAGAIN || errno == Errno.EINTR;
    }

    private void close() {
        stopListening();
        sockets.close(fd);
        asked.accept(Optional.empty());
    }

    private void end(Tcpmux.Question question) {
        stopListening();
        asked.accept(Optional.of(question));
    }

    private void stopListening() {
        over = true;
        watch.ifPresent(Poller.Watch::cancel);
        limit.ifPresent(Timers.Timer::callOff);
    }
}
