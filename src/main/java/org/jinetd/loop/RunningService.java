package org.jinetd.loop;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Circumstances;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Gate;
import org.jinetd.admit.Reason;
import org.jinetd.admit.Source;
import org.jinetd.child.Program;
import org.jinetd.event.Event;
import org.jinetd.hosts.HostsRequest;
import org.jinetd.os.Children;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Admission.WhenFull;
import org.jinetd.plan.Ip;
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.LogSettings.Fact;
import org.jinetd.plan.Mode;
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
        /** As many run as may, over all services. */
        DAEMON_FULL,
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

    private static final Reason PAUSED = Reason.of(Reason.Kind.PAUSED, "takes nobody for a while");

    private final Works works;
    private final Children.Lane lane;
    private final Gate gate;
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Served service;
    private Optional<Program> program;
    private final ErrorLogs errors;
    private boolean offered = true;
    private int starting;
    private Optional<Timers.Timer> pause = Optional.empty();
    private long pauseEnd;
    private long refusedMeanwhile;
    private final Room room;
    private final Entrance entrance;
    private Optional<Greeting> greeting;

    RunningService(Served service, Works works) {
        this.service = service;
        this.works = works;
        this.lane = works.host().children().newLane();
        this.errors = new ErrorLogs(works, lane);
        this.gate =
                new Gate(
                        effectiveAdmission(service),
                        service.settings().access(),
                        works.gatekeeping().crowd().commons());
        this.room = new Room(works.reactor(), () -> holdWhile(Hold.FULL, keepsOutWhileFull()));
        this.entrance = new Entrance(this, works);
        this.program = programOf(service);
        this.greeting = greetingOf(service);
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

    private Optional<Greeting> greetingOf(Served any) {
        return any.settings()
                .banners()
                .admitted()
                .map(text -> new Greeting(text, works.host().sockets()));
    }

    Entrance entrance() {
        return entrance;
    }

    /** Returns what a client is told before it is served. */
    Optional<Greeting> greeting() {
        return greeting;
    }

    /** Returns the name of its program, by which hosts.allow calls it; of a built-in, its own. */
    String daemonName() {
        return HostsRequest.daemonOf(service);
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
        boolean retuned =
                !next.admission().equals(service.admission())
                        || !next.settings().access().equals(service.settings().access());
        if (!next.action().equals(service.action())
                || !next.mode().equals(service.mode())
                || !next.settings().process().equals(service.settings().process())) {
            program = programOf(next);
        }
        if (!next.settings().banners().equals(service.settings().banners())) {
            greeting = greetingOf(next);
        }
        service = next;
        gate.retune(effectiveAdmission(next), next.settings().access());
        holdWhile(Hold.FULL, keepsOutWhileFull());
        holdWhile(Hold.DAEMON_FULL, false); // as the next, found out again where it is true
        holdWhile(Hold.CROWDED, false); // no longer true of a program; a built-in will find out
        if (retuned && pause.isPresent()) {
            pause.ifPresent(Timers.Timer::callOff);
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

    /** Returns the pause that lasts; empty while there is none. */
    Optional<Decision> pause() {
        return pause.isPresent()
                ? Optional.of(new Decision.Pause(pauseEnd, PAUSED))
                : Optional.empty();
    }

    /** Keeps all listeners from being polled, or lets them, for one of the reasons. */
    void holdWhile(Hold hold, boolean reason) {
        if (reason ? holds.add(hold) : holds.remove(hold)) {
            listeners.forEach(Listener::updateInterest);
        }
    }

    /** Returns whether another client may be taken in; if not, the listeners are held. */
    boolean hasRoom() {
        return (!waitsForRoom() || works.gatekeeping().crowd().hasRoomFor(this)) && !isHeld();
    }

    /**
     * Returns whether clients wait in the backlog while it is full. A socket that is lent has no
     * other way: its clients are the child's.
     */
    private boolean waitsForRoom() {
        return service.admission().whenFull() == WhenFull.QUEUE || service.mode() == Mode.WAIT;
    }

    private boolean keepsOutWhileFull() {
        return gate.isFull() && waitsForRoom();
    }

    /** Asks the gate about a client; a client that comes too fast pauses the service. */
    Decision admit(Optional<Ip> client) {
        long now = works.reactor().now();
        Circumstances here = works.gatekeeping().here();
        return heed(
                client.isPresent() ? gate.admit(client.get(), now, here) : gate.admit(now, here));
    }

    /** Asks the gate again, with what it wanted to know. */
    Decision admit(Ip client, Answers answers) {
        return heed(gate.admit(client, answers, works.reactor().now(), works.gatekeeping().here()));
    }

    private Decision heed(Decision decision) {
        if (decision instanceof Decision.Admit) {
            if (gate.isFull()) {
                holdWhile(Hold.FULL, waitsForRoom());
            }
        } else if (decision instanceof Decision.Pause tooFast) {
            pauseUntil(tooFast.untilNanos(), tooFast.reason().rule());
        } else if (decision instanceof Decision.ShutOut shutOut
                && shutOut.ban().reach() == DenyAfter.Reach.ALL_SERVICES) {
            works.talkers().shutOut(shutOut.ban());
        }
        return decision;
    }

    /** Takes an admission back. */
    void ended(Source source) {
        gate.ended(source, works.reactor().now());
        if (holds.contains(Hold.FULL)) {
            room.changed(gate.room(), service.admission().instances());
        }
        works.gatekeeping().crowd().ended();
    }

    void startBegun(Program begun) {
        if (begun.process().stderr() == Stderr.LOG) {
            errors.want(name());
        }
        starting++;
        holdWhile(Hold.STARTING, starting >= MOST_STARTING);
    }

    void startDone() {
        starting--;
        settleErrors();
        if (starting <= ROOM_AGAIN) {
            holdWhile(Hold.STARTING, false);
        }
    }

    int starting() {
        return starting;
    }

    /** Returns whether no reload has taken it away. */
    boolean isOffered() {
        return offered;
    }

    /** Counts a client that came during a pause and was turned away. */
    void refusedWhilePaused() {
        refusedMeanwhile++;
    }

    private void pauseUntil(long until, String reason) {
        if (pause.isPresent()) {
            return;
        }
        works.say(new Event.Paused(name(), reason, secondsUntil(until)));
        pause = Optional.of(works.reactor().at(until, this::resume));
        pauseEnd = until;
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
        settleErrors();
    }

    private void settleErrors() {
        if (starting == 0 && offered) {
            errors.noneStarts();
        } else if (starting == 0) {
            errors.finish();
        }
    }

    /** Forgets a pause. */
    private void dismiss() {
        pause.ifPresent(Timers.Timer::callOff);
        pause = Optional.empty();
        room.callOff();
        entrance.dismiss();
        works.gatekeeping().crowd().forget(this);
    }

    /** Returns what a client is called in the log. */
    Peer shown(Peer peer) {
        return works.gatekeeping().veil().of(peer, service.settings().log().anonymise());
    }

    /** Returns what a client is called in the log. */
    Optional<Peer> shown(Optional<Peer> peer) {
        boolean whole = service.settings().log().anonymise() == Anonymise.NO;
        return whole ? peer : peer.map(this::shown);
    }

    /** Returns what the sender of a datagram, of whom nothing but a text is known, is called. */
    String shownSender(Optional<String> sender) {
        boolean whole = service.settings().log().anonymise() == Anonymise.NO;
        return sender.filter(text -> whole).orElse("an unknown sender");
    }

    /** Returns whether a fact is logged, or only told to whoever wants to hear all. */
    Event.Level levelOf(Fact fact) {
        boolean usual =
                fact == Fact.REFUSED
                        || works.settings().connections() == Settings.Connections.LOGGED;
        Optional<Set<Fact>> facts = service.settings().log().facts();
        boolean told = facts.isPresent() ? facts.get().contains(fact) : usual;
        return told ? Event.Level.INFO : Event.Level.DEBUG;
    }

    /** The end of a child that failed is told unless somebody does not want to hear of ends. */
    Event.Level levelOfFailedEnd() {
        return service.settings().log().facts().isPresent() ? levelOf(Fact.END) : Event.Level.INFO;
    }

    private long secondsUntil(long instant) {
        return Math.max(1, (instant - works.reactor().now()) / NANOS_PER_SECOND);
    }

    /** Conversations live in the daemon itself, so their number always has a bound. */
    private static Admission effectiveAdmission(Served service) {
        Admission said = service.admission();
        boolean unbounded = said.instances() == 0;
        return service.action() instanceof Action.Internal
                        && service.type() != SocketType.DATAGRAM
                        && unbounded
                ? new Admission(
                        said.rate(),
                        said.pause(),
                        said.ratePerSource(),
                        said.sources(),
                        MOST_CONVERSATIONS,
                        said.instancesPerSource(),
                        said.whenFull())
                : said;
    }

    /** Returns the address that a client is judged by; UNIX clients have none. */
    static Optional<Ip> addressOf(Peer peer) {
        return peer instanceof Peer.Inet inet
                ? Optional.of(inet.remote().unmapped())
                : Optional.empty();
    }
}
