package org.jinetd.loop;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Gate;
import org.jinetd.child.Program;
import org.jinetd.event.Event;
import org.jinetd.os.Children;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Peer;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Served;
import org.jinetd.plan.SocketType;

/** A service while it is offered: its count, its lane, and what keeps it from taking clients. */
final class RunningService {

    /** Why a service takes nobody, though its listeners are open; the backlog keeps the clients. */
    enum Hold {
        /** As many run as may. */
        FULL,
        /** Its children are being started; more would only wait in memory. */
        STARTING,
        /** All conversations that the daemon bears are taken. */
        CROWDED
    }

    /** Starts that may be under way for one service: enough to keep its spawners busy. */
    static final int MOST_STARTING = 16;

    /** Half, so that the listener does not go in and out of the poll set with every child. */
    static final int ROOM_AGAIN = MOST_STARTING / 2;

    /** Conversations of one built-in service for which no limit is set. */
    static final int MOST_CONVERSATIONS = 2000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Works works;
    private final Children.Lane lane;
    private final Gate gate;
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Served service;
    private Optional<Program> program;
    private Optional<ErrorLog> errors = Optional.empty();
    private boolean offered = true;
    private int starting;
    private Optional<Timers.Timer> pause = Optional.empty();
    private long refusedMeanwhile;

    RunningService(Served service, Works works) {
        this.service = service;
        this.works = works;
        this.lane = works.host().children().newLane();
        this.gate = new Gate(effectiveLimits(service));
        this.program = programOf(service);
    }

    Served service() {
        return service;
    }

    /** Returns the program that serves its clients; a built-in service has none. */
    Program program() {
        return program.orElseThrow();
    }

    private Optional<Program> programOf(Served any) {
        return any.action()
                .match(
                        internal -> Optional.empty(),
                        execute -> Optional.of(works.recipe().program(any)));
    }

    String name() {
        return service.label();
    }

    Children.Lane lane() {
        return lane;
    }

    Gate gate() {
        return gate;
    }

    /** Goes on as another version of the service; who is in stays in. */
    void become(Served next) {
        boolean retuned = !next.limits().equals(service.limits());
        if (!next.action().equals(service.action())
                || !next.mode().equals(service.mode())
                || !next.settings().process().equals(service.settings().process())) {
            program = programOf(next);
        }
        service = next;
        gate.retune(effectiveLimits(next));
        holdWhile(Hold.FULL, gate.isFull());
        holdWhile(Hold.CROWDED, false); // no longer true of a program; a built-in will find out
        if (retuned && pause.isPresent()) {
            dismiss();
            resume();
        }
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    /** Returns whether another of its listeners has found the same protocol missing before. */
    boolean lacksProtocolOf(Binding one) {
        return one.lacksProtocol()
                && listeners.stream()
                        .map(Listener::binding)
                        .anyMatch(each -> each != one && each.lacksProtocol());
    }

    boolean isHeld() {
        return !holds.isEmpty();
    }

    /** Returns in a word whether it takes clients, for people. */
    String state() {
        if (isPaused()) {
            return "paused";
        }
        return isHeld() ? "held: " + holds : "open";
    }

    boolean isPaused() {
        return pause.isPresent();
    }

    /** Keeps all listeners from being polled, or lets them, for one of the reasons. */
    void holdWhile(Hold hold, boolean reason) {
        if (reason ? holds.add(hold) : holds.remove(hold)) {
            listeners.forEach(Listener::updateInterest);
        }
    }

    /** Asks the gate about a client; a client that comes too fast pauses the service. */
    Decision admit(Optional<Ip> client) {
        long now = works.reactor().now();
        Decision decision = client.isPresent() ? gate.admit(client.get(), now) : gate.admit(now);
        if (decision instanceof Decision.Admit) {
            holdWhile(Hold.FULL, gate.isFull());
        } else if (decision instanceof Decision.Pause tooFast) {
            pauseUntil(tooFast.untilNanos(), tooFast.reason());
        }
        return decision;
    }

    /** Returns whether a client may come in; if not, that is said, or counted during a pause. */
    boolean letsIn(Peer peer) {
        if (isPaused()) {
            refusedWhilePaused();
            return false;
        }
        Decision decision = admit(sourceOf(peer));
        if (decision instanceof Decision.Refuse refusal) {
            works.say(new Event.Refused(name(), peer, refusal.reason()));
        } else if (decision instanceof Decision.Pause) {
            refusedWhilePaused();
        }
        return decision instanceof Decision.Admit;
    }

    /** Takes an admission back. */
    void ended(Optional<Ip> client) {
        client.ifPresentOrElse(gate::ended, gate::ended);
        holdWhile(Hold.FULL, gate.isFull());
    }

    void startBegun(Program begun) {
        if (begun.process().stderr() == Stderr.LOG && errors.isEmpty()) {
            errors = ErrorLog.open(works, name());
            lane.errorsTo(errors.map(ErrorLog::errors));
        }
        starting++;
        holdWhile(Hold.STARTING, starting >= MOST_STARTING);
    }

    void startDone() {
        starting--;
        finishErrors();
        if (starting <= ROOM_AGAIN) {
            holdWhile(Hold.STARTING, false);
        }
    }

    int starting() {
        return starting;
    }

    /** Counts a client that came during a pause and was turned away. */
    void refusedWhilePaused() {
        refusedMeanwhile++;
    }

    private void pauseUntil(long until, String reason) {
        if (pause.isPresent()) {
            return;
        }
        long seconds = Math.max(1, (until - works.reactor().now()) / NANOS_PER_SECOND);
        works.say(new Event.Paused(name(), reason, seconds));
        pause = Optional.of(works.reactor().at(until, this::resume));
        listeners.forEach(Listener::updateInterest);
    }

    private void resume() {
        pause = Optional.empty();
        works.say(new Event.Resumed(name(), refusedMeanwhile));
        refusedMeanwhile = 0;
        listeners.forEach(Listener::updateInterest);
    }

    /** For a service that is not offered any more. */
    void leave() {
        dismiss();
        offered = false;
        finishErrors();
    }

    /** What is written by the children that are left is read until the last of them is gone. */
    private void finishErrors() {
        if (!offered && starting == 0) {
            errors.ifPresent(ErrorLog::finish);
            errors = Optional.empty();
        }
    }

    /** Forgets a pause. */
    private void dismiss() {
        pause.ifPresent(Timers.Timer::callOff);
        pause = Optional.empty();
    }

    /** Conversations live in the daemon itself, so their number always has a bound. */
    private static Limits effectiveLimits(Served service) {
        Limits limits = service.limits();
        Admission admission = service.admission();
        boolean bounded =
                admission.instances() > 0
                        || !(service.action() instanceof Action.Internal)
                        || service.type() == SocketType.DATAGRAM;
        return new Limits(
                limits.startsPerMinute(),
                bounded ? admission.instances() : MOST_CONVERSATIONS,
                admission.instancesPerSource(),
                limits.startsPerMinutePerSource());
    }

    /** Returns the address that a client is counted by; UNIX clients have none. */
    static Optional<Ip> sourceOf(Peer peer) {
        return peer instanceof Peer.Inet inet
                ? Optional.of(inet.remote().unmapped())
                : Optional.empty();
    }
}
