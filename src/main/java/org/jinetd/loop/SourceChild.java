package org.jinetd.loop;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.child.Recipe;
import org.jinetd.child.Spawn;
import org.jinetd.event.Event;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Parcel;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;
import org.jinetd.os.SourceSockets;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;

/**
 * One source of datagrams with its socket and its child.
 *
 * <p>The daemon keeps the socket until the child has ended: a source may well send its next
 * datagram between the answer of a child and its end, and that one must find another child. One
 * datagram at least is gone with each child, so this comes to an end.
 */
final class SourceChild implements LiveChildren.Watcher {

    /** Whoever keeps the sources apart. */
    interface Owner {
        /** The next datagram of the source is to have another child. */
        void forget();

        /** The socket is closed. */
        void over();

        /** A socket may hold datagrams of others, and is to be read and closed a moment later. */
        void strays(Fd socket);
    }

    /**
     * @param entry what the gate has admitted, and what else is to be done
     */
    record Admitted(Entry entry, Owner owner) {}

    /**
     * The socket of a source, connected to it and not active yet.
     *
     * @param options what it was made with
     */
    record Connected(Fd fd, SourceSockets.Options options) {}

    /** Errors that another moment may mend. */
    static final Set<Errno> NO_ROOM =
            EnumSet.of(Errno.EAGAIN, Errno.ENOMEM, Errno.ENOBUFS, Errno.EMFILE, Errno.ENFILE);

    /** The loopback device delivers at once, or as soon as its kernel thread has the processor. */
    private static final long ARRIVAL_NANOS = 1_000_000_000L;

    /** What other processors may still be putting into the socket is there by then. */
    static final long STRAGGLERS_NANOS = 1_000_000L;

    private static final int MOST_WAITING = 64;

    /** More than a socket's buffer holds, as a rule. */
    private static final int MOST_LEFT = 4096;

    private final RunningService service;
    private final Spawn spawn;
    private final Listener listener;
    private final Parcel first;
    private final Fd fd;
    private final SourceSockets.Options options;
    private final Works works;
    private final Owner owner;
    private final LiveChildren.Client client;
    private final List<Parcel> waiting = new ArrayList<>();
    private Optional<Poller.Watch> watch = Optional.empty();
    private Optional<Timers.Timer> deadline = Optional.empty();
    private Optional<Sockets.Glimpse> waker = Optional.empty();
    private boolean active;

    /**
     * @param service has admitted the source
     * @param first what woke the daemon
     */
    SourceChild(
            RunningService service,
            Listener listener,
            Parcel first,
            Connected socket,
            Works works,
            Admitted admitted) {
        this.service = service;
        this.listener = listener;
        this.first = first;
        this.fd = socket.fd();
        this.options = socket.options();
        this.works = works;
        this.owner = admitted.owner();
        this.client = new LiveChildren.Client(service, Optional.of(first.peer()), admitted.entry());
        // The service may become another meanwhile.
        this.spawn = Recipe.forConnection(client.program(), first.peer(), Transport.UDP);
    }

    void begin() {
        if (sources().post(first, fd) instanceof Outcome.Failed<Parcel> failed) {
            fail(failed.toString());
            return;
        }
        arrived();
        if (!active && fd.isOpen()) {
            Poller poller = works.reactor().poller();
            watch = Optional.of(poller.watch(fd, Interest.READ, new Arrival()));
            deadline =
                    Optional.of(
                            works.reactor()
                                    .after(ARRIVAL_NANOS, () -> fail("it did not come back")));
        }
    }

    private final class Arrival implements Poller.Ready {
        @Override
        public void ready(boolean readable, boolean writable) {
            arrived();
        }

        @Override
        public void noRoom(Outcome.Failed<?> why) {
            fail(why.toString());
        }
    }

    /** Goes on if the first datagram is where it belongs. */
    private void arrived() {
        waker = works.host().sockets().glimpse(fd);
        if (waker.isEmpty()) {
            return;
        }
        stopWaiting();
        Outcome<Fd> activated = sources().activate(fd, peer(), options);
        if (activated instanceof Outcome.Failed<Fd> failed) {
            fail(failed.toString());
        } else if (activated instanceof Outcome.Done<Fd> shield) {
            owner.strays(shield.value());
            start();
        }
    }

    private void start() {
        active = true;
        waiting.forEach(this::pass);
        waiting.clear();
        works.children().start(client, spawn, fd, Children.Custody.LENT, this);
    }

    private void stopWaiting() {
        watch.ifPresent(Poller.Watch::cancel);
        watch = Optional.empty();
        deadline.ifPresent(Timers.Timer::callOff);
        deadline = Optional.empty();
    }

    /** Adds a datagram that went to a shared socket before this source had its own. */
    void add(Parcel parcel) {
        if (active) {
            pass(parcel);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(parcel);
        } else {
            drop("too many at a time");
        }
    }

    private void pass(Parcel parcel) {
        if (sources().post(parcel) instanceof Outcome.Failed<Parcel> failed) {
            drop(failed.toString());
        }
    }

    /** Gives up before there is a child. */
    private void fail(String why) {
        stopWaiting();
        owner.forget();
        if (fd.isOpen()) {
            works.host().sockets().close(fd);
        }
        owner.over();
        service.ended(client.source());
        drop(why);
        waiting.forEach(this::pass);
    }

    @Override
    public void started() {
        listener.shortageOfProcesses().over();
    }

    @Override
    public void failed(Outcome.Failed<Child> why) {
        boolean later = why.call().equals("clone") && NO_ROOM.contains(why.errno());
        if (later) {
            listener.shortageOfProcesses().felt(why.toString());
        } else {
            listener.shortageOfProcesses().over(); // there was a process, and it failed later
        }
        finish(later ? Optional.empty() : Optional.of(why.toString()));
    }

    @Override
    public void ended() {
        finish(Optional.of("the child ended without reading it"));
    }

    /**
     * Lets go of the socket, and has what it still holds served by others.
     *
     * @param unread why the first datagram is dropped if it was not read; empty keeps it
     */
    private void finish(Optional<String> unread) {
        sources().deactivate(fd, peer().local(), peer().localPort());
        owner.forget();
        if (unread.isPresent() && waker.equals(works.host().sockets().glimpse(fd))) {
            works.host().sockets().drop(fd);
            drop(unread.get());
        }
        passOn();
        works.reactor()
                .after(
                        STRAGGLERS_NANOS,
                        () -> {
                            passOn();
                            works.host().sockets().close(fd);
                            owner.over();
                        });
    }

    /** All is read before any of it is sent on, so that this ends wherever that arrives. */
    private void passOn() {
        List<Parcel> left = new ArrayList<>();
        Optional<Parcel> next = sources().takeBack(fd, peer());
        while (next.isPresent() && left.size() < MOST_LEFT) {
            left.add(next.get());
            next = sources().takeBack(fd, peer());
        }
        left.forEach(this::pass);
    }

    private void drop(String why) {
        String shown = service.shown(peer()).toString();
        works.say(new Event.DatagramDropped(service.name(), shown, why));
    }

    private Peer.Inet peer() {
        return first.peer();
    }

    private SourceSockets sources() {
        return works.host().sourceSockets();
    }
}
