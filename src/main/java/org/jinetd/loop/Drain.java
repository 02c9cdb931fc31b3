package org.jinetd.loop;

import java.time.Duration;
import java.util.Optional;
import org.jinetd.event.Event;

/**
 * The end of a daemon that waits for those at work: for as long as was agreed, then with SIGTERM,
 * and five seconds later with SIGKILL.
 */
final class Drain {

    /** What is done when the time of a step is over. */
    private enum Step {
        WAIT("SIGTERM", 15),
        TERMINATED("SIGKILL", 9),
        KILLED("the end", 0);

        private final String next;
        private final int signal;

        Step(String next, int signal) {
            this.next = next;
            this.signal = signal;
        }

        Step after() {
            return this == WAIT ? TERMINATED : KILLED;
        }
    }

    /** Between SIGTERM and SIGKILL, and for the kernel to bury those who got that. */
    private static final long GRACE_NANOS = 5_000_000_000L;

    private static final long LOOK_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Longer than between two looks, so that a supervisor never thinks that the stop hangs. */
    private static final Duration TIME = Duration.ofSeconds(10);

    private final Works works;
    private final Vitals vitals;
    private final Runnable done;
    private Step step = Step.WAIT;
    private long deadline;
    private Optional<Timers.Timer> look = Optional.empty();
    private boolean over;

    /**
     * @param done called once
     */
    Drain(Works works, Vitals vitals, Runnable done) {
        this.works = works;
        this.vitals = vitals;
        this.done = done;
    }

    /** Waits for so long at most before it signals. */
    void begin(Duration patience) {
        deadline = works.reactor().now() + patience.toNanos();
        works.children().whenNone(this::endIfQuiet);
        look();
    }

    /** Waits no more: the next step is due. */
    void hurry() {
        if (!over && step == Step.WAIT) {
            deadline = works.reactor().now();
            look();
        }
    }

    private void endIfQuiet() {
        boolean quiet =
                works.children().running() + works.children().starting() == 0
                        && works.talkers().live() == 0;
        if (quiet) {
            end();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            look.ifPresent(Timers.Timer::callOff);
            done.run();
        }
    }

    private void look() {
        look.ifPresent(Timers.Timer::callOff);
        endIfQuiet();
        if (over) {
            return;
        }
        if (deadline - works.reactor().now() <= 0) {
            goOn();
        }
        if (!over) {
            long left = deadline - works.reactor().now();
            tell(left);
            look = Optional.of(works.reactor().after(Math.min(left, LOOK_NANOS), this::look));
        }
    }

    /** Conversations have had the time of the first step, and end with the daemon. */
    private void goOn() {
        if (step == Step.KILLED || works.children().running() + works.children().starting() == 0) {
            end();
            return;
        }
        works.say(new Event.Hurried(step.next, works.children().running()));
        works.children().signalAll(step.signal);
        step = step.after();
        deadline = works.reactor().now() + GRACE_NANOS;
    }

    private void tell(long leftNanos) {
        vitals.working(
                "draining: children="
                        + (works.children().running() + works.children().starting())
                        + " conversations="
                        + works.talkers().live()
                        + ", "
                        + step.next
                        + " in "
                        + leftNanos / NANOS_PER_SECOND
                        + " s",
                TIME);
    }
}
