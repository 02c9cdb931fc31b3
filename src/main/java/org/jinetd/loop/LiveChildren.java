package org.jinetd.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.child.Ended;
import org.jinetd.child.Spawn;
import org.jinetd.event.Event;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;

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
     * @param source what the gate has counted the client by
     */
    record Client(RunningService service, Optional<Peer> peer, Optional<Ip> source) {}

    /** What whoever starts a child wants to know of it. */
    interface Watcher {
        /** It has the socket. */
        void started();

        /** It never came to its program. */
        void failed(Outcome.Failed<Child> why);

        /** It is gone. */
        void ended();
    }

    private final Host host;
    private final Reactor reactor;
    private final Settings.Connections connections;
    private final Consumer<Event> events;
    private final Map<Integer, Running> byPid = new LinkedHashMap<>();
    private int starting;
    private Optional<Runnable> whenNoneStarts = Optional.empty();

    LiveChildren(
            Host host, Reactor reactor, Settings.Connections connections, Consumer<Event> events) {
        this.host = host;
        this.reactor = reactor;
        this.connections = connections;
        this.events = events;
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
        }
    }

    void start(Client client, Spawn spawn, Fd socket, Children.Custody custody, Watcher watcher) {
        starting++;
        client.service().startBegun();
        client.service()
                .lane()
                .start(
                        spawn,
                        socket,
                        custody,
                        outcome -> reactor.post(() -> begun(client, outcome, watcher)));
    }

    private void begun(Client client, Outcome<Child> outcome, Watcher watcher) {
        starting--;
        client.service().startDone();
        if (outcome instanceof Outcome.Failed<Child> failed) {
            client.service().ended(client.source());
            events.accept(
                    new Event.StartFailed(
                            client.service().name(), client.peer(), failed.toString()));
            watcher.failed(failed);
        } else if (outcome instanceof Outcome.Done<Child> done) {
            Running running = new Running(client, done.value(), watcher, reactor.now());
            byPid.put(running.child.pid(), running);
            running.watch =
                    reactor.poller()
                            .watch(
                                    running.child.handle(),
                                    Interest.READ,
                                    (readable, writable) -> reap(running));
            say(
                    new Event.Started(
                            client.service().name(),
                            client.peer(),
                            running.child.pid(),
                            connectionLevel()));
            watcher.started();
        }
        if (starting == 0) {
            whenNoneStarts.ifPresent(Runnable::run);
        }
    }

    private void reap(Running running) {
        Optional<Ended> ended = host.children().reap(running.child);
        if (ended.isEmpty()) {
            return;
        }
        running.watch.cancel();
        host.sockets().close(running.child.handle());
        byPid.remove(running.child.pid());
        Client client = running.client;
        client.service().ended(client.source());
        say(
                new Event.ChildEnded(
                        client.service().name(),
                        client.peer(),
                        running.child.pid(),
                        (reactor.now() - running.startedNanos) / 1_000_000,
                        ended.get(),
                        levelOf(ended.get(), client)));
        running.watcher.ended();
    }

    private Event.Level connectionLevel() {
        return connections == Settings.Connections.LOGGED ? Event.Level.INFO : Event.Level.DEBUG;
    }

    /** A server that was lent its listener is expected to end well; a client's may be cut off. */
    private Event.Level levelOf(Ended ended, Client client) {
        if (ended.status().isSuccess()) {
            return connectionLevel();
        }
        return client.peer().isEmpty() ? Event.Level.WARNING : Event.Level.INFO;
    }

    private void say(Event event) {
        events.accept(event);
    }

    private static final class Running {
        private final Client client;
        private final Child child;
        private final Watcher watcher;
        private final long startedNanos;
        private Poller.Watch watch;

        Running(Client client, Child child, Watcher watcher, long startedNanos) {
            this.client = client;
            this.child = child;
            this.watcher = watcher;
            this.startedNanos = startedNanos;
        }
    }
}
