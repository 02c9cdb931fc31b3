package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.os.Poller;
import org.jinetd.os.SocketStore;
import org.jinetd.os.Sockets;
import org.jinetd.os.Supervisor;
import org.jinetd.plan.Ip;

/** Puts the main loop and the talkers together. */
public final class Daemon {

    private final Loop loop;
    private final Talkers talkers;

    /**
     * What the talkers work with; the poller and the sockets are their own.
     *
     * @param broadcasts addresses of this host's networks that reach many
     */
    public record TalkersHost(
            Poller poller, Sockets sockets, Builtins builtins, Set<Ip> broadcasts) {
        public TalkersHost {
            requireNonNull(poller, "poller");
            requireNonNull(sockets, "sockets");
            requireNonNull(builtins, "builtins");
            broadcasts = Set.copyOf(broadcasts);
        }
    }

    /**
     * Who reads the configuration, and where.
     *
     * @param thread any but the loop's
     */
    public record Planning(Planner planner, Executor thread) {
        public Planning {
            requireNonNull(planner, "planner");
            requireNonNull(thread, "thread");
        }
    }

    /** Who watches over the daemon, and who keeps its sockets. */
    public record Supervision(Supervisor supervisor, SocketStore store) {

        /** Nobody does. */
        public static final Supervision NONE = new Supervision(Supervisor.NONE, SocketStore.NONE);

        public Supervision {
            requireNonNull(supervisor, "supervisor");
            requireNonNull(store, "store");
        }
    }

    public Daemon(
            Host host,
            TalkersHost talkersHost,
            Settings settings,
            Recipe recipe,
            Consumer<Event> events,
            Planning planning,
            Supervision supervision) {
        Reactor reactor = new Reactor(host.clock(), host.poller());
        Reactor talkersReactor = new Reactor(host.clock(), talkersHost.poller());
        Vitals vitals = new Vitals(supervision.supervisor(), reactor);
        Consumer<Event> heard = events.andThen(vitals::hear);
        talkers = new Talkers(reactor, talkersReactor, talkersHost, host.gatehouse(), events);
        LiveChildren children = new LiveChildren(host, reactor, heard);
        Gatekeeping gatekeeping = Gatekeeping.of(host.gatehouse(), reactor);
        talkers.tellBansTo(gatekeeping.crowd().commons());
        RpcRegistry rpc = new RpcRegistry(host.registrar(), reactor, heard);
        Works works =
                new Works(
                        host,
                        reactor,
                        settings,
                        recipe,
                        children,
                        talkers,
                        gatekeeping,
                        new Muxes(),
                        rpc,
                        supervision.store(),
                        heard);
        loop = new Loop(works, planning.planner(), planning.thread(), vitals);
    }

    public Loop loop() {
        return loop;
    }

    /** Serves the built-in services, once; for the talkers' thread. */
    public void turnTalkers() {
        talkers.turn();
    }
}
