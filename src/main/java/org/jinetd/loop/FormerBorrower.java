package org.jinetd.loop;

import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.Child;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;

/**
 * A child that an earlier daemon has lent a listener. It is not ours to wait for, so nobody knows
 * how it ends; but its pidfd tells when, and until then nobody else looks at the socket.
 */
final class FormerBorrower implements Poller.Ready {

    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Child child;
    private final Listener listener;
    private final Fd socket;
    private final Works works;
    private Optional<Poller.Watch> watch = Optional.empty();

    private FormerBorrower(Child child, Listener listener, Fd socket, Works works) {
        this.child = child;
        this.listener = listener;
        this.socket = socket;
        this.works = works;
    }

    /** Gives the socket back to the listener as soon as the child has ended. */
    static void await(Child child, Listener listener, Fd socket, Works works) {
        works.say(new Event.StillLent(listener.service().name(), listener.endpoint(), child.pid()));
        FormerBorrower borrower = new FormerBorrower(child, listener, socket, works);
        borrower.watch =
                Optional.of(
                        works.reactor().poller().watch(child.handle(), Interest.READ, borrower));
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        watch.ifPresent(Poller.Watch::cancel);
        works.host().sockets().close(child.handle());
        works.store().takeBack(listener.endpoint());
        works.say(new Event.GivenBack(listener.service().name(), listener.endpoint(), child.pid()));
        if (socket.isOpen()) {
            works.host().sockets().blocking(socket, false);
        }
        listener.takeBack();
    }

    @Override
    public void noRoom(Outcome.Failed<?> why) {
        Timers.Timer unused =
                works.reactor()
                        .after(
                                RETRY_NANOS,
                                () -> {
                                    watch.ifPresent(each -> each.interest(Interest.NONE));
                                    watch.ifPresent(each -> each.interest(Interest.READ));
                                });
    }
}
