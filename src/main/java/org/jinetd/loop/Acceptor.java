package org.jinetd.loop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Reason;
import org.jinetd.event.Event;
import org.jinetd.os.Accepted;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.ServiceSettings.Banner;
import org.jinetd.plan.SocketType;

/** Takes connections off a listener, asks the gate about each, and hands on who may come in. */
final class Acceptor {

    /** Connections taken in one turn, so that a busy port cannot starve another. */
    static final int MOST_PER_TURN = 32;

    private static final int FTP_DATA = 20;

    private static final Reason BOUNCE = Reason.of(Reason.Kind.FTP_BOUNCE, "source port 20");
    private static final Reason SOURCE_ROUTE =
            Reason.of(Reason.Kind.SOURCE_ROUTE, "IP source route");

    private final Listener listener;
    private final Works works;
    private final Sockets.Use use;
    private final BooleanSupplier mayAccept;
    private final BiConsumer<Accepted, Entry> admitted;
    private final Set<Accepted> asking = new LinkedHashSet<>();

    /**
     * @param mayAccept asked before each connection is taken
     * @param admitted gets each connection that may come in, with the proof
     */
    Acceptor(
            Listener listener,
            Works works,
            Sockets.Use use,
            BooleanSupplier mayAccept,
            BiConsumer<Accepted, Entry> admitted) {
        this.listener = listener;
        this.works = works;
        this.use = use;
        this.mayAccept = mayAccept;
        this.admitted = admitted;
    }

    /** Takes some connections, and asks the gate about each. */
    void acceptSome(Fd socket) {
        acceptSome(socket, this::consider);
    }

    /** Takes some connections, only to turn them away. */
    void refuseSome(Fd socket, Reason reason) {
        acceptSome(socket, connection -> refuse(connection, reason));
    }

    private void acceptSome(Fd socket, Consumer<Accepted> taken) {
        Sockets sockets = works.host().sockets();
        int gone = 0;
        for (int i = 0; i < MOST_PER_TURN && mayAccept.getAsBoolean(); i++) {
            Outcome<Accepted> outcome = sockets.accept(socket, listener.endpoint(), use);
            if (outcome instanceof Outcome.Failed<Accepted> failed) {
                switch (AcceptError.of(failed.errno())) {
                    case NOBODY_THERE -> {
                        return;
                    }
                    case CLIENT_GONE -> {
                        gone++;
                        if (gone == MOST_PER_TURN) { // so many in a row are not clients' errors
                            listener.shortageOfDescriptors().felt(failed.toString());
                        }
                    }
                    case NO_ROOM -> {
                        if (failed.errno() == Errno.EINVAL && listener.replaceIfRuined()) {
                            return; // it does not listen any more: killed, or shut down
                        }
                        listener.shortageOfDescriptors().felt(failed.toString());
                        return;
                    }
                }
            } else if (outcome instanceof Outcome.Done<Accepted> done) {
                listener.shortageOfDescriptors().over();
                taken.accept(done.value());
            }
        }
    }

    /** Turns away whoever still waits for an answer. */
    void end() {
        List<Accepted> all = List.copyOf(asking);
        asking.clear();
        all.forEach(connection -> works.host().sockets().close(connection.fd()));
    }

    private void consider(Accepted connection) {
        RunningService service = listener.service();
        if (!service.isPaused() && isBounce(connection.peer())) {
            refuse(connection, BOUNCE);
            return;
        }
        if (!service.isPaused() && isSourceRouted(connection)) {
            refuse(connection, SOURCE_ROUTE);
            return;
        }
        Decision decision = service.entrance().admit(connection.peer());
        if (decision instanceof Decision.Admit admit) {
            welcome(connection, new Entry(admit.source()));
        } else if (decision instanceof Decision.Ask ask
                && connection.peer() instanceof Peer.Inet inet) {
            asking.add(connection);
            service.entrance().ask(ask.question(), inet, new Waiting(connection, service));
        } else {
            turnAway(connection, "");
        }
    }

    /** A connection whose client is asked about. */
    private final class Waiting implements Entrance.Asker {
        private final Accepted connection;
        private final RunningService asked;

        Waiting(Accepted connection, RunningService asked) {
            this.connection = connection;
            this.asked = asked;
        }

        @Override
        public void admitted(Entry entry) {
            boolean waits = asking.remove(connection); // else it is closed: nobody listens any more
            if (waits && listener.service() == asked) {
                welcome(connection, entry);
                return;
            }
            asked.ended(entry.source());
            considerIf(waits);
        }

        @Override
        public void refused(String banner) {
            boolean waits = asking.remove(connection);
            if (waits && listener.service() == asked) {
                turnAway(connection, banner);
                return;
            }
            considerIf(waits);
        }

        /** The listener has become another service's. */
        private void considerIf(boolean waits) {
            if (waits) {
                consider(connection);
            }
        }
    }

    private boolean isSourceRouted(Accepted connection) {
        return connection.peer() instanceof Peer.Inet inet
                && inet.remote().unmapped().family() == Ip.Family.V4
                && works.host().sockets().isSourceRouted(connection.fd());
    }

    private static boolean isBounce(Peer peer) {
        return peer instanceof Peer.Inet inet && inet.remotePort() == FTP_DATA;
    }

    private void welcome(Accepted connection, Entry entry) {
        RunningService service = listener.service();
        Hospitality.tune(connection.fd(), entry.treatment(), service, connection.peer(), works);
        Optional<String> why = Greeting.greet(service, entry, connection.fd(), use, works);
        if (why.isEmpty()) {
            admitted.accept(connection, entry);
        } else {
            Peer shown = service.shown(connection.peer());
            works.say(new Event.BannerFailed(service.name(), shown, why.get()));
            works.host().sockets().close(connection.fd());
            service.ended(entry.source());
        }
    }

    private void refuse(Accepted connection, Reason reason) {
        listener.service().entrance().refused(connection.peer(), reason);
        turnAway(connection, "");
    }

    /**
     * @param hosts what hosts.deny wants it told before anything else
     */
    private void turnAway(Accepted connection, String hosts) {
        Sockets sockets = works.host().sockets();
        Optional<Banner> words = listener.service().service().settings().banners().refused();
        String text = hosts + words.map(Banner::text).orElse("");
        if (!text.isEmpty() && works.talkers().hasTimeForFarewell()) {
            if (use == Sockets.Use.CHILD) {
                sockets.blocking(connection.fd(), false);
            }
            SocketType type = listener.endpoint().type();
            works.talkers().sayFarewell(connection.fd(), new Banner(text), type);
        } else {
            sockets.close(connection.fd());
        }
    }
}
