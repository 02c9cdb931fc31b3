package org.jinetd.os.linux;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An eventfd(2) that ends a wait. It is watched edge-triggered, so each write ends one wait and
 * nobody has to read it: its counter would overflow after 2^64 - 2 of them.
 */
final class WakeUp {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x8_0800;

    private final int fd;
    private final NativeArea one = new NativeArea(Long.BYTES);
    private final AtomicBoolean pending = new AtomicBoolean();
    private boolean closed; // guarded by this

    private WakeUp(int fd) {
        this.fd = fd;
        one.host().putLong(0, 1);
    }

    static WakeUp open() throws FailedCall {
        int fd = LibC.result(LibC.INSTANCE.eventfd(0, EFD_CLOEXEC_NONBLOCK));
        return new WakeUp(FailedCall.unlessNegative("eventfd", fd));
    }

    int fd() {
        return fd;
    }

    /** Ends the current or the next wait. Any thread; many calls before {@link #seen} are one. */
    void signal() {
        if (pending.get()) {
            return;
        }
        synchronized (this) { // against close: the number could be somebody else's by then
            if (!closed && pending.compareAndSet(false, true)) {
                LibC.INSTANCE.write(fd, one.address(), Long.BYTES);
            }
        }
    }

    /** Says that the wait has ended; the next signal ends another one. */
    void seen() {
        pending.set(false);
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            LibC.INSTANCE.close(fd);
        }
    }
}
