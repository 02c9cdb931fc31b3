package org.jinetd.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jinetd.os.Fd;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;

/** A bound socket: an open file that the daemon and a child may both hold. */
final class FakeListener implements Opened {

    /** What is known of who sent a datagram. */
    enum Sender {
        ADDRESS,
        /** A UNIX socket that is bound. */
        NAME,
        /** A UNIX socket that is not. */
        NOBODY
    }

    /**
     * One datagram in the queue.
     *
     * @param stamp tells it from any other, however equal
     */
    record Mail(Ip source, int sourcePort, Ip destination, String text, long stamp, Sender sender) {
        boolean isAnswerable() {
            return sender != Sender.NOBODY;
        }
    }

    final Endpoint endpoint;
    final Deque<Client> backlog = new ArrayDeque<>();
    final Deque<Mail> mails = new ArrayDeque<>();
    Fd fd;
    int port;
    SocketTuning tuning = SocketTuning.USUAL;
    Buffers buffers;
    boolean isBlocking;

    /** Whether it is connected to one source: the daemon never waits for it, though it may. */
    boolean isOfSource;

    boolean isRuined;
    int wakeUpsInVain;
    boolean hasPath = true;
    int borrowers;

    FakeListener(Endpoint endpoint, Buffers buffers) {
        this.endpoint = endpoint;
        this.buffers = buffers;
    }

    /** Shuts it down, or connects it: no client reaches it any more. */
    void ruin() {
        isRuined = true;
        backlog.clear();
        mails.clear();
    }

    boolean isOurs() {
        return fd.isOpen();
    }

    /** Returns whether another socket cannot be bound there. */
    boolean isInTheWayOf(Endpoint other) {
        boolean occupies = endpoint instanceof Endpoint.Unix ? hasPath && isAlive() : isAlive();
        return occupies && endpoint.conflictsWith(other);
    }

    private boolean isAlive() {
        return isOurs() || borrowers > 0;
    }

    @Override
    public boolean isReadable() {
        boolean waits = endpoint.hasConnections() ? !backlog.isEmpty() : !mails.isEmpty();
        return waits || isRuined || wakeUpsInVain > 0;
    }

    @Override
    public void becomesBlocking(boolean blocking) {
        isBlocking = blocking;
    }
}
