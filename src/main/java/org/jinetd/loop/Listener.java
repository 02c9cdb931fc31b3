package org.jinetd.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Child;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;

/**
 * One endpoint of a service, from the first attempt to bind it until it is offered no more.
 *
 * <pre>
 *            bind fails, tried again after 1 s … 60 s
 *              ┌────┐
 *              ▼    │         nothing holds it
 *   made ──▶ UNBOUND ──▶ HELD ◀──────────────▶ POLLED ──▶ its {@link Intake} takes clients
 *              │          │     lent · service    │
 *              │          │     held or paused ·  │
 *              │          │     no room           │
 *              └──────────┴───────────┬───────────┘
 *                                     ▼
 *                                   CLOSED (waits for a start that still needs the socket)
 * </pre>
 */
final class Listener {

    /** Who in the daemon uses the socket. */
    private enum Hand {
        NOBODY,
        /** The intake. */
        INTAKE,
        /** The intake before, whose thread has yet to let go of it. */
        LEAVING
    }

    private final Endpoint endpoint;
    private final Works works;
    private final Binding binding;
    private final Shortage shortageOfDescriptors;
    private final Shortage shortageOfProcesses;
    private final List<Runnable> whenGone = new ArrayList<>();
    private RunningService service;
    private Intake intake;
    private Optional<Fd> socket = Optional.empty();
    private Optional<Poller.Watch> watch = Optional.empty();
    private Optional<Timers.Timer> rest = Optional.empty();
    private Hand hand = Hand.NOBODY;
    private boolean lent;
    private boolean startPending;
    private boolean ruined;
    private boolean closed;

    Listener(Endpoint endpoint, RunningService service, Works works) {
        this.endpoint = endpoint;
        this.works = works;
        this.service = service;
        this.binding = new Binding(this, works, this::bound, this::borrowed);
        this.shortageOfDescriptors = new Shortage(this, works);
        this.shortageOfProcesses = new Shortage(this, works);
        this.intake = Intake.of(this, service, works);
        service.add(this);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    RunningService service() {
        return service;
    }

    boolean isBound() {
        return socket.isPresent();
    }

    /** Returns how it comes by its socket. */
    Binding binding() {
        return binding;
    }

    /** Returns its state in a word, for people. */
    String state() {
        if (binding.state().isPresent()) {
            return binding.state().get();
        }
        if (socket.isEmpty()) {
            return "waits for its address";
        }
        if (lent) {
            return "lent";
        }
        if (rest.isPresent()) {
            return "waiting for room";
        }
        return service.state();
    }

    /**
     * Opens the socket as soon as the daemon has closed those that may be in the way. Of a child
     * that still holds one nobody knows when it will end; when it does, the socket is tried again.
     */
    void bindAfter(List<Listener> inTheWay) {
        if (closed) {
            return;
        }
        Optional<Listener> first = inTheWay.stream().filter(Listener::isLeaving).findFirst();
        if (first.isPresent()) {
            first.get().whenGone.add(() -> bindAfter(inTheWay));
        } else {
            inTheWay.stream()
                    .filter(listener -> !listener.isGone())
                    .forEach(listener -> listener.whenGone.add(binding::hurry));
            binding.bind();
        }
    }

    /** Returns why it cannot serve its clients here; empty when it can, if it has a socket. */
    Optional<Outcome.Failed<Fd>> obstacle() {
        return intake.obstacle();
    }

    private void bound(Fd fd) {
        socket = Optional.of(fd);
        begin(fd);
    }

    /** Leaves the socket to whom an earlier daemon has lent it. */
    private void borrowed(Fd fd, Child child) {
        socket = Optional.of(fd);
        lent = true;
        FormerBorrower.await(child, this, fd, works);
    }

    private void begin(Fd fd) {
        hand = Hand.INTAKE;
        intake.begin(fd);
        if (intake.isPolledHere()) {
            Poller poller = works.reactor().poller();
            watch = Optional.of(poller.watch(fd, interest(), new Polled()));
        }
    }

    private final class Polled implements Poller.Ready {
        @Override
        public void ready(boolean readable, boolean writable) {
            // What an earlier client of the same poll did may have changed the answer.
            if (interest() == Interest.READ) {
                intake.ready();
            }
        }

        @Override
        public void noRoom(Outcome.Failed<?> why) {
            shortageOfDescriptors.felt(why.toString());
        }
    }

    /** Serves another service, or another version of it, from now on; the socket stays. */
    void serve(RunningService next) {
        if (next != service) {
            service.remove(this);
            next.add(this);
            service = next;
        }
        Intake previous = intake;
        Intake following = Intake.of(this, next, works);
        if (!following.continues(previous)) {
            intake = following;
            if (hand == Hand.INTAKE) {
                takeFrom(previous);
            }
        } else {
            previous.retuned();
        }
        updateInterest();
    }

    private void takeFrom(Intake holder) {
        watch.ifPresent(Poller.Watch::cancel);
        watch = Optional.empty();
        hand = Hand.LEAVING;
        socket.ifPresent(fd -> holder.end(fd, this::left));
    }

    private void left(Fd fd) {
        hand = Hand.NOBODY;
        if (closed) {
            socket = Optional.empty();
            works.host().sockets().close(fd);
            tellIfGone();
        } else if (ruined) {
            ruined = false;
            socket = Optional.empty();
            works.host().sockets().unlink(endpoint); // a child of the child may keep it for long
            works.host().sockets().close(fd);
            binding.bind();
        } else if (!lent) { // else when it comes back
            begin(fd);
        }
    }

    /** Gives the socket the options that the service has by now. */
    void retune() {
        socket.ifPresent(binding::retune);
    }

    void resize(Buffers buffers) {
        socket.ifPresent(fd -> works.host().sockets().resize(fd, buffers));
    }

    /** Leaves the socket to a child: nobody else looks at it. */
    void lend() {
        lent = true;
        startPending = true;
        updateInterest();
    }

    /** Takes note that the child has the socket, or never will: ours may be closed now. */
    void startDone() {
        startPending = false;
        if (closed) {
            closeSocket();
        }
    }

    /** Takes the socket back from a child. */
    void takeBack() {
        lent = false;
        if (replaceIfRuined()) {
            return;
        }
        if (hand == Hand.NOBODY) {
            socket.ifPresent(this::begin);
        }
        updateInterest();
        tellIfGone();
    }

    /**
     * Binds another socket when whoever shared this one has made it useless. To be called by the
     * one who holds it.
     *
     * @return whether it was
     */
    boolean replaceIfRuined() {
        if (closed || isSound()) {
            return false;
        }
        ruined = true;
        binding.withdraw();
        works.say(new Event.SocketReplaced(service.name(), endpoint));
        closeSocket();
        return true;
    }

    boolean isSound() {
        return socket.isEmpty() || works.host().sockets().isSound(socket.get(), endpoint);
    }

    /** Returns what is known of the room for connections: accept(2) tells. */
    Shortage shortageOfDescriptors() {
        return shortageOfDescriptors;
    }

    /** Returns what is known of the room for children: clone(2) tells. */
    Shortage shortageOfProcesses() {
        return shortageOfProcesses;
    }

    /** Leaves the clients in the backlog for a while. */
    void rest(long nanos) {
        rest.ifPresent(Timers.Timer::callOff);
        rest = Optional.of(works.reactor().after(nanos, this::rested));
        updateInterest();
    }

    boolean isResting() {
        return rest.isPresent();
    }

    private void rested() {
        rest = Optional.empty();
        updateInterest();
    }

    void updateInterest() {
        watch.ifPresent(w -> w.interest(interest()));
        intake.interest(interest());
    }

    private Interest interest() {
        boolean taken = lent || rest.isPresent() || service.isHeld();
        boolean pausedForGood = service.isPaused() && !intake.turnsAwayWhilePaused();
        return taken || pausedForGood || closed ? Interest.NONE : Interest.READ;
    }

    /**
     * Offers it no more. A child that borrows the socket keeps it; others are left to the kernel.
     */
    void close() {
        binding.giveUp();
        if (socket.isPresent()) {
            works.host().sockets().unlink(endpoint);
        }
        leave();
    }

    /** Takes no clients any more, and leaves them, path and all, to the daemon's next life. */
    void leave() {
        closed = true;
        binding.callOff();
        rest.ifPresent(Timers.Timer::callOff);
        service.remove(this);
        watch.ifPresent(Poller.Watch::cancel);
        watch = Optional.empty();
        if (!startPending) {
            closeSocket();
        }
    }

    /** Returns whether nobody, no child either, holds the socket any more. */
    boolean isGone() {
        return closed && socket.isEmpty() && !lent;
    }

    /** Returns whether the socket is to be closed as soon as another thread has let go of it. */
    private boolean isLeaving() {
        return closed && hand == Hand.LEAVING;
    }

    private void tellIfGone() {
        if (isGone()) {
            whenGone.forEach(Runnable::run);
            whenGone.clear();
        }
    }

    private void closeSocket() {
        switch (hand) {
            case INTAKE -> takeFrom(intake);
            case NOBODY -> socket.ifPresent(this::left);
            case LEAVING -> {} // closed when it has left
        }
    }
}
