package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.builtin.Conversation;
import org.jinetd.builtin.Conversation.Wants;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;
import org.jinetd.plan.SocketType;

/** One conversation on its connection, from accept to close. */
final class Talk implements Poller.Ready {

    /** Reads and writes in one go, before others have their turn. */
    private static final int MOST_ROUNDS = 8;

    private final Conversation conversation;
    private final Fd fd;
    private final Reactor reactor;
    private final Sockets sockets;
    private final SocketType type;
    private final ByteBuffer buffer;
    private final long idleNanos;
    private final Runnable over;
    private Optional<Poller.Watch> watch = Optional.empty();
    private Optional<Timers.Timer> limit = Optional.empty();
    private Optional<Timers.Timer> whole = Optional.empty();
    private long lastActive;
    private boolean lingering;

    /**
     * What is special about it.
     *
     * @param idleNanos how long the client may say and take nothing
     */
    record Manner(SocketType type, long idleNanos) {}

    Talk(
            Conversation conversation,
            Fd fd,
            Reactor reactor,
            Sockets sockets,
            Manner manner,
            ByteBuffer buffer,
            Runnable over) {
        this.conversation = conversation;
        this.fd = fd;
        this.reactor = reactor;
        this.sockets = sockets;
        this.type = manner.type();
        this.buffer = buffer;
        this.idleNanos = manner.idleNanos();
        this.over = over;
    }

    /** Says and hears what can be at once: most conversations of one line never need the poller. */
    void begin() {
        go(true, true);
        if (fd.isOpen() && !lingering) {
            lastActive = reactor.now();
            limit = Optional.of(reactor.after(idleNanos, this::checkIdle));
            whole = conversation.limit().map(most -> reactor.after(most.toNanos(), this::close));
        }
    }

    private void go(boolean readable, boolean writable) {
        boolean mayRead = readable;
        boolean mayWrite = writable;
        for (int round = 0; round < MOST_ROUNDS && fd.isOpen(); round++) {
            Wants wants = conversation.wants();
            if (wants.writes() && mayWrite) {
                mayWrite = write(conversation.output(buffer));
            } else if (wants.reads() && mayRead) {
                mayRead = read();
            } else {
                break;
            }
            settle();
        }
        settle();
        watchOn();
    }

    /** Returns whether another read may find more. */
    private boolean read() {
        buffer.clear();
        int got =
                type == SocketType.STREAM
                        ? sockets.read(fd, buffer)
                        : sockets.readMessage(fd, buffer);
        if (got < 0) {
            closeUnlessLater(got);
            return false;
        }
        if (got == 0) {
            conversation.ended();
            return false;
        }
        buffer.flip();
        conversation.received(buffer);
        if (buffer.hasRemaining()) {
            write(buffer);
        }
        return true;
    }

    /** Returns whether another write may take more. */
    private boolean write(ByteBuffer bytes) {
        int put = sockets.write(fd, bytes);
        if (put < 0 && closeUnlessLater(put)) {
            return false;
        }
        boolean all = !bytes.hasRemaining();
        conversation.sent(bytes);
        return all;
    }

    /** Returns whether the error was one that ends the connection. */
    private boolean closeUnlessLater(int negated) {
        Errno errno = Errno.of(-negated);
        if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return false;
        }
        close();
        return true;
    }

    private void settle() {
        if (!fd.isOpen()) {
            return;
        }
        switch (conversation.wants()) {
            case CLOSE -> close();
            case LINGER -> linger();
            case READ, WRITE, READ_OR_WRITE -> {}
        }
    }

    private void linger() {
        if (!lingering) {
            lingering = true;
            sockets.finishWriting(fd);
            limit.ifPresent(Timers.Timer::callOff);
            limit = Optional.of(reactor.after(Conversation.LINGER_LIMIT.toNanos(), this::close));
        }
    }

    private void watchOn() {
        if (!fd.isOpen()) {
            return;
        }
        Wants wants = conversation.wants();
        Interest interest = Interest.of(wants.reads(), wants.writes());
        if (watch.isPresent()) {
            watch.get().interest(interest);
        } else {
            watch = Optional.of(reactor.poller().watch(fd, interest, this));
        }
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        lastActive = reactor.now();
        go(readable, writable);
    }

    /** Ends it: a client that is cut off can come again, and one that is not heard waits. */
    @Override
    public void noRoom(Outcome.Failed<?> why) {
        close();
    }

    private void checkIdle() {
        long left = idleNanos - (reactor.now() - lastActive);
        if (left <= 0) {
            close();
        } else {
            limit = Optional.of(reactor.after(left, this::checkIdle));
        }
    }

    private void close() {
        if (fd.isOpen()) {
            watch.ifPresent(Poller.Watch::cancel);
            limit.ifPresent(Timers.Timer::callOff);
            whole.ifPresent(Timers.Timer::callOff);
            sockets.close(fd);
            over.run();
        }
    }
}
