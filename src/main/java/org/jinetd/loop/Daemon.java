package org.jinetd.loop;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;
import org.jinetd.os.Supervisor;
import org.jinetd.plan.Ip;

/** Puts the main loop and the talkers together. */
public final class Daemon {

    private final Loop loop;
    private final Talkers talkers;

    /**
     * @param host of the main loop
     * @param talkersPoller of the talkers' thread
     * @param talkersSockets of the talkers' thread
     */
    public Daemon(
            Host host,
            Poller talkersPoller,
            Sockets talkersSockets,
            Settings settings,
            Recipe recipe,
            Builtins builtins,
            Set<Ip> broadcasts,
            Consumer<Event> events,
            Planner planner,
            Executor plannerThread,
            Supervisor supervisor) {
        Reactor reactor = new Reactor(host.clock(), host.poller());
        Reactor talkersReactor = new Reactor(host.clock(), talkersPoller);
        talkers = new Talkers(reactor, talkersReactor, talkersSockets, builtins, broadcasts);
        LiveChildren children = new LiveChildren(host, reactor, settings.connections(), events);
        Works works = new Works(host, reactor, settings, recipe, children, talkers, events);
        loop = new Loop(works, planner, plannerThread, supervisor);
    }

    public Loop loop() {
        return loop;
    }

    /** Serves the built-in services, once; for the talkers' thread. */
    public void turnTalkers() {
        talkers.turn();
    }
}
