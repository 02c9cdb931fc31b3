package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.os.Child;
import org.jinetd.os.Children.Burial;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;

/**
 * The pidfds of the running children in an epoll set of their own, which is itself one descriptor
 * for the loop to watch. A spawner puts a child in, from its own thread, without waking the loop;
 * the loop wakes when one has ended, and finds all that have. Children for which the kernel has no
 * room in the set are looked at once a second, by a timer that is in the set from the beginning.
 *
 * <p>Only our own pids are ever waited for, never any child (wait(2) with -1): the JVM may have
 * children too.
 */
final class ChildEnds {

    private static final int EPOLL_CLOEXEC = 0x8_0000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int MOST_EVENTS = 64;
    private static final int WNOHANG = 1;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int TFD_CLOEXEC_NONBLOCK = 0x8_0800;
    private static final int TIMES_BYTES = 32; // struct itimerspec: an interval, the first time
    private static final int FIRST_TIME = 16;
    private static final long LOOK_SECONDS = 1;
    private static final int RUSAGE_SELF = 0;

    /** What the timer has in place of a pid. */
    private static final int NOBODY = 0;

    private static final int MAXRSS_OFFSET = 32;
    private static final int STATUS_OFFSET = 192; // behind the 144 bytes of struct rusage

    private final Fd epoll;
    private final Fd timer;
    private final NativeArea inASecond = new NativeArea(TIMES_BYTES);
    private final NativeArea expirations = new NativeArea(Long.BYTES);
    private final int eventBytes;
    private final Queue<Child> unwatched = new ConcurrentLinkedQueue<>();
    private final ByteBuffer addition =
            ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final ByteBuffer events;
    private final long eventsAddress;
    private final ByteBuffer usage = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    private final long usageAddress = NativeMemory.address(usage);
    private long ownPeakKib;

    private ChildEnds(Fd epoll, Fd timer) {
        this.epoll = epoll;
        this.timer = timer;
        inASecond.host().putLong(FIRST_TIME, LOOK_SECONDS);
        // struct epoll_event is packed on x86-64 and nowhere else (sys/epoll.h).
        this.eventBytes = System.getProperty("os.arch").equals("amd64") ? 12 : 16;
        this.events =
                ByteBuffer.allocateDirect(MOST_EVENTS * eventBytes).order(ByteOrder.nativeOrder());
        this.eventsAddress = NativeMemory.address(events);
    }

    static Outcome<ChildEnds> open() {
        int epoll = LibC.result(LibC.INSTANCE.epoll_create1(EPOLL_CLOEXEC));
        if (epoll < 0) {
            return Outcome.failed("epoll_create1", Errno.of(-epoll));
        }
        int timer =
                LibC.result(LibC.INSTANCE.timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC_NONBLOCK));
        if (timer < 0) {
            LibC.INSTANCE.close(epoll);
            return Outcome.failed("timerfd_create", Errno.of(-timer));
        }
        ChildEnds ends = new ChildEnds(new Fd(epoll), new Fd(timer));
        int added = ends.add(EPOLLIN, NOBODY, timer);
        if (added < 0) {
            LibC.INSTANCE.close(timer);
            LibC.INSTANCE.close(epoll);
            return Outcome.failed("epoll_ctl(timerfd)", Errno.of(-added));
        }
        return Outcome.of(ends);
    }

    Fd fd() {
        return epoll;
    }

    void close() {
        LibC.INSTANCE.close(epoll.release());
    }

    /** Lets the end of a child be found. Any thread. */
    void watch(Child child) {
        // One shot: what comes after it is close, and a copy of the descriptor that another child
        // holds for a moment would otherwise report a process that is long gone.
        if (add(EPOLLIN | EPOLLONESHOT, child.pid(), child.handle().number()) < 0) {
            unwatched.add(child);
            lookLater();
        }
    }

    private int add(int interest, int pid, int fd) {
        synchronized (addition) { // made once: there may be no memory when it is needed
            int data = eventBytes - Long.BYTES;
            addition.putInt(0, interest).putInt(data, pid).putInt(data + Integer.BYTES, fd);
            return LibC.result(
                    LibC.INSTANCE.epoll_ctl(
                            epoll.number(), EPOLL_CTL_ADD, fd, NativeMemory.address(addition)));
        }
    }

    private void lookLater() {
        LibC.INSTANCE.timerfd_settime(timer.number(), 0, inASecond.address(), 0);
    }

    /** Waits for all that have ended. */
    void take(Burial burial) {
        int found;
        do {
            found = LibC.INSTANCE.epoll_wait(epoll.number(), eventsAddress, MOST_EVENTS, 0);
            for (int i = 0; i < found; i++) {
                Child child = childAt(i * eventBytes);
                if (child.pid() == NOBODY) {
                    LibC.INSTANCE.read(timer.number(), expirations.address(), Long.BYTES);
                } else if (!bury(child, burial)) {
                    unwatched.add(child);
                }
            }
        } while (found == MOST_EVENTS);
        unwatched.removeIf(child -> bury(child, burial));
        if (!unwatched.isEmpty()) {
            lookLater();
        }
    }

    private boolean bury(Child child, Burial burial) {
        int pid =
                LibC.result(
                        LibC.INSTANCE.wait4(
                                child.pid(), usageAddress + STATUS_OFFSET, WNOHANG, usageAddress));
        if (pid == 0) {
            return false;
        }
        // Below 0 somebody has waited for our child (ECHILD). It is gone, and that must count.
        Ended ended = pid < 0 ? new Ended(new ExitStatus.Unknown(), 0, 0) : ended();
        LibC.INSTANCE.close(child.handle().release());
        burial.ended(child, ended);
        return true;
    }

    private Ended ended() {
        long micros = timeval(0) + timeval(16);
        ExitStatus status = ExitStatus.of(usage.getInt(STATUS_OFFSET));
        return new Ended(status, micros, peakOf(usage.getLong(MAXRSS_OFFSET)));
    }

    /**
     * Returns the child's peak, or 0 when it is not known: until exec a child shares the daemon's
     * memory, and the kernel counts that as the child's.
     */
    private long peakOf(long maxRssKib) {
        if (maxRssKib > ownPeakKib) {
            LibC.INSTANCE.getrusage(RUSAGE_SELF, usageAddress);
            ownPeakKib = usage.getLong(MAXRSS_OFFSET);
        }
        return maxRssKib > ownPeakKib ? maxRssKib : 0;
    }

    private long timeval(int offset) {
        return usage.getLong(offset) * 1_000_000 + usage.getLong(offset + Long.BYTES);
    }

    private Child childAt(int offset) {
        int data = offset + eventBytes - Long.BYTES;
        return new Child(events.getInt(data), new Fd(events.getInt(data + Integer.BYTES)));
    }
}
