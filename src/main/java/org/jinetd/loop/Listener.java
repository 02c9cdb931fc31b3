package org.jinetd.loop;

import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.plan.Action;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Mode;
import org.jinetd.plan.SocketType;

/**
 * One endpoint of a service, from the first attempt to bind it until it is offered no more.
 *
 * <pre>
 *            bind fails, tried again after 1 s … 60 s
 *              ┌────┐
 *              ▼    │         nothing holds it
 *   made ──▶ UNBOUND ──▶ HELD ◀──────────────▶ POLLED ──▶ its {@link Intake} takes clients
 *              │          │     lent · service    │
 *              │          │     held or paused ·  │
 *              │          │     no room           │
 *              └──────────┴───────────┬───────────┘
 *                                     ▼
 *                                   CLOSED (waits for a start that still needs the socket)
 * </pre>
 */
final class Listener {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LONGEST_RETRY_SECONDS = 60;
    private static final long FIRST_REST_NANOS = 100_000_000L;
    private static final long LONGEST_REST_NANOS = 5 * NANOS_PER_SECOND;

    private final Endpoint endpoint;
    private final Works works;
    private RunningService service;
    private Intake intake;
    private Optional<Fd> socket = Optional.empty();
    private Optional<Poller.Watch> watch = Optional.empty();
    private Optional<Timers.Timer> retry = Optional.empty();
    private long retrySeconds = 1;
    private Optional<Timers.Timer> rest = Optional.empty();
    private long restNanos = FIRST_REST_NANOS;
    private boolean exhausted;
    private boolean lent;
    private boolean startPending;
    private boolean closed;

    Listener(Endpoint endpoint, RunningService service, Works works) {
        this.endpoint = endpoint;
        this.works = works;
        this.service = service;
        this.intake = intakeFor(service);
        service.add(this);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    RunningService service() {
        return service;
    }

    boolean isBound() {
        return socket.isPresent();
    }

    /** Returns its state in a word, for people. */
    String state() {
        if (socket.isEmpty()) {
            return "unbound, tried again every " + retrySeconds + " s";
        }
        if (lent) {
            return "lent";
        }
        if (rest.isPresent()) {
            return "waiting for room";
        }
        if (service.isPaused()) {
            return "paused";
        }
        return service.isHeld() ? "held: " + service.holds() : "open";
    }

    /** Opens the socket, or arranges for another attempt. */
    void bind() {
        intake.obstacle()
                .map(failed -> (Outcome<Fd>) failed)
                .orElseGet(this::open)
                .match(this::bound, this::unbound);
    }

    private Outcome<Fd> open() {
        return works.host()
                .sockets()
                .open(endpoint, service.service().buffers(), works.settings().backlog());
    }

    private Void bound(Outcome.Done<Fd> opened) {
        boolean waited = retrySeconds > 1;
        socket = Optional.of(opened.value());
        retry = Optional.empty();
        retrySeconds = 1;
        works.say(
                waited
                        ? new Event.BoundAtLast(service.name(), endpoint)
                        : new Event.Listening(service.name(), endpoint));
        begin(opened.value());
        return null;
    }

    private void begin(Fd fd) {
        intake.begin(fd);
        if (intake.isPolledHere()) {
            Poller poller = works.reactor().poller();
            watch = Optional.of(poller.watch(fd, interest(), (in, out) -> ready()));
        }
    }

    private Void unbound(Outcome.Failed<Fd> failed) {
        if (failed.errno() == Errno.EAFNOSUPPORT && retrySeconds == 1) {
            works.say(new Event.FamilyMissing(service.name() + ": " + failed));
        } else {
            works.say(
                    new Event.BindFailed(
                            service.name(), endpoint, failed.toString(), retrySeconds));
        }
        retry = Optional.of(works.reactor().after(retrySeconds * NANOS_PER_SECOND, this::bind));
        retrySeconds = Math.min(2 * retrySeconds, LONGEST_RETRY_SECONDS);
        return null;
    }

    /** Tries at once what would have been tried later: an operator has asked for it. */
    void hurry() {
        if (retry.isPresent() && !closed) {
            retry.get().callOff();
            retry = Optional.empty();
            bind();
        }
    }

    private void ready() {
        // What an earlier client of the same poll did may have changed the answer.
        if (interest() == Interest.READ) {
            intake.ready();
        }
    }

    /** Serves another service, or another version of it, from now on; the socket stays. */
    void serve(RunningService next) {
        if (next != service) {
            service.remove(this);
            next.add(this);
            service = next;
        }
        Intake previous = intake;
        Intake following = intakeFor(next);
        if (!following.continues(previous)) {
            intake = following;
            watch.ifPresent(Poller.Watch::cancel);
            watch = Optional.empty();
            socket.ifPresent(fd -> previous.end(fd, this::goOn));
        }
        updateInterest();
    }

    /** Takes the socket up again that another intake has let go of. */
    private void goOn(Fd fd) {
        if (closed) {
            works.host().sockets().close(fd);
        } else {
            begin(fd);
        }
    }

    void resize(Buffers buffers) {
        socket.ifPresent(fd -> works.host().sockets().resize(fd, buffers));
    }

    /** Leaves the socket to a child: nobody else looks at it. */
    void lend() {
        lent = true;
        startPending = true;
        updateInterest();
    }

    /** Takes note that the child has the socket, or never will: ours may be closed now. */
    void startDone() {
        startPending = false;
        if (closed) {
            closeSocket();
        }
    }

    /** Takes the socket back from a child. */
    void takeBack() {
        lent = false;
        updateInterest();
    }

    /** Leaves the clients in the backlog for a while, longer each time in a row. */
    void restAfter(String why) {
        if (!exhausted) {
            exhausted = true;
            works.say(new Event.Exhausted(service.name(), why));
        }
        rest.ifPresent(Timers.Timer::callOff);
        rest = Optional.of(works.reactor().after(restNanos, this::rested));
        restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
        updateInterest();
    }

    private void rested() {
        rest = Optional.empty();
        updateInterest();
    }

    /** Takes note that there is room again. */
    void hasRoom() {
        if (exhausted) {
            exhausted = false;
            restNanos = FIRST_REST_NANOS;
            works.say(new Event.Recovered(service.name()));
        }
    }

    void updateInterest() {
        watch.ifPresent(w -> w.interest(interest()));
        intake.interest(interest());
    }

    private Interest interest() {
        boolean taken = lent || rest.isPresent() || service.isHeld();
        boolean pausedForGood = service.isPaused() && !intake.turnsAwayWhilePaused();
        return taken || pausedForGood || closed ? Interest.NONE : Interest.READ;
    }

    /**
     * Offers it no more. A child that borrows the socket keeps it; others are left to the kernel.
     */
    void close() {
        closed = true;
        retry.ifPresent(Timers.Timer::callOff);
        rest.ifPresent(Timers.Timer::callOff);
        service.remove(this);
        watch.ifPresent(Poller.Watch::cancel);
        watch = Optional.empty();
        if (!startPending) {
            closeSocket();
        }
    }

    private void closeSocket() {
        if (socket.isPresent()) {
            Fd fd = socket.get();
            socket = Optional.empty();
            works.host().sockets().unlink(endpoint);
            intake.end(fd, works.host().sockets()::close);
        }
    }

    private Intake intakeFor(RunningService running) {
        if (running.service().action() instanceof Action.Internal internal) {
            return endpoint.type() == SocketType.DATAGRAM
                    ? new AnswerIntake(this, internal.builtIn(), works)
                    : new ConversationIntake(this, internal.builtIn(), works);
        }
        if (running.service().mode() == Mode.WAIT) {
            return new LendingIntake(this, works);
        }
        return endpoint.type() == SocketType.DATAGRAM && endpoint instanceof Endpoint.Inet inet
                ? new DatagramIntake(this, inet.port(), works)
                : new ConnectionIntake(this, works);
    }
}
