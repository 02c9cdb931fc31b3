package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.builtin.Answer;
import org.jinetd.builtin.DatagramGuard;
import org.jinetd.os.Datagram;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;

/** A datagram socket whose datagrams the daemon answers by itself. */
final class AnsweringSocket implements Poller.Ready {

    /** Datagrams read in one turn, before others have theirs. */
    private static final int MOST_PER_TURN = 64;

    private static final long NO_ROOM_NANOS = 1_000_000_000L;

    private final Fd socket;
    private final int port;
    private final Answer answer;
    private final Reactor reactor;
    private final Sockets sockets;
    private final ByteBuffer response;
    private final Datagram datagram;
    private final Poller.Watch watch;
    private final Patience patience = new Patience();
    private Optional<Timers.Timer> rest = Optional.empty();
    private Optional<DatagramEntry> entry = Optional.empty();
    private DatagramGuard guard;

    AnsweringSocket(
            Fd socket,
            int port,
            Answer answer,
            Reactor reactor,
            Sockets sockets,
            ByteBuffer response) {
        this.socket = socket;
        this.port = port;
        this.answer = answer;
        this.reactor = reactor;
        this.sockets = sockets;
        this.response = response;
        this.datagram = sockets.newDatagram();
        this.watch = reactor.poller().watch(socket, Interest.READ, this);
    }

    int port() {
        return port;
    }

    void guardedBy(DatagramGuard next) {
        guard = next;
    }

    Optional<DatagramEntry> entry() {
        return entry;
    }

    /** Asks this about each source from now on; nobody if there is none. */
    void entry(Optional<DatagramEntry> next) {
        entry = next;
    }

    void stop() {
        rest.ifPresent(Timers.Timer::callOff);
        watch.cancel();
    }

    private void nothingThere() {
        long nanos = patience.nothing();
        if (nanos > 0) {
            rest(nanos);
        }
    }

    private void rest(long nanos) {
        watch.interest(Interest.NONE);
        rest = Optional.of(reactor.after(nanos, () -> watch.interest(Interest.READ)));
    }

    @Override
    public void noRoom(Outcome.Failed<?> why) {
        rest(NO_ROOM_NANOS);
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        for (int i = 0; i < MOST_PER_TURN; i++) {
            if (sockets.receive(socket, datagram) < 0) {
                if (i == 0) {
                    nothingThere();
                }
                return; // none left, or an error that the network reports on an earlier answer
            }
            patience.something();
            if (entry.isPresent() && !entry.get().admits(datagram, port, reactor.now())) {
                continue;
            }
            DatagramGuard.Verdict verdict =
                    guard.judge(
                            datagram.source(),
                            datagram.sourcePort(),
                            datagram.destination(),
                            reactor.now());
            if (verdict == DatagramGuard.Verdict.ANSWER
                    && answer.reply(datagram.payload(), response, reactor.wallMillis())) {
                sockets.reply(socket, datagram, response);
            }
        }
    }
}
