package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Reason;
import org.jinetd.admit.Source;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.os.Accepted;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Datagram;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/**
 * Wait: the first client wakes a child, which is lent the listener itself and takes this client and
 * all others until it ends. The daemon reads nothing meanwhile.
 *
 * <p>A child that leaves the datagram that woke it would be woken by it again, for ever: that
 * datagram is dropped, which is why it is looked at before and after.
 */
final class LendingIntake implements Intake {

    private final Listener listener;
    private final Works works;
    private final Patience patience = new Patience();
    private final Acceptor dismissal;
    private Optional<Datagrams> refused = Optional.empty();
    private Optional<Fd> socket = Optional.empty();

    LendingIntake(Listener listener, Works works) {
        this.listener = listener;
        this.works = works;
        this.dismissal =
                new Acceptor(
                        listener,
                        works,
                        Sockets.Use.CONVERSATION,
                        () -> true,
                        (connection, source) -> {});
    }

    @Override
    public void begin(Fd listening) {
        socket = Optional.of(listening);
    }

    @Override
    public void ready() {
        socket.ifPresent(this::lend);
    }

    @Override
    public void end(Fd listening, Consumer<Fd> done) {
        socket = Optional.empty();
        done.accept(listening);
    }

    @Override
    public boolean continues(Intake other) {
        return other instanceof LendingIntake;
    }

    private void lend(Fd fd) {
        Sockets sockets = works.host().sockets();
        boolean messages = !listener.endpoint().hasConnections();
        Optional<Sockets.Glimpse> waker = messages ? sockets.glimpse(fd) : Optional.empty();
        if (messages && waker.isEmpty()) {
            nothingThere();
            return;
        }
        patience.something();
        RunningService service = listener.service();
        if (!service.hasRoom()) {
            return; // held from now on
        }
        Decision decision = service.admit(Optional.empty());
        if (decision instanceof Decision.Admit admit) {
            lend(fd, waker, admit.source());
        } else if (decision instanceof Decision.Refuse refusal) {
            refuse(fd, refusal.reason());
        }
    }

    /** Whoever waits would wake the daemon at once again, so this one is turned away. */
    private void refuse(Fd fd, Reason reason) {
        Sockets sockets = works.host().sockets();
        RunningService service = listener.service();
        if (listener.endpoint().type() != SocketType.DATAGRAM) {
            dismissal.refuseSome(fd, reason);
        } else if (listener.endpoint() instanceof Endpoint.Inet inet) {
            Datagrams room = refused.orElseGet(() -> sockets.newDatagrams(1));
            refused = Optional.of(room);
            if (sockets.receive(fd, room) > 0) {
                Datagram datagram = room.get(0);
                service.entrance()
                        .refused(
                                new Peer.Inet(
                                        datagram.source(),
                                        datagram.sourcePort(),
                                        datagram.destination(),
                                        inet.port()),
                                reason);
            }
        } else {
            sockets.drop(fd);
            service.entrance().refused(new Peer.Unix(listener.endpoint().toString()), reason);
        }
    }

    private void lend(Fd fd, Optional<Sockets.Glimpse> waker, Source source) {
        RunningService service = listener.service();
        listener.lend();
        works.host().sockets().blocking(fd, true);
        works.children()
                .start(
                        new LiveChildren.Client(service, Optional.empty(), new Entry(source)),
                        Recipe.forListener(service.program()),
                        fd,
                        Children.Custody.LENT,
                        new Borrower(fd, waker, service.name()));
    }

    /** A child would be started for nobody. */
    private void nothingThere() {
        long rest = patience.nothing();
        if (rest > 0 && !listener.replaceIfRuined()) {
            listener.rest(rest);
        }
    }

    /** One child that has the socket, and what woke it. */
    private final class Borrower implements LiveChildren.Watcher {
        private final Fd fd;
        private final Optional<Sockets.Glimpse> waker;
        private final String service;

        Borrower(Fd fd, Optional<Sockets.Glimpse> waker, String service) {
            this.fd = fd;
            this.waker = waker;
            this.service = service;
        }

        @Override
        public void born(Child child) {
            works.store().lend(listener.endpoint(), child.handle());
        }

        @Override
        public void started() {
            listener.startDone();
        }

        @Override
        public void failed(Outcome.Failed<Child> why) {
            if (fd.isOpen()) {
                works.host().sockets().blocking(fd, false);
                turnWakerAway(why);
            }
            listener.startDone();
            listener.takeBack();
        }

        @Override
        public void ended() {
            works.store().takeBack(listener.endpoint());
            if (fd.isOpen()) {
                works.host().sockets().blocking(fd, false);
                if (waker.isPresent() && waker.equals(works.host().sockets().glimpse(fd))) {
                    drop("the child ended without reading it");
                }
            }
            listener.takeBack();
        }

        /** Nobody will ever read it, and it would wake the next child that cannot be started. */
        private void turnWakerAway(Outcome.Failed<Child> why) {
            if (!listener.endpoint().hasConnections()) {
                drop(why.toString());
                return;
            }
            Outcome<Accepted> client =
                    works.host()
                            .sockets()
                            .accept(fd, listener.endpoint(), Sockets.Use.CONVERSATION);
            if (client instanceof Outcome.Done<Accepted> done) {
                listener.shortageOfDescriptors().over();
                works.host().sockets().close(done.value().fd());
            } else if (client instanceof Outcome.Failed<Accepted> failed
                    && AcceptError.of(failed.errno()) == AcceptError.NO_ROOM
                    && listener.isSound()) { // else it is replaced
                // It still waits, and would wake the next child at once.
                listener.shortageOfDescriptors().felt(failed.toString());
            }
        }

        private void drop(String why) {
            works.host().sockets().drop(fd);
            String source = listener.service().shownSender(waker.map(Sockets.Glimpse::source));
            works.say(new Event.DatagramDropped(service, source, why));
        }
    }
}
