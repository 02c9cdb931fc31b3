package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;

/**
 * A poller that never waits: it notes how long it was asked to, and calls what is ready. What it
 * has found it calls, whatever becomes of the interest meanwhile, unless the watch is cancelled.
 */
final class FakePoller implements Poller {

    private final FakeOs os;
    private final Map<Fd, FakeWatch> watches = new LinkedHashMap<>();
    private Optional<Random> disorder = Optional.empty();
    private boolean liesOnce;
    private boolean wokenUp;
    private long asked;

    FakePoller(FakeOs os) {
        this.os = os;
    }

    /** Calls what is ready in any order from now on. */
    void inAnyOrder(Random random) {
        disorder = Optional.of(random);
    }

    /** Says of everything that it is ready, once; epoll may be wrong like that. */
    void lieOnce() {
        liesOnce = true;
    }

    /** Returns how long the last poll was allowed to wait. */
    long asked() {
        return asked;
    }

    /** Returns whether another poll would find something. */
    boolean hasWork() {
        return wokenUp || watches.values().stream().anyMatch(w -> w.isNew() || w.isReady());
    }

    boolean watches(Fd fd) {
        return watches.containsKey(fd);
    }

    /** Returns what the descriptor is watched for; nothing when it is not watched. */
    Interest interestIn(Fd fd) {
        return watches.containsKey(fd) ? watches.get(fd).interest : Interest.NONE;
    }

    @Override
    public Watch watch(Fd fd, Interest interest, Ready ready) {
        os.requireOpen(fd);
        assertTrue(!os.isWatched(fd), () -> fd + " is watched twice");
        FakeWatch watch = new FakeWatch(fd, interest, ready);
        watches.put(fd, watch);
        return watch;
    }

    @Override
    public void poll(long nanos) {
        asked = nanos;
        List.copyOf(watches.values()).forEach(FakeWatch::tell);
        List<FakeWatch> found = new ArrayList<>();
        for (FakeWatch watch : watches.values()) {
            if (watch.isReady() || (liesOnce && watch.told)) {
                found.add(watch);
            }
        }
        disorder.ifPresent(random -> Collections.shuffle(found, random));
        boolean lies = liesOnce;
        liesOnce = false;
        wokenUp = false;
        List<Runnable> calls = found.stream().map(watch -> watch.call(lies)).toList();
        calls.forEach(Runnable::run);
    }

    @Override
    public void wakeup() {
        wokenUp = true;
    }

    @Override
    public void close() {}

    private final class FakeWatch implements Watch {
        private final Fd fd;
        private final Ready ready;
        private Interest interest;
        private boolean cancelled;
        private boolean told;
        private boolean refused;

        FakeWatch(Fd fd, Interest interest, Ready ready) {
            this.fd = fd;
            this.interest = interest;
            this.ready = ready;
        }

        /** Tells the kernel of a new interest, for which it may have no room. */
        void tell() {
            told = told && interest != Interest.NONE;
            refused = refused && interest != Interest.NONE;
            if (cancelled || !isNew()) {
                return;
            }
            Optional<Errno> failure = os.failure("epoll_ctl");
            told = failure.isEmpty();
            refused = !told;
            failure.ifPresent(errno -> ready.noRoom(new Outcome.Failed<Void>("epoll_ctl", errno)));
        }

        /** Returns whether the kernel was not told of it yet. */
        boolean isNew() {
            return !told && !refused && interest != Interest.NONE;
        }

        boolean isReady() {
            if (refused) {
                return false;
            }
            Opened opened = os.opened(fd);
            return (interest.read() && opened.isReadable())
                    || (interest.write() && opened.isWritable());
        }

        Runnable call(boolean lies) {
            Opened opened = os.opened(fd);
            boolean readable = interest.read() && (lies || opened.isReadable());
            boolean writable = interest.write() && (lies || opened.isWritable());
            return () -> {
                if (!cancelled) {
                    ready.ready(readable, writable);
                }
            };
        }

        @Override
        public void interest(Interest next) {
            assertTrue(!cancelled, "the interest of a cancelled watch");
            interest = next;
        }

        @Override
        public void cancel() {
            os.requireOpen(fd);
            cancelled = true;
            watches.remove(fd);
        }
    }
}
