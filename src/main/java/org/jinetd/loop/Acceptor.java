package org.jinetd.loop;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jinetd.event.Event;
import org.jinetd.os.Accepted;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;

/** Takes connections off a listener, asks the gate about each, and hands on who may come in. */
final class Acceptor {

    /** Connections taken in one turn, so that a busy port cannot starve another. */
    static final int MOST_PER_TURN = 32;

    /** A connection from the FTP data port is a bounce: an FTP server was told to come here. */
    private static final int FTP_DATA = 20;

    private final Listener listener;
    private final Works works;
    private final Sockets.Use use;
    private final BooleanSupplier mayAccept;
    private final Consumer<Accepted> admitted;

    /**
     * @param mayAccept asked before each connection is taken
     * @param admitted gets each connection that may come in
     */
    Acceptor(
            Listener listener,
            Works works,
            Sockets.Use use,
            BooleanSupplier mayAccept,
            Consumer<Accepted> admitted) {
        this.listener = listener;
        this.works = works;
        this.use = use;
        this.mayAccept = mayAccept;
        this.admitted = admitted;
    }

    void acceptSome(Fd socket) {
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
                consider(done.value());
            }
        }
    }

    private void consider(Accepted connection) {
        RunningService service = listener.service();
        if (!service.isPaused() && isBounce(connection.peer())) {
            refuse(connection, "source port 20 (FTP bounce)");
        } else if (!service.isPaused() && isSourceRouted(connection)) {
            refuse(connection, "IP source route");
        } else if (service.letsIn(connection.peer())) {
            admitted.accept(connection);
        } else {
            works.host().sockets().close(connection.fd());
        }
    }

    private boolean isSourceRouted(Accepted connection) {
        return connection.peer() instanceof Peer.Inet inet
                && inet.remote().unmapped().family() == Ip.Family.V4
                && works.host().sockets().isSourceRouted(connection.fd());
    }

    private void refuse(Accepted connection, String reason) {
        works.say(new Event.Refused(listener.service().name(), connection.peer(), reason));
        works.host().sockets().close(connection.fd());
    }

    private static boolean isBounce(Peer peer) {
        return peer instanceof Peer.Inet inet && inet.remotePort() == FTP_DATA;
    }
}
