package org.jinetd.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Source;
import org.jinetd.child.Ended;
import org.jinetd.child.Program;
import org.jinetd.child.Recipe;
import org.jinetd.child.Spawn;
import org.jinetd.event.Event;
import org.jinetd.os.Accepted;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.plan.LogSettings.Fact;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;

/**
 * The children that are being started or run. None is forgotten: each is in here from before its
 * end can be seen until it has been waited for, and each start ends in exactly one {@link
 * RunningService#ended}.
 */
final class LiveChildren {

    /**
     * For whom a child is started.
     *
     * @param peer the client; empty when the child is lent the listener
     * @param entry what the gate has admitted, and what else is to be done
     */
    record Client(RunningService service, Optional<Peer> peer, Entry entry) {

        Source source() {
            return entry.source();
        }

        /** Returns what is started for it. */
        Program program() {
            return Hospitality.program(service.program(), service.service(), entry.treatment());
        }

        /** Returns how much the operator wants to hear of the start. */
        Event.Level levelOfStart() {
            return Hospitality.level(entry.treatment()).orElse(service.levelOf(Fact.START));
        }

        /** Returns the client as the log calls it. */
        private Optional<Peer> shown() {
            return service.shown(peer);
        }
    }

    /** What whoever starts a child wants to know of it. */
    interface Watcher {
        /** It runs; told first, with a handle that is good for this moment. */
        default void born(Child child) {}

        /** It has the socket. */
        void started();

        /** It never came to its program. */
        void failed(Outcome.Failed<Child> why);

        /** It is gone. */
        void ended();

        /** Returns whether somebody waits to hear that it has the socket. */
        default boolean isWaiting() {
            return false;
        }
    }

    /** How often quiet reports are looked for when somebody waits for them. */
    private static final long LOOK_NANOS = 10_000_000L;

    /** Between the request to end and the end. */
    static final long GRACE_NANOS = 5_000_000_000L;

    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final Children processes;
    private final Reactor reactor;
    private final Consumer<Event> events;
    private final Map<Integer, Running> byPid = new LinkedHashMap<>();
    private final Map<Integer, Ended> endedUnannounced = new HashMap<>();
    private int starting;
    private Optional<Runnable> whenNoneStarts = Optional.empty();
    private Optional<Runnable> whenNone = Optional.empty();

    LiveChildren(Host host, Reactor reactor, Consumer<Event> events) {
        this.processes = host.children();
        this.reactor = reactor;
        this.events = events;
        reactor.poller()
                .watch(
                        host.children().ends(),
                        Interest.READ,
                        (readable, writable) -> host.children().reap(this::ended));
    }

    /** Returns how many run. */
    int running() {
        return byPid.size();
    }

    /** Returns how many are on the way to their program. */
    int starting() {
        return starting;
    }

    /** Has something done as soon as no start is under way. */
    void whenNoneStarts(Runnable action) {
        if (starting == 0) {
            action.run();
        } else {
            whenNoneStarts = Optional.of(action);
            lookForReports();
        }
    }

    /** A report may have come quietly, so nobody wakes the loop for it. */
    private void lookForReports() {
        if (starting > 0) {
            reactor.after(LOOK_NANOS, this::lookForReports);
        }
    }

    /** Starts a child for a connection that its service has admitted. */
    void serve(Client client, Accepted connection, Transport transport, Watcher watcher) {
        start(
                client,
                Recipe.forConnection(client.program(), connection.peer(), transport),
                connection.fd(),
                Children.Custody.GIVEN,
                watcher);
    }

    void start(Client client, Spawn spawn, Fd socket, Children.Custody custody, Watcher watcher) {
        starting++;
        client.service().startBegun(spawn.program());
        boolean waiting =
                custody == Children.Custody.LENT
                        || watcher.isWaiting()
                        || spawn.program().process().runTime().isPresent()
                        || client.levelOfStart() != Event.Level.DEBUG;
        client.service()
                .lane()
                .start(
                        spawn,
                        socket,
                        custody,
                        (outcome, pending) -> {
                            long now = reactor.now();
                            Runnable begun = () -> begun(client, spawn, outcome, watcher, now);
                            if (waiting || isUrgent(outcome, pending)) {
                                reactor.post(begun);
                            } else {
                                reactor.postQuietly(begun);
                            }
                        });
    }

    /**
     * Returns whether the loop must hear of it at once. Of a child that runs it need not, unless
     * that makes room for the next: its end wakes the loop, and finds the report.
     */
    private static boolean isUrgent(Outcome<Child> outcome, int pending) {
        return outcome instanceof Outcome.Failed || pending == RunningService.ROOM_AGAIN;
    }

    private void begun(
            Client client,
            Spawn spawn,
            Outcome<Child> outcome,
            Watcher watcher,
            long startedNanos) {
        starting--;
        client.service().startDone();
        if (outcome instanceof Outcome.Failed<Child> failed) {
            client.service().ended(client.source());
            events.accept(
                    new Event.StartFailed(
                            client.service().name(), client.shown(), failed.toString()));
            watcher.failed(failed);
        } else if (outcome instanceof Outcome.Done<Child> done) {
            int pid = done.value().pid();
            Running running =
                    new Running(
                            done.value(),
                            client,
                            watcher,
                            startedNanos,
                            endOf(spawn, client, done.value()));
            byPid.put(pid, running);
            say(
                    new Event.Started(
                            client.service().name(), client.shown(), pid, client.levelOfStart()));
            Ended already = endedUnannounced.remove(pid);
            if (already == null) {
                watcher.born(done.value());
            }
            watcher.started();
            if (already != null) {
                ended(done.value(), already);
            }
        }
        if (starting == 0) {
            whenNoneStarts.ifPresent(Runnable::run);
        }
        tellIfNone();
    }

    private void ended(Child child, Ended ended) {
        Running running = byPid.remove(child.pid());
        if (running == null) {
            // Reaping finds all that have ended, those too whose start is reported further back in
            // the queue of requests.
            endedUnannounced.put(child.pid(), ended);
            return;
        }
        running.runTime.ifPresent(RunTime::over);
        Client client = running.client;
        client.service().ended(client.source());
        say(
                new Event.ChildEnded(
                        client.service().name(),
                        client.shown(),
                        child.pid(),
                        (reactor.now() - running.startedNanos) / 1_000_000,
                        ended,
                        levelOf(ended, client)));
        running.watcher.ended();
        tellIfNone();
    }

    /** Has something done, again and again, whenever no child runs or is being started. */
    void whenNone(Runnable action) {
        whenNone = Optional.of(action);
        lookForReports();
        tellIfNone();
    }

    private void tellIfNone() {
        if (starting == 0 && byPid.isEmpty()) {
            whenNone.ifPresent(Runnable::run);
        }
    }

    /** Sends a signal to each that runs, and to what it has started. */
    void signalAll(int signal) {
        byPid.values().forEach(running -> processes.signalGroup(running.child, signal));
    }

    private Optional<RunTime> endOf(Spawn spawn, Client client, Child child) {
        return spawn.program()
                .process()
                .runTime()
                .map(longest -> new RunTime(client.service().name(), child, longest));
    }

    /** What ends a child that runs for longer than it may. */
    private final class RunTime {
        private final String service;
        private final Child child;
        private final Duration longest;
        private Timers.Timer next;

        RunTime(String service, Child child, Duration longest) {
            this.service = service;
            this.child = child;
            this.longest = longest;
            this.next = reactor.after(longest.toNanos(), this::ask);
        }

        private void ask() {
            send("TERM", SIGTERM);
            next = reactor.after(GRACE_NANOS, () -> send("KILL", SIGKILL));
        }

        private void send(String name, int signal) {
            say(new Event.Overtime(service, child.pid(), longest.toSeconds(), name));
            processes.signalGroup(child, signal);
        }

        void over() {
            next.callOff();
        }
    }

    /** A server that was lent its listener is expected to end well; a client's may be cut off. */
    private static Event.Level levelOf(Ended ended, Client client) {
        if (ended.status().isSuccess()) {
            return client.service().levelOf(Fact.END);
        }
        return client.peer().isEmpty() ? Event.Level.WARNING : client.service().levelOfFailedEnd();
    }

    private void say(Event event) {
        events.accept(event);
    }

    private record Running(
            Child child,
            Client client,
            Watcher watcher,
            long startedNanos,
            Optional<RunTime> runTime) {}
}
