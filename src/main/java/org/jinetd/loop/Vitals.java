package org.jinetd.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jinetd.event.Event;
import org.jinetd.os.Supervisor;

/**
 * What the supervisor hears of the daemon. The sign of life comes from a timer of the loop itself:
 * a loop that is stuck gives none, and is killed. The state is told again with it when it has
 * changed, and at once when a listener finds or loses its address; never for each client.
 */
final class Vitals {

    /** How often what the supervisor had no room for is said again. */
    private static final long AGAIN_NANOS = 50_000_000L;

    private final Supervisor supervisor;
    private final Reactor reactor;
    private Supplier<String> state = () -> "";
    private String told = "";
    private boolean beating;
    private boolean behind;
    private boolean refreshAsked;

    Vitals(Supervisor supervisor, Reactor reactor) {
        this.supervisor = supervisor;
        this.reactor = reactor;
    }

    /** Tells how the state is known, in a line for people. */
    void describe(Supplier<String> how) {
        state = how;
    }

    /** Says that the daemon serves; from now on it says so at half of the supervisor's patience. */
    void ready() {
        told = state.get();
        supervisor.ready(told);
        if (!beating) {
            beating = true;
            beat();
        }
    }

    private void beat() {
        Optional<Duration> patience = supervisor.patience();
        if (patience.isPresent()) {
            supervisor.alive();
            refresh();
            Timers.Timer unused = reactor.after(patience.get().toNanos() / 2, this::beat);
        }
    }

    void reloading() {
        supervisor.reloading();
    }

    void stopping(String why) {
        told = why;
        supervisor.stopping(why);
    }

    /** Says something else than the state, and asks for time. */
    void working(String what, Duration time) {
        told = what;
        supervisor.status(what);
        supervisor.extend(time);
    }

    /** Takes note of what the state depends on. */
    void hear(Event event) {
        boolean matters =
                event instanceof Event.BoundAtLast
                        || (event instanceof Event.BindFailed failed
                                && failed.level() == Event.Level.WARNING);
        if (matters && beating && !refreshAsked) {
            refreshAsked = true;
            reactor.post(
                    () -> {
                        refreshAsked = false;
                        refresh();
                    });
        }
    }

    private void refresh() {
        String now = state.get();
        if (!now.equals(told)) {
            told = now;
            supervisor.status(now);
        }
    }

    /** Sees to it that what the supervisor had no room for is said in the end. */
    void catchUp() {
        if (!behind && !supervisor.catchUp()) {
            behind = true;
            Timers.Timer unused =
                    reactor.after(
                            AGAIN_NANOS,
                            () -> {
                                behind = false;
                                catchUp();
                            });
        }
    }
}
