package org.jinetd.loop;

import java.util.BitSet;
import java.util.Optional;
import org.jinetd.builtin.Answer;
import org.jinetd.builtin.DatagramGuard;
import org.jinetd.os.Datagram;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Endpoint;

/** A datagram socket whose datagrams the daemon answers by itself. */
final class AnsweringSocket implements Poller.Ready {

    /** Datagrams read in one turn, before others have theirs. */
    private static final int MOST_PER_TURN = 64;

    /** Datagrams that one call receives, and one call answers. */
    static final int AT_ONCE = 32;

    private static final long NO_ROOM_NANOS = 1_000_000_000L;

    private final Fd socket;
    private final Endpoint endpoint;
    private final Answer answer;
    private final Reactor reactor;
    private final Sockets sockets;
    private final Datagrams datagrams;
    private final BitSet answered = new BitSet(AT_ONCE);
    private final Poller.Watch watch;
    private final Patience patience = new Patience();
    private Optional<Timers.Timer> rest = Optional.empty();
    private Optional<DatagramEntry> entry = Optional.empty();
    private DatagramGuard guard;

    /**
     * @param datagrams room for {@link #AT_ONCE}, which other sockets of the thread use as well
     */
    AnsweringSocket(
            Fd socket,
            Endpoint endpoint,
            Answer answer,
            Reactor reactor,
            Sockets sockets,
            Datagrams datagrams) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.answer = answer;
        this.reactor = reactor;
        this.sockets = sockets;
        this.datagrams = datagrams;
        this.watch = reactor.poller().watch(socket, Interest.READ, this);
    }

    /** Returns the port that its own answers come from; 0 for none. */
    int port() {
        return endpoint instanceof Endpoint.Inet inet ? inet.port() : 0;
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
        for (int turn = 0; turn < MOST_PER_TURN / AT_ONCE; turn++) {
            int count = sockets.receive(socket, datagrams);
            if (count < 0) {
                if (turn == 0) {
                    nothingThere();
                }
                return; // none left, or an error that the network reports on an earlier answer
            }
            patience.something();
            answerSome(count);
            if (count < AT_ONCE) {
                return; // if there are more by now, the poller tells
            }
        }
    }

    private void answerSome(int count) {
        answered.clear();
        long now = reactor.now();
        long wallMillis = reactor.wallMillis();
        for (int i = 0; i < count; i++) {
            Datagram datagram = datagrams.get(i);
            boolean hasAnswer =
                    mayBeAnswered(datagram, now)
                            && answer.reply(datagram.payload(), datagram.answer(), wallMillis);
            answered.set(i, hasAnswer);
        }
        if (!answered.isEmpty()) {
            int unused = sockets.answer(socket, datagrams, answered);
        }
    }

    private boolean isAdmitted(Datagram datagram, int port, long now) {
        return entry.isEmpty() || entry.get().admits(datagram, port, now);
    }

    /** The name of a UNIX sender cannot be forged, so nobody is talked to who did not ask. */
    private boolean mayBeAnswered(Datagram datagram, long now) {
        if (!datagram.isAnswerable() || !(endpoint instanceof Endpoint.Inet inet)) {
            return datagram.isAnswerable();
        }
        return isAdmitted(datagram, inet.port(), now)
                && guard.judge(
                                datagram.source(),
                                datagram.sourcePort(),
                                datagram.destination(),
                                now)
                        == DatagramGuard.Verdict.ANSWER;
    }
}
