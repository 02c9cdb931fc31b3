package org.jinetd.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jinetd.os.Poller;

/** Deadlines and what is to happen at each. Time is an argument, compared by subtraction only. */
final class Timers {

    /** A deadline that can be called off. */
    final class Timer {
        private final long dueNanos;
        private Optional<Runnable> action;
        private boolean queued = true;

        private Timer(long dueNanos, Runnable action) {
            this.dueNanos = dueNanos;
            this.action = Optional.of(action);
        }

        /** Lets nothing happen; also after it has happened, or while others are that are due. */
        void callOff() {
            if (queued && action.isPresent()) {
                calledOff++;
            }
            action = Optional.empty();
            forgetCalledOff();
        }

        private void run() {
            Optional<Runnable> due = action;
            action = Optional.empty();
            due.ifPresent(Runnable::run);
        }
    }

    // The difference of two instants never exceeds the longest delay, so comparing it with zero is
    // safe where the clock overflows.
    private static final Comparator<Timer> EARLIEST_FIRST =
            (a, b) -> Long.signum(a.dueNanos - b.dueNanos);

    /** Below this, a search through the queue costs more than what it would free. */
    private static final int WORTH_FORGETTING = 64;

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(EARLIEST_FIRST);
    private int calledOff;

    Timer at(long dueNanos, Runnable action) {
        Timer timer = new Timer(dueNanos, action);
        timers.add(timer);
        return timer;
    }

    /** Takes out and returns what is due, earliest first; the caller runs it. */
    List<Runnable> due(long now) {
        List<Runnable> due = new ArrayList<>();
        while (!timers.isEmpty() && timers.peek().dueNanos - now <= 0) {
            Timer timer = timers.remove();
            timer.queued = false;
            if (timer.action.isPresent()) {
                due.add(timer::run);
            } else {
                calledOff--;
            }
        }
        return due;
    }

    /** Returns how long until the next deadline, at least 0; {@link Poller#FOREVER} without one. */
    long untilNext(long now) {
        while (!timers.isEmpty() && timers.peek().action.isEmpty()) {
            timers.remove();
            calledOff--;
        }
        return timers.isEmpty() ? Poller.FOREVER : Math.max(0, timers.peek().dueNanos - now);
    }

    /** Returns how many are kept, called off or not. */
    int size() {
        return timers.size();
    }

    /** Keeps the queue within twice what is still to happen. */
    private void forgetCalledOff() {
        if (calledOff > WORTH_FORGETTING && calledOff > timers.size() / 2) {
            timers.removeIf(timer -> timer.action.isEmpty());
            calledOff = 0;
        }
    }
}
