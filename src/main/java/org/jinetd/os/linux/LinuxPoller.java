package org.jinetd.os.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;

/** A poller on epoll. */
public final class LinuxPoller implements Poller {

    private final EpollSelector selector;

    private LinuxPoller(EpollSelector selector) {
        this.selector = selector;
    }

    /** Returns a poller that watches nothing yet. */
    public static Outcome<LinuxPoller> open() {
        try {
            return Outcome.of(new LinuxPoller(EpollSelector.open()));
        } catch (FailedCall e) {
            return e.outcome();
        }
    }

    @Override
    public Watch watch(Fd fd, Interest interest, Ready ready) {
        try {
            NativeChannel channel = NativeChannel.of(fd);
            SelectionKey key = channel.register(selector, operations(interest), ready);
            return new KeyWatch((EpollKey) key);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void poll(long nanos) {
        try {
            selector.poll(LinuxPoller::call, LinuxPoller::noRoom, nanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void call(SelectionKey key) {
        int ready = key.readyOps();
        boolean readable = (ready & SelectionKey.OP_READ) != 0;
        boolean writable = (ready & SelectionKey.OP_WRITE) != 0;
        ((Ready) key.attachment()).ready(readable, writable);
    }

    private static boolean noRoom(EpollKey key, FailedCall call) {
        Outcome.Failed<?> why = call.outcome();
        boolean isFull = why.errno() == Errno.ENOSPC || why.errno() == Errno.ENOMEM;
        if (isFull) {
            ((Ready) key.attachment()).noRoom(why);
        }
        return isFull;
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    /** Stops watching; the descriptors stay open. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static int operations(Interest interest) {
        return (interest.read() ? SelectionKey.OP_READ : 0)
                | (interest.write() ? SelectionKey.OP_WRITE : 0);
    }

    private record KeyWatch(EpollKey key) implements Watch {

        @Override
        public void interest(Interest interest) {
            key.interestOps(operations(interest));
        }

        @Override
        public void cancel() {
            key.leave();
            key.cancel();
        }
    }
}
