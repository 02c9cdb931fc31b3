package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jinetd.os.Clock;
import org.jinetd.os.Poller;

/**
 * The turning part of a loop: descriptors, deadlines and requests from other threads, all served by
 * the one thread that calls {@link #turn}. The only thing another thread may do is {@link #post}.
 */
final class Reactor {

    private final Clock clock;
    private final Poller poller;
    private final Timers timers = new Timers();
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();

    Reactor(Clock clock, Poller poller) {
        this.clock = requireNonNull(clock, "clock");
        this.poller = requireNonNull(poller, "poller");
    }

    /** Has something done by the loop's thread, soon and in the order of the posts. Any thread. */
    void post(Runnable request) {
        requests.add(request);
        poller.wakeup();
    }

    /**
     * Has something done in the next turn that happens anyway, without causing one. Any thread; in
     * order with {@link #post}.
     */
    void postQuietly(Runnable request) {
        requests.add(request);
    }

    /** Waits for the next thing to happen, and does all that it leads to. */
    void turn() {
        poller.poll(requests.isEmpty() ? timers.untilNext(clock.nanos()) : 0);
        for (int i = requests.size(); i > 0; i--) { // what they post themselves waits for a poll
            requests.remove().run();
        }
        timers.due(clock.nanos()).forEach(Runnable::run);
    }

    long now() {
        return clock.nanos();
    }

    long wallMillis() {
        return clock.wallMillis();
    }

    Poller poller() {
        return poller;
    }

    Timers.Timer after(long nanos, Runnable action) {
        return timers.at(clock.nanos() + nanos, action);
    }

    Timers.Timer at(long instant, Runnable action) {
        return timers.at(instant, action);
    }
}
