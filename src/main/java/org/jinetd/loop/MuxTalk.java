package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Source;
import org.jinetd.builtin.Tcpmux;
import org.jinetd.os.Accepted;
import org.jinetd.os.Child;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.MuxedService;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;

/**
 * One client of tcpmux, until its program has the connection or it was told why not. For so long it
 * counts as a client of tcpmux, whose limits therefore bound how many there are in the daemon.
 */
final class MuxTalk implements LiveChildren.Watcher {

    private final RunningService mux;
    private final LiveChildren.Watcher processes;
    private final Accepted connection;
    private final Source source;
    private final Works works;

    /**
     * @param listener its service has admitted the client
     * @param source the proof of that
     */
    MuxTalk(Listener listener, Accepted connection, Source source, Works works) {
        this.mux = listener.service();
        this.processes = new ProcessShortage(listener);
        this.connection = connection;
        this.source = source;
        this.works = works;
    }

    void begin() {
        works.talkers().ask(connection, this::asked);
    }

    private void asked(Optional<Tcpmux.Question> question) {
        if (question.isEmpty()) {
            over();
        } else if (question.get() instanceof Tcpmux.Question.Named named) {
            works.muxes()
                    .named(named.key())
                    .ifPresentOrElse(this::consider, () -> say(Tcpmux.NOT_AVAILABLE));
        } else if (question.get() instanceof Tcpmux.Question.Help) {
            say(Tcpmux.help(works.muxes().services()));
        } else {
            say(Tcpmux.UNREADABLE);
        }
    }

    /** The talkers take the client off the count of tcpmux. */
    private void say(String text) {
        works.talkers().say(mux, text, connection, source);
    }

    private void consider(Muxes.Offer offer) {
        Entrance entrance = offer.running().entrance();
        Decision decision = entrance.admit(connection.peer());
        if (decision instanceof Decision.Admit admit) {
            handOver(offer, new Entry(admit.source()));
        } else if (decision instanceof Decision.Ask ask
                && connection.peer() instanceof Peer.Inet inet) {
            entrance.ask(
                    ask.question(),
                    inet,
                    new Entrance.Asker() {
                        @Override
                        public void admitted(Entry entry) {
                            handOverIfOffered(offer, entry);
                        }

                        @Override
                        public void refused(String banner) {
                            say(Tcpmux.NOT_AVAILABLE);
                        }
                    });
        } else {
            say(Tcpmux.NOT_AVAILABLE);
        }
    }

    /** A reload may have taken the service away while its client's name was looked up. */
    private void handOverIfOffered(Muxes.Offer offer, Entry entry) {
        if (offer.running().isOffered()) {
            handOver(offer, entry);
        } else {
            offer.running().ended(entry.source());
            say(Tcpmux.NOT_AVAILABLE);
        }
    }

    /**
     * @param entry that the service behind tcpmux has admitted the client, too
     */
    private void handOver(Muxes.Offer offer, Entry entry) {
        RunningService served = offer.running();
        Hospitality.tune(connection.fd(), entry.treatment(), served, connection.peer(), works);
        boolean greets = offer.service().greeting() == MuxedService.Greeting.BY_DAEMON;
        if ((greets && !isTold(works.muxes().go())) || !isGreeted(served, entry)) {
            sockets().close(connection.fd());
            served.ended(entry.source());
            over();
            return;
        }
        sockets().blocking(connection.fd(), true);
        LiveChildren.Client client =
                new LiveChildren.Client(served, Optional.of(connection.peer()), entry);
        works.children().serve(client, connection, Transport.TCP, this);
    }

    private boolean isGreeted(RunningService served, Entry entry) {
        return Greeting.greet(served, entry, connection.fd(), Sockets.Use.CONVERSATION, works)
                .isEmpty();
    }

    /** A connection on which nothing was said yet takes so few bytes at once, or is broken. */
    private boolean isTold(ByteBuffer text) {
        int length = text.remaining();
        return sockets().write(connection.fd(), text) == length;
    }

    @Override
    public void started() {
        processes.started();
        over();
    }

    @Override
    public void failed(Outcome.Failed<Child> why) {
        processes.failed(why);
        over();
    }

    @Override
    public void ended() {}

    /** Until then it takes the place of another client. */
    @Override
    public boolean isWaiting() {
        return true;
    }

    private void over() {
        mux.ended(source);
    }

    private Sockets sockets() {
        return works.host().sockets();
    }
}
