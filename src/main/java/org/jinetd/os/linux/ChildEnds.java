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
 * the loop wakes when one has ended, and finds all that have.
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
    private static final int RUSAGE_SELF = 0;
    private static final int MAXRSS_OFFSET = 32;
    private static final int STATUS_OFFSET = 192; // behind the 144 bytes of struct rusage

    private final Fd epoll;
    private final int eventBytes;
    private final Queue<Child> unwatched = new ConcurrentLinkedQueue<>();
    private final ByteBuffer addition =
            ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final ByteBuffer events;
    private final long eventsAddress;
    private final ByteBuffer usage = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    private final long usageAddress = NativeMemory.address(usage);
    private long ownPeakKib;

    private ChildEnds(Fd epoll) {
        this.epoll = epoll;
        // struct epoll_event is packed on x86-64 and nowhere else (sys/epoll.h).
        this.eventBytes = System.getProperty("os.arch").equals("amd64") ? 12 : 16;
        this.events =
                ByteBuffer.allocateDirect(MOST_EVENTS * eventBytes).order(ByteOrder.nativeOrder());
        this.eventsAddress = NativeMemory.address(events);
    }

    static Outcome<ChildEnds> open() {
        int epoll = LibC.result(LibC.INSTANCE.epoll_create1(EPOLL_CLOEXEC));
        return epoll < 0
                ? Outcome.failed("epoll_create1", Errno.of(-epoll))
                : Outcome.of(new ChildEnds(new Fd(epoll)));
    }

    Fd fd() {
        return epoll;
    }

    void close() {
        LibC.INSTANCE.close(epoll.release());
    }

    /** Lets the end of a child be found. Any thread. */
    void watch(Child child) {
        int added;
        synchronized (addition) { // made once: there may be no memory when it is needed
            // One shot: what comes after it is close, and a copy of the descriptor that another
            // child holds for a moment would otherwise report a process that is long gone.
            addition.putInt(0, EPOLLIN | EPOLLONESHOT);
            int data = eventBytes - Long.BYTES;
            addition.putInt(data, child.pid());
            addition.putInt(data + Integer.BYTES, child.handle().number());
            added =
                    LibC.INSTANCE.epoll_ctl(
                            epoll.number(),
                            EPOLL_CTL_ADD,
                            child.handle().number(),
                            NativeMemory.address(addition));
        }
        if (added != 0) {
            unwatched.add(child); // no memory in the kernel: looked at whenever another one ends
        }
    }

    /** Waits for all that have ended. */
    void take(Burial burial) {
        int found;
        do {
            found = LibC.INSTANCE.epoll_wait(epoll.number(), eventsAddress, MOST_EVENTS, 0);
            for (int i = 0; i < found; i++) {
                Child child = childAt(i * eventBytes);
                if (!bury(child, burial)) {
                    unwatched.add(child);
                }
            }
        } while (found == MOST_EVENTS);
        unwatched.removeIf(child -> bury(child, burial));
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
