package org.jinetd.loop;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jinetd.event.Event;
import org.jinetd.os.Child;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.SocketStore;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Action;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Served;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.jinetd.plan.Transport;

/**
 * How a listener comes by its socket: it is bound, or tried again after a second, doubling to a
 * minute, for as long as it takes. A socket of RPC is offered to the host's register.
 */
final class Binding {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LONGEST_RETRY_SECONDS = 60;

    /** What socket(2) says of a protocol that the kernel lacks, depending on the type. */
    private static final Set<Errno> OF_PROTOCOL =
            EnumSet.of(Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT);

    private final Listener listener;
    private final Works works;
    private final Consumer<Fd> bound;
    private final BiConsumer<Fd, Child> borrowed;
    private Optional<SocketStore.Kept> before = Optional.empty();
    private Optional<SocketStore.Origin> origin = Optional.empty();
    private Optional<Timers.Timer> retry = Optional.empty();
    private long retrySeconds = 1;
    private Optional<String> missingFamily = Optional.empty();
    private boolean lacksProtocol;
    private SocketTuning tuning = SocketTuning.USUAL;
    private int port;

    /**
     * @param bound gets each socket
     * @param borrowed gets, instead, a socket that a child of an earlier daemon still has
     */
    Binding(Listener listener, Works works, Consumer<Fd> bound, BiConsumer<Fd, Child> borrowed) {
        this.listener = listener;
        this.works = works;
        this.bound = bound;
        this.borrowed = borrowed;
    }

    /** Opens a socket, or arranges for another attempt. */
    void bind() {
        listener.obstacle()
                .map(failed -> (Outcome<Fd>) failed)
                .orElseGet(this::open)
                .match(this::bound, this::unbound);
    }

    private Outcome<Fd> open() {
        Served service = listener.service().service();
        tuning = tuningOf(service);
        origin = Optional.empty();
        return works.store()
                .take(listener.endpoint())
                .flatMap(kept -> adopt(kept, service))
                .orElseGet(
                        () ->
                                works.host()
                                        .sockets()
                                        .open(
                                                listener.endpoint(),
                                                service.buffers(),
                                                tuning,
                                                backlog(tuning)));
    }

    /** Returns what was there before, or why it is of no use; empty when it takes no clients. */
    private Optional<Outcome<Fd>> adopt(SocketStore.Kept kept, Served service) {
        Sockets sockets = works.host().sockets();
        Endpoint endpoint = listener.endpoint();
        boolean sound = sockets.isSound(kept.socket(), endpoint);
        Optional<Outcome<Fd>> adopted =
                sound
                        ? Optional.of(
                                sockets.adopt(
                                        kept, endpoint, service.buffers(), tuning, backlog(tuning)))
                        : Optional.empty();
        if (adopted.isPresent() && adopted.get() instanceof Outcome.Done<Fd>) {
            before = Optional.of(kept);
            origin = Optional.of(kept.origin());
            return adopted;
        }
        works.store().drop(endpoint);
        sockets.close(kept.socket());
        kept.borrower().ifPresent(child -> sockets.close(child.handle()));
        return adopted;
    }

    /**
     * Sockets of single sources found a group of their own, which a listener with SO_REUSEPORT
     * would be part of.
     */
    private static SocketTuning tuningOf(Served service) {
        SocketTuning tuning = service.settings().socket();
        boolean ofSources =
                service.type() == SocketType.DATAGRAM
                        && service.mode() == Mode.NOWAIT
                        && service.action() instanceof Action.Execute;
        return ofSources ? tuning.without(SocketTuning.Flag.REUSE_PORT) : tuning;
    }

    private int backlog(SocketTuning any) {
        return any.backlog().orElse(works.settings().backlog());
    }

    /** Gives a socket the options that its service has by now; it stays open. */
    void retune(Fd socket) {
        SocketTuning next = tuningOf(listener.service().service());
        if (next.equals(tuning)) {
            return;
        }
        Sockets.Retuning retuning = new Sockets.Retuning(tuning, next, backlog(next));
        tuning = next;
        if (works.host().sockets().retune(socket, listener.endpoint(), retuning)
                instanceof Outcome.Failed<Fd> failed) {
            works.say(
                    new Event.TuningFailed(
                            listener.service().name(), listener.endpoint(), failed.toString()));
        }
    }

    private Void bound(Outcome.Done<Fd> opened) {
        boolean waited = retrySeconds > 1;
        missingFamily = Optional.empty();
        retry = Optional.empty();
        retrySeconds = 1;
        lacksProtocol = false;
        if (before.isEmpty()) {
            works.store().keep(listener.endpoint(), opened.value());
        }
        if (listener.endpoint() instanceof Endpoint.Rpc rpc) {
            port = works.host().sockets().port(opened.value());
            works.rpc().offer(rpc, port);
        }
        String service = listener.service().name();
        sayBound(service, waited);
        Optional<SocketStore.Kept> kept = before;
        before = Optional.empty();
        Optional<Child> borrower = kept.flatMap(SocketStore.Kept::borrower);
        if (borrower.isPresent()) {
            borrowed.accept(opened.value(), borrower.get());
            return null;
        }
        kept.ifPresent(any -> works.host().sockets().blocking(any.socket(), false));
        bound.accept(opened.value());
        return null;
    }

    private void sayBound(String service, boolean waited) {
        works.say(
                waited
                        ? new Event.BoundAtLast(service, listener.endpoint())
                        : new Event.Listening(service, listener.endpoint()));
    }

    private Void unbound(Outcome.Failed<Fd> failed) {
        lacksProtocol =
                listener.endpoint().transport() == Transport.SCTP
                        && OF_PROTOCOL.contains(failed.errno());
        if (failed.errno() == Errno.EAFNOSUPPORT) {
            missingFamily = Optional.of(failed.toString());
            retry = Optional.empty();
            return null;
        }
        // One warning for as long as it lasts, and not one a minute.
        boolean isKnown = retrySeconds > 1 || listener.service().lacksProtocolOf(this);
        Event.Level level = isKnown ? Event.Level.DEBUG : Event.Level.WARNING;
        String service = listener.service().name();
        if (lacksProtocol) {
            works.say(new Event.ProtocolMissing(service, failed.toString(), level));
            retrySeconds = LONGEST_RETRY_SECONDS;
        } else {
            works.say(
                    new Event.BindFailed(
                            service, listener.endpoint(), failed.toString(), retrySeconds, level));
        }
        retry = Optional.of(works.reactor().after(retrySeconds * NANOS_PER_SECOND, this::bind));
        retrySeconds = Math.min(2 * retrySeconds, LONGEST_RETRY_SECONDS);
        return null;
    }

    /** Returns whether the kernel lacks the protocol; it is tried again. */
    boolean lacksProtocol() {
        return lacksProtocol;
    }

    /** Tries at once what would have been tried later, or left out. */
    void hurry() {
        if (retry.isPresent() || missingFamily.isPresent()) {
            retry.ifPresent(Timers.Timer::callOff);
            bind();
        }
    }

    /** Offers the socket that there was no more, and tries no more to get one. */
    void giveUp() {
        callOff();
        withdraw();
    }

    /** Tries no more to get a socket. */
    void callOff() {
        retry.ifPresent(Timers.Timer::callOff);
        retry = Optional.empty();
        missingFamily = Optional.empty();
    }

    /** Offers the socket that there was no more. */
    void withdraw() {
        works.store().drop(listener.endpoint());
        if (listener.endpoint() instanceof Endpoint.Rpc rpc) {
            works.rpc().withdraw(rpc);
        }
    }

    /** Returns whether it could not be bound, and will be tried again. */
    boolean isAwaited() {
        return retry.isPresent();
    }

    /**
     * Returns how the kernel says that it lacks the version of IP; empty as long as it does not.
     */
    Optional<String> missingFamily() {
        return missingFamily;
    }

    /** Returns whether the latest socket was there before the daemon, and by whom. */
    boolean isFrom(SocketStore.Origin any) {
        return origin.equals(Optional.of(any));
    }

    /** Returns the port of the latest socket, which may be the kernel's choice; 0 for UNIX. */
    int port() {
        return listener.endpoint() instanceof Endpoint.Inet inet ? inet.port() : port;
    }

    /** Returns why there is no socket, for people; empty when nothing keeps it from being bound. */
    Optional<String> state() {
        return retry.isPresent()
                ? Optional.of("unbound, tried again within " + retrySeconds + " s")
                : missingFamily.map(why -> "left out: " + why);
    }
}
