package org.jinetd.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jinetd.admit.AccessTrees;
import org.jinetd.config.Problem;
import org.jinetd.event.Event;
import org.jinetd.event.EventText;
import org.jinetd.loop.Planner.Planned;
import org.jinetd.os.AddressWatch;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.SignalSource;
import org.jinetd.os.SocketStore;
import org.jinetd.plan.Change;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.MuxedChange;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Resolution.Verdict;

/**
 * The main loop: it owns the listeners, the counts and the plan, and no other thread touches them.
 * It never blocks but in its poller: names and files are read by the planner's thread, children are
 * started by theirs, built-in services are talked to by the talkers.
 */
public final class Loop {

    /** What is left to children that were being started when the daemon was told to stop. */
    private static final long LAST_STARTS_NANOS = 5_000_000_000L;

    /** Problems of one reading that are told; the rest are counted. */
    private static final int MOST_TOLD = 1000;

    private static final String REFUSED = "an error is about every service, see above";

    private final Works works;
    private final Planner planner;
    private final Executor plannerThread;
    private final Vitals vitals;
    private final Map<Endpoint, Listener> listeners = new LinkedHashMap<>();
    private final Reload reload;
    private final Standing standing;
    private Plan plan = Plan.EMPTY;
    private AccessTrees lists = AccessTrees.NONE;
    private boolean familyMissing;
    private boolean planning;
    private boolean planAgain;
    private Optional<String> unreadable = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private Optional<Drain> drain = Optional.empty();
    private boolean stopping;
    private boolean done;

    Loop(Works works, Planner planner, Executor plannerThread, Vitals vitals) {
        this.works = works;
        this.reload = new Reload(works, listeners);
        this.standing = new Standing(works, listeners.values(), () -> plan.size());
        this.planner = planner;
        this.plannerThread = plannerThread;
        this.vitals = vitals;
        vitals.describe(() -> standing.line() + trouble.map(what -> "; " + what).orElse(""));
    }

    /**
     * Has the configuration read for the first time, by the planner's thread: signals are obeyed
     * meanwhile, however long that takes. {@link #run} returns if it cannot be read.
     */
    public void start() {
        planning = true;
        plannerThread.execute(
                () -> {
                    Outcome<Planned> first = planner.plan(Plan.EMPTY);
                    AccessTrees ready = listsOf(first, AccessTrees.NONE);
                    works.reactor()
                            .post(
                                    () -> {
                                        take(ready);
                                        started(first);
                                    });
                });
    }

    private void started(Outcome<Planned> first) {
        planning = false;
        if (first instanceof Outcome.Failed<Planned> failed) {
            unreadable = Optional.of(failed.toString());
            done = true;
        } else if (first instanceof Outcome.Done<Planned> planned && !stopping) {
            if (planned.value().verdict() == Verdict.REFUSED) {
                tell(planned.value().problems());
                unreadable = Optional.of(REFUSED);
                done = true;
                return;
            }
            begin(planned.value());
            if (planAgain) {
                planAgain = false;
                reload();
            }
        }
    }

    /** Returns why the configuration could not be read at the start; empty when it could. */
    public Optional<String> unreadable() {
        return unreadable;
    }

    /** Takes up the first plan: binds what can be bound, and says that it is ready. */
    void begin(Planned first) {
        tell(first.problems());
        clearStore(first.plan());
        adopt(first);
        tellTakenOver();
        int unbound = unbound();
        works.say(new Event.Ready(plan.size(), bound(), unbound));
        vitals.ready();
    }

    /** Comes first: what nobody wants any more may be in the way of what is wanted. */
    private void clearStore(Plan first) {
        for (SocketStore.Unclaimed each : works.store().clear(first.byEndpoint().keySet())) {
            works.say(
                    each.origin() == SocketStore.Origin.STORE
                            ? new Event.SocketDropped(each.what())
                            : new Event.SocketUnclaimed(each.what()));
        }
    }

    private void tellTakenOver() {
        int fromStore = count(each -> each.isFrom(SocketStore.Origin.STORE));
        int fromUnits = count(each -> each.isFrom(SocketStore.Origin.UNIT));
        if (fromStore + fromUnits > 0) {
            works.say(new Event.TakenOver(fromStore, fromUnits));
        }
    }

    private int count(Predicate<Binding> which) {
        return (int) listeners.values().stream().map(Listener::binding).filter(which).count();
    }

    /** Says what is wrong, up to what somebody can read. */
    private void tell(List<Problem> problems) {
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        trouble =
                errors.stream()
                        .findFirst()
                        .map(
                                first ->
                                        "problems="
                                                + errors.size()
                                                + ", the first: "
                                                + EventText.of(new Event.ConfigProblem(first)));
        problems.stream()
                .limit(MOST_TOLD)
                .forEach(problem -> works.say(new Event.ConfigProblem(problem)));
        if (problems.size() > MOST_TOLD) {
            works.say(new Event.MoreProblems(problems.size() - MOST_TOLD));
        }
    }

    /** Listens to signals from now on. */
    public void obey(SignalSource signals) {
        works.reactor()
                .poller()
                .watch(
                        signals.fd(),
                        Interest.READ,
                        (in, out) -> signals.next().ifPresent(this::on));
    }

    /** Binds at once what waits for an address, whenever one comes. */
    public void heed(AddressWatch addresses) {
        works.reactor()
                .poller()
                .watch(
                        addresses.fd(),
                        Interest.READ,
                        (in, out) -> {
                            if (addresses.drain()) {
                                listeners.values().forEach(each -> each.binding().hurry());
                            }
                        });
    }

    /** Turns until it has been told to stop, and has. */
    public void run() {
        while (!done) {
            turn();
        }
        vitals.catchUp();
    }

    /** Serves what is ready, once. */
    void turn() {
        works.reactor().turn();
        vitals.catchUp();
    }

    /** Lets a turn end by then, whatever happens; for those who turn it by hand. */
    void soon(long nanos) {
        Timers.Timer unused = works.reactor().after(nanos, () -> {});
    }

    boolean isDone() {
        return done;
    }

    /** Does what a signal asks for. */
    void on(DaemonSignal signal) {
        switch (signal) {
            case HUP -> reload();
            case USR1 -> standing.tell();
            case TERM, INT -> stop("SIG" + signal);
        }
    }

    /** Reads the configuration again; once more afterwards if it is asked for meanwhile. */
    private void reload() {
        if (stopping) {
            return;
        }
        if (planning) {
            planAgain = true;
            return;
        }
        planning = true;
        vitals.reloading();
        Plan lastGood = plan;
        AccessTrees last = lists;
        plannerThread.execute(
                () -> {
                    Runnable result = plan(lastGood, last);
                    works.reactor().post(() -> planned(result));
                });
    }

    /**
     * Returns what is to be made of the next plan. A defect of ours must not be the last reload.
     */
    private Runnable plan(Plan lastGood, AccessTrees last) {
        try {
            Outcome<Planned> next = planner.plan(lastGood);
            AccessTrees ready = listsOf(next, last);
            return () -> {
                take(ready);
                next.match(this::reloaded, this::notReloaded);
            };
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError defect) {
            return () -> notReloaded("a defect of jinetd: " + defect);
        }
    }

    /** Makes the lists ready where that delays nobody. */
    private static AccessTrees listsOf(Outcome<Planned> next, AccessTrees last) {
        return next.match(read -> last.next(read.value().plan()), failed -> last);
    }

    private void take(AccessTrees ready) {
        lists = ready;
        works.gatekeeping().crowd().commons().lists(ready);
        works.talkers().lists(ready);
    }

    private void planned(Runnable result) {
        planning = false;
        if (!stopping) {
            result.run();
            vitals.ready();
        }
        if (planAgain) {
            planAgain = false;
            reload();
        }
    }

    private Void reloaded(Outcome.Done<Planned> read) {
        List<Problem> problems = read.value().problems();
        tell(problems);
        if (read.value().verdict() == Verdict.REFUSED) {
            works.say(new Event.ReloadFailed(REFUSED));
            return null;
        }
        MuxedChange muxed = plan.muxedTo(read.value().plan());
        Change change = adopt(read.value());
        works.rpc().repeatSoon();
        works.say(
                new Event.Reloaded(
                        change.kept().size() + muxed.kept(),
                        change.opened().size() + muxed.opened(),
                        change.closed().size() + muxed.closed(),
                        change.changed().size() + muxed.changed(),
                        (int) problems.stream().filter(Problem::isError).count()));
        return null;
    }

    private Void notReloaded(Outcome.Failed<Planned> failed) {
        notReloaded(failed.toString());
        return null;
    }

    private void notReloaded(String why) {
        trouble = Optional.of(EventText.clean("not reloaded: " + why));
        works.say(new Event.ReloadFailed(why));
    }

    private Change adopt(Planned planned) {
        Plan next = planned.plan();
        Change change = plan.to(next);
        works.gatekeeping().crowd().limit(next.daemon().instances());
        works.talkers().quote(planned.quote());
        offerBehindTcpmux(next);
        reload.apply(change);
        plan = next;
        tellMissingFamily();
        return change;
    }

    private void offerBehindTcpmux(Plan next) {
        works.muxes().follow(next, service -> new RunningService(service, works));
    }

    /** Says it once, however many services would be offered on that version of IP. */
    private void tellMissingFamily() {
        Optional<String> missing =
                listeners.values().stream()
                        .flatMap(listener -> listener.binding().missingFamily().stream())
                        .findFirst();
        if (!familyMissing) {
            missing.ifPresent(why -> works.say(new Event.FamilyMissing(why)));
        }
        familyMissing = missing.isPresent();
    }

    private int unbound() {
        return count(Binding::isAwaited);
    }

    /**
     * Offers nothing any more. Where a store keeps the sockets, clients wait for the next daemon.
     */
    private void stop(String why) {
        if (stopping) {
            drain.ifPresent(Drain::hurry);
            return;
        }
        stopping = true;
        vitals.stopping("stopping: " + why);
        boolean kept = works.store().keeps();
        Optional<Duration> patience = plan.daemon().drain();
        works.say(
                patience.isPresent()
                        ? draining(why, patience.get())
                        : new Event.Stopping(why, works.children().running()));
        listeners.values().forEach(kept ? Listener::leave : Listener::close);
        listeners.values().forEach(listener -> listener.service().leave());
        listeners.clear();
        offerBehindTcpmux(Plan.EMPTY);
        Runnable last = () -> done = true;
        Runnable end = kept ? last : () -> works.rpc().whenReleased(last);
        patience.ifPresentOrElse(time -> drain(time, end), () -> leaveAlone(end));
    }

    private Event draining(String why, Duration patience) {
        return new Event.Draining(
                why, works.children().running(), works.talkers().live(), patience.toSeconds());
    }

    private void drain(Duration patience, Runnable end) {
        Drain drained = new Drain(works, vitals, end);
        drain = Optional.of(drained);
        drained.begin(patience);
    }

    /** Children stay; those on their way are seen to their program. */
    private void leaveAlone(Runnable end) {
        works.reactor().after(LAST_STARTS_NANOS, () -> done = true);
        works.children().whenNoneStarts(end);
    }

    Collection<Listener> listeners() {
        return Collections.unmodifiableCollection(listeners.values());
    }

    List<RunningService> behindTcpmux() {
        return works.muxes().running();
    }

    int bound() {
        return (int) listeners.values().stream().filter(Listener::isBound).count();
    }
}
