package org.jinetd.os.linux;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectionKey;
import org.jinetd.os.Errno;

/** The registration of one descriptor with an {@link EpollSelector}. */
final class EpollKey extends AbstractSelectionKey {

    private static final int INPUT = OP_READ | OP_ACCEPT;
    private static final int OUTPUT = OP_WRITE | OP_CONNECT;
    private static final int BROKEN = EpollSet.EPOLLERR | EpollSet.EPOLLHUP;

    private final EpollSelector selector;
    private final SelectableChannel channel;
    private final int fd;
    private final int generation;
    private volatile int interest;
    private volatile int ready;

    private int watched; // what the kernel was told, 0 when it is not in the set; guarded by this
    private boolean left; // guarded by this

    /** Whether the selector has it in its list of changes; guarded by that list. */
    boolean listed;

    EpollKey(EpollSelector selector, SelectableChannel channel, int fd, int generation) {
        this.selector = selector;
        this.channel = channel;
        this.fd = fd;
        this.generation = generation;
    }

    int fd() {
        return fd;
    }

    int generation() {
        return generation;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public EpollSelector selector() {
        return selector;
    }

    @Override
    public int interestOps() {
        requireValid();
        return interest;
    }

    /** Takes effect from the next selection on; what is no longer asked for, at once. */
    @Override
    public SelectionKey interestOps(int ops) {
        requireValid();
        if ((ops & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("the channel has no such operation: " + ops);
        }
        if (interest != ops) {
            interest = ops;
            selector.changed(this);
        }
        return this;
    }

    @Override
    public int readyOps() {
        requireValid();
        return ready;
    }

    private void requireValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    /**
     * Makes ready what these events mean for the present interest, and returns it. An error or a
     * hang-up is every readiness that was asked for, so that the next read or write finds it.
     */
    int becomeReady(int events) {
        ready = readiness(events);
        return ready;
    }

    /** As {@link #becomeReady}, keeping what was ready; returns whether anything is new. */
    boolean becomeReadyToo(int events) {
        int before = ready;
        ready = before | readiness(events);
        return ready != before;
    }

    private int readiness(int events) {
        int ops = 0;
        if ((events & (EpollSet.EPOLLIN | BROKEN)) != 0) {
            ops |= INPUT;
        }
        if ((events & (EpollSet.EPOLLOUT | BROKEN)) != 0) {
            ops |= OUTPUT;
        }
        return ops & interest;
    }

    /**
     * Tells the kernel the present interest, if it does not know it. A descriptor of no interest
     * leaves the set, for the kernel reports errors and hang-ups unasked (epoll_ctl(2)) and would
     * never let us sleep. EPOLLRDHUP is not asked for: a half-closed peer goes on reading.
     *
     * @return 0, or a negated errno
     */
    synchronized int tell(EpollSet set) {
        int wanted =
                ((interest & INPUT) != 0 ? EpollSet.EPOLLIN : 0)
                        | ((interest & OUTPUT) != 0 ? EpollSet.EPOLLOUT : 0);
        if (left || wanted == watched) {
            return 0;
        }
        int result = 0;
        if (wanted == 0) {
            set.remove(fd);
        } else if (watched == 0) {
            result = set.add(fd, wanted, data());
        } else {
            result = set.change(fd, wanted, data());
            if (result == -Errno.ENOENT.number()) {
                result = set.add(fd, wanted, data());
            }
        }
        if (result >= 0) {
            watched = wanted;
        }
        return result;
    }

    private long data() {
        return (long) generation << Integer.SIZE | fd;
    }

    /**
     * Leaves the epoll set at once and for good. {@link #cancel} alone, which the JDK does not let
     * us refine, does so with the next selection: too late when the descriptor is closed before and
     * a child still holds the open file, since then nothing can take it out of the set.
     */
    synchronized void leave() {
        if (!left && watched != 0) {
            selector.set().remove(fd);
        }
        forget();
    }

    /** Has left the set, without telling the kernel: the descriptor is somebody else's now. */
    synchronized void forget() {
        left = true;
        watched = 0;
    }

    /**
     * Leaves the set until it is told again, perhaps to a new one; returns whether it was in it.
     */
    synchronized boolean startOver() {
        boolean was = watched != 0;
        if (was) {
            selector.set().remove(fd);
        }
        watched = 0;
        return was;
    }
}
