package org.jinetd.loop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.RpcMapping;
import org.jinetd.os.RpcMapping.Network;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Transport;

/**
 * Keeps the host's register of RPC programs as it should be, as far as it is ours, and tries again
 * for as long as it has to. Belongs to the loop's thread; the register is asked by another.
 *
 * <p>A register that is started anew has forgotten everything and tells nobody, so all that is
 * offered is registered again once a minute; to one that has it that is nothing new.
 */
final class RpcRegistry {

    /** The longest time between attempts, and the time between repetitions. */
    static final long LONGEST_RETRY_SECONDS = 60;

    /** What a daemon that ends leaves to the register. */
    private static final long LAST_WORDS_NANOS = 2_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Registrar registrar;
    private final Reactor reactor;
    private final Consumer<Event> events;
    private final Map<Endpoint.Rpc, Integer> ports = new LinkedHashMap<>();

    /** Known to be registered. */
    private Set<RpcMapping> registered = Set.of();

    /** What may be, too, since an attempt failed half-way. */
    private Set<RpcMapping> maybe = Set.of();

    /** Once registered and still offered. Whoever else has it by now is meant to. */
    private final Set<RpcMapping> claimed = new HashSet<>();

    private final List<Runnable> whenReleased = new ArrayList<>();
    private boolean busy;
    private boolean asked;
    private boolean failing;
    private long retrySeconds = 1;
    private Optional<Timers.Timer> next = Optional.empty();

    /**
     * What is to be done in one go.
     *
     * @param claim of those to add, what is taken from whoever has it
     * @param target what is registered in the end
     */
    private record Attempt(
            Set<RpcMapping> remove,
            Set<RpcMapping> add,
            Set<RpcMapping> claim,
            Set<RpcMapping> target) {}

    RpcRegistry(Registrar registrar, Reactor reactor, Consumer<Event> events) {
        this.registrar = registrar;
        this.reactor = reactor;
        this.events = events;
    }

    /** Has the versions of a program registered with this port, soon. */
    void offer(Endpoint.Rpc endpoint, int port) {
        ports.put(endpoint, port);
        workSoon();
    }

    /** Has them registered no more. */
    void withdraw(Endpoint.Rpc endpoint) {
        if (ports.remove(endpoint) != null) {
            workSoon();
        }
    }

    /** Has all of it registered again, since an operator has asked for it. */
    void repeatSoon() {
        if (!busy && !ports.isEmpty()) {
            forget();
            workSoon();
        }
    }

    /** Returns how many mappings are known to be registered. */
    int registered() {
        return registered.size();
    }

    /** Returns how many should be. */
    int offered() {
        return wanted().size();
    }

    /**
     * Calls when nothing of ours is registered any more, or that cannot be had: after two seconds
     * at the latest. To be asked when nothing is offered any more.
     */
    void whenReleased(Runnable action) {
        if (registered.isEmpty() && maybe.isEmpty() && !busy) {
            action.run();
            return;
        }
        whenReleased.add(action);
        reactor.after(LAST_WORDS_NANOS, this::released);
        workSoon();
    }

    private void released() {
        List<Runnable> all = List.copyOf(whenReleased);
        whenReleased.clear();
        all.forEach(Runnable::run);
    }

    /** A reload withdraws and offers many, which are one attempt. */
    private void workSoon() {
        if (!asked) {
            asked = true;
            reactor.post(
                    () -> {
                        asked = false;
                        retrySeconds = 1;
                        work();
                    });
        }
    }

    private void work() {
        if (busy) {
            return;
        }
        next.ifPresent(Timers.Timer::callOff);
        next = Optional.empty();
        Set<RpcMapping> target = wanted();
        Set<RpcMapping> remove = union(registered, maybe);
        remove.removeAll(target);
        Set<RpcMapping> add = new LinkedHashSet<>(target);
        add.removeAll(registered);
        if (remove.isEmpty() && add.isEmpty()) {
            settled();
            return;
        }
        claimed.retainAll(target);
        Set<RpcMapping> claim = new HashSet<>(add);
        claim.removeAll(claimed);
        Attempt attempt = new Attempt(remove, add, claim, target);
        maybe = union(maybe, target);
        busy = true;
        try {
            registrar
                    .thread()
                    .execute(
                            () -> {
                                Outcome<Boolean> outcome = apply(attempt);
                                reactor.post(() -> done(attempt, outcome));
                            });
        } catch (RejectedExecutionException | OutOfMemoryError e) { // there is no thread for it
            done(attempt, Outcome.failed("rpcbind: " + e.getMessage(), Errno.EAGAIN));
        }
    }

    private static Set<RpcMapping> union(Set<RpcMapping> one, Set<RpcMapping> other) {
        Set<RpcMapping> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    private Set<RpcMapping> wanted() {
        Set<RpcMapping> all = new LinkedHashSet<>();
        ports.forEach((endpoint, port) -> addMappings(endpoint, port, all));
        return all;
    }

    /** A socket that takes both versions of IP is known to the clients of both. */
    private static void addMappings(Endpoint.Rpc rpc, int port, Set<RpcMapping> to) {
        Endpoint.Inet socket = rpc.socket();
        boolean tcp = socket.transport() == Transport.TCP;
        Map<Network, Ip> networks = new LinkedHashMap<>();
        if (socket.address().family() == Ip.Family.V4) {
            networks.put(tcp ? Network.TCP : Network.UDP, socket.address());
        } else {
            networks.put(tcp ? Network.TCP6 : Network.UDP6, socket.address());
        }
        if (socket.mapped() && socket.address().isAny()) {
            networks.put(tcp ? Network.TCP : Network.UDP, Ip.ANY_V4);
        }
        int low = rpc.program().lowVersion();
        for (int version = low; version <= rpc.program().highVersion(); version++) {
            for (Map.Entry<Network, Ip> each : networks.entrySet()) {
                to.add(
                        new RpcMapping(
                                rpc.program().number(),
                                version,
                                each.getKey(),
                                each.getValue(),
                                port));
            }
        }
    }

    /** Runs on the other thread. One mapping that is refused is no reason to leave out others. */
    private Outcome<Boolean> apply(Attempt attempt) {
        for (RpcMapping mapping : attempt.remove()) {
            if (registrar.binder().unset(mapping) instanceof Outcome.Failed<Boolean> failed) {
                return failed;
            }
        }
        Outcome<Boolean> result = Outcome.of(true);
        for (RpcMapping mapping : attempt.add()) {
            Outcome<Boolean> set = set(mapping, attempt);
            if (set instanceof Outcome.Failed) {
                return set;
            }
            if (set instanceof Outcome.Done<Boolean> done && !done.value()) {
                result =
                        Outcome.failed(
                                "rpcbind has another address of "
                                        + mapping.program()
                                        + "/"
                                        + mapping.version()
                                        + " "
                                        + mapping.network().id(),
                                Errno.EADDRINUSE);
            }
        }
        return result;
    }

    /** What is there at first is taken for the remains of an earlier life, as inetd(8) does. */
    private Outcome<Boolean> set(RpcMapping mapping, Attempt attempt) {
        Outcome<Boolean> set = registrar.binder().set(mapping);
        boolean refused = set instanceof Outcome.Done<Boolean> done && !done.value();
        if (!refused || !attempt.claim().contains(mapping)) {
            return set;
        }
        Outcome<Boolean> unset = registrar.binder().unset(mapping);
        return unset instanceof Outcome.Failed ? unset : registrar.binder().set(mapping);
    }

    private void done(Attempt attempt, Outcome<Boolean> outcome) {
        busy = false;
        if (outcome instanceof Outcome.Failed<Boolean> failed) {
            failed(failed);
            return;
        }
        registered = attempt.target();
        claimed.addAll(registered);
        maybe = Set.of();
        retrySeconds = 1;
        events.accept(
                new Event.RpcRegistered(
                        registered.size(), failing ? Event.Level.INFO : Event.Level.DEBUG));
        failing = false;
        work();
    }

    private void failed(Outcome.Failed<Boolean> failed) {
        forget();
        if (ports.isEmpty() && !whenReleased.isEmpty()) {
            released();
            return;
        }
        // One warning for as long as it lasts, and not one a minute.
        Event.Level level = failing ? Event.Level.DEBUG : Event.Level.WARNING;
        failing = true;
        events.accept(new Event.RpcFailed(failed.toString(), retrySeconds, level));
        next = Optional.of(reactor.after(retrySeconds * NANOS_PER_SECOND, this::work));
        retrySeconds = Math.min(2 * retrySeconds, LONGEST_RETRY_SECONDS);
    }

    private void settled() {
        if (registered.isEmpty()) {
            failing = false;
            released();
        } else {
            next =
                    Optional.of(
                            reactor.after(LONGEST_RETRY_SECONDS * NANOS_PER_SECOND, this::repeat));
        }
    }

    private void repeat() {
        forget();
        work();
    }

    private void forget() {
        maybe = union(registered, maybe);
        registered = Set.of();
    }
}
