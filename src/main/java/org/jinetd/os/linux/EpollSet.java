package org.jinetd.os.linux;

import org.jinetd.os.Errno;

/**
 * An epoll instance (epoll(7)) and the room for what it reports. Everything but {@link #remove}
 * belongs to the thread that selects.
 */
final class EpollSet {

    /** What changes a set: epoll_ctl(2). */
    @FunctionalInterface
    interface Control {
        Control KERNEL =
                (epoll, operation, fd, event) ->
                        LibC.result(LibC.INSTANCE.epoll_ctl(epoll, operation, fd, event));

        /** Returns 0, or a negated errno. */
        int of(int epoll, int operation, int fd, long event);
    }

    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLET = 1 << 31;

    /** A time that does not end. */
    static final long FOREVER = Long.MAX_VALUE;

    /** Events per wait; what does not fit comes with the next one, for the kernel takes turns. */
    static final int ROOM = 512;

    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;

    private static final int INFINITE = -1;
    private static final int EPOLL_CLOEXEC = 0x8_0000;
    private static final int EPOLL_CTL_MOD = 3;

    /** On x86-64 struct epoll_event is packed, so that 32-bit programs share it (epoll_ctl(2)). */
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    private static final int EVENT_BYTES = DATA_OFFSET + Long.BYTES;

    private final NativeArea found = new NativeArea(ROOM * EVENT_BYTES);
    private final NativeArea change = new NativeArea(EVENT_BYTES);
    private final Control control;
    private volatile int epoll;

    private EpollSet(int epoll, Control control) {
        this.epoll = epoll;
        this.control = control;
    }

    static EpollSet open(Control control) throws FailedCall {
        return new EpollSet(FailedCall.unlessNegative("epoll_create1", create()), control);
    }

    private static int create() {
        return LibC.result(LibC.INSTANCE.epoll_create1(EPOLL_CLOEXEC));
    }

    /**
     * Replaces the instance by one with a single descriptor in it; returns whether that was
     * possible. If not, nothing has changed.
     */
    boolean renew(int fd, int events, long data) {
        int old = epoll;
        int fresh = create();
        if (fresh < 0) {
            return false;
        }
        epoll = fresh;
        boolean renewed = add(fd, events, data) >= 0;
        epoll = renewed ? fresh : old;
        LibC.INSTANCE.close(renewed ? old : fresh);
        return renewed;
    }

    /** Starts to watch a descriptor, or, if it is in the set, changes what it is watched for. */
    int add(int fd, int events, long data) {
        int result = tell(EPOLL_CTL_ADD, fd, events, data);
        return result == -Errno.EEXIST.number() ? tell(EPOLL_CTL_MOD, fd, events, data) : result;
    }

    /** Changes what a descriptor is watched for. */
    int change(int fd, int events, long data) {
        return tell(EPOLL_CTL_MOD, fd, events, data);
    }

    private int tell(int operation, int fd, int events, long data) {
        change.host().putInt(0, events).putLong(DATA_OFFSET, data);
        return control.of(epoll, operation, fd, change.address());
    }

    /** Stops to watch a descriptor. Any thread. */
    void remove(int fd) {
        // The result does not matter: a descriptor that is closed or unknown is not watched either.
        int unused = control.of(epoll, EPOLL_CTL_DEL, fd, 0);
    }

    /**
     * Waits for the first event, not less than the time, however often signals interrupt it.
     *
     * @param nanos 0 or less does not wait
     * @return how many events there are
     */
    int await(long nanos) throws FailedCall {
        boolean timed = nanos > 0 && nanos != FOREVER;
        long start = timed ? System.nanoTime() : 0;
        long left = Math.max(nanos, 0);
        while (true) {
            int result = await(nanos == FOREVER ? INFINITE : millisRoundedUp(left));
            if (result > 0) {
                return result;
            }
            if (result < 0 && result != -Errno.EINTR.number()) {
                throw new FailedCall("epoll_wait", result);
            }
            if (timed) {
                left = nanos - (System.nanoTime() - start);
            }
            if (left <= 0 && result == 0) {
                return 0;
            }
            left = Math.max(left, 0);
        }
    }

    private int await(int millis) {
        return LibC.result(LibC.INSTANCE.epoll_wait(epoll, found.address(), ROOM, millis));
    }

    /** Rounding down would make the last millisecond before a deadline a busy one. */
    static int millisRoundedUp(long nanos) {
        long millis = nanos / 1_000_000 + (nanos % 1_000_000 > 0 ? 1 : 0);
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** Returns what the n-th event says. */
    int events(int n) {
        return found.host().getInt(n * EVENT_BYTES);
    }

    /** Returns what the descriptor of the n-th event was added with. */
    long data(int n) {
        return found.host().getLong(n * EVENT_BYTES + DATA_OFFSET);
    }

    void close() {
        LibC.INSTANCE.close(epoll);
    }
}
