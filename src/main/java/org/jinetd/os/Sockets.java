package org.jinetd.os;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.SocketTuning;

/**
 * Sockets, as far as a super-server needs them. Every descriptor is close-on-exec from birth and
 * belongs to whoever asked for it. Methods that return {@code int} return what the kernel does: the
 * value, or a negated errno. Buffers are direct ones, used from position to limit. One object
 * belongs to one thread.
 */
public interface Sockets {

    /**
     * What changes of an open socket.
     *
     * @param backlog connections that may wait from now on
     */
    record Retuning(SocketTuning before, SocketTuning after, int backlog) {}

    /** How an accepted connection is meant to be used. */
    enum Use {
        /** By a child: blocking, as every program expects. */
        CHILD,
        /** By the daemon: non-blocking. */
        CONVERSATION
    }

    /**
     * Returns a bound, non-blocking socket: listening for streams and sequenced packets, and for
     * datagrams telling the address each was sent to. A UNIX path that a dead socket occupies is
     * taken over; one with any socket behind it, or any other file, is EADDRINUSE. Everybody may
     * connect to it.
     *
     * @param tuning options; what is accepted inherits them. Those that a kind of socket does not
     *     have are left out, and the backlog is not looked at
     * @param backlog connections that may wait to be accepted; the kernel caps it (listen(2))
     */
    Outcome<Fd> open(Endpoint endpoint, Buffers buffers, SocketTuning tuning, int backlog);

    /**
     * Gives a socket of this endpoint that was there before the daemon all that {@link #open} would
     * have given it, but does not make it non-blocking: a child may have it. On failure it stays
     * open.
     */
    Outcome<Fd> adopt(
            SocketStore.Kept kept,
            Endpoint endpoint,
            Buffers buffers,
            SocketTuning tuning,
            int backlog);

    /**
     * Changes the options of an open socket from those of one tuning to those of another, all of
     * them without losing a client, and the backlog. On failure some may be changed.
     */
    Outcome<Fd> retune(Fd socket, Endpoint endpoint, Retuning retuning);

    /** Returns the port that a socket of IP is bound to, which may be the kernel's choice. */
    int port(Fd socket);

    /** Applies other buffer sizes to an open socket; a size that is not asked for stays. */
    void resize(Fd socket, Buffers buffers);

    /** Takes one connection off the queue; EAGAIN when it is empty. */
    Outcome<Accepted> accept(Fd listener, Endpoint endpoint, Use use);

    /**
     * Returns whether the other side of a connection over IPv4, mapped or not, has told the way
     * that packets take (RFC 791, 3.1, source route), so that its address proves nothing.
     */
    boolean isSourceRouted(Fd connection);

    /** Makes a socket blocking, for a child that borrows it, or non-blocking again. */
    void blocking(Fd socket, boolean blocking);

    /** Has the kernel ask whether an idle client is still there (SO_KEEPALIVE). */
    int keepAlive(Fd connection);

    /**
     * Has close(2) wait for what is under way to the client (SO_LINGER): that of a program, not the
     * kernel's at the end of its process.
     *
     * @param seconds at most; 0 for not at all
     */
    int linger(Fd connection, int seconds);

    /**
     * Reads into what remains of a buffer, which must be something, and advances its position.
     *
     * @return the number of bytes, 0 at the end, or a negated errno
     */
    int read(Fd socket, ByteBuffer direct);

    /**
     * Reads one message of a sequence of packets into what remains of a buffer, which must be
     * something, and advances its position.
     *
     * @return the length; 0 at the end, from which the kernel tells no empty message; or a negated
     *     errno: EMSGSIZE when the message was longer than the room, and is lost
     */
    int readMessage(Fd socket, ByteBuffer direct);

    /**
     * Writes what the kernel takes of a buffer, and advances its position. SIGPIPE is never raised.
     *
     * @return the number of bytes, or a negated errno
     */
    int write(Fd socket, ByteBuffer direct);

    /** Says end of file to the other side and goes on reading (shutdown(2), SHUT_WR). */
    void finishWriting(Fd socket);

    /**
     * Returns room for datagrams of any size that UDP has. What is longer, which is possible over
     * UNIX sockets, is cut.
     *
     * @param most how many one receive may get
     */
    Datagrams newDatagrams(int most);

    /**
     * Receives the datagrams that are there, up to the room, without waiting.
     *
     * @return how many, at least 1; or a negated errno, also of an error that the network has
     *     reported on an earlier answer
     */
    int receive(Fd socket, Datagrams into);

    /**
     * Sends the answers of received datagrams without waiting, each to its source, from the address
     * that the datagram was sent to, or for a broadcast or multicast from one of our own. One that
     * cannot be sent costs no other.
     *
     * <p>Over UNIX sockets a sender names the path it wants to be answered at. Its answer goes
     * there only if the socket at the path is the sender's user's own: it might otherwise have the
     * daemon speak to whoever would never listen to itself.
     *
     * @param answered which of them have an {@linkplain Datagram#answer answer}, from position to
     *     limit
     * @return how many were sent
     */
    int answer(Fd socket, Datagrams to, BitSet answered);

    /**
     * Looks at the first datagram in the queue without taking it. Two looks are equal exactly when
     * they saw the same datagram, not merely the same bytes, as long as the kernel stamps
     * datagrams. Empty when there is none.
     */
    Optional<Glimpse> glimpse(Fd socket);

    /** Takes the first datagram off the queue and forgets it. */
    void drop(Fd socket);

    /**
     * Returns whether a bound socket can still take clients. Whoever shares it can ruin it for
     * good: shut it down, or connect a datagram socket to one client.
     */
    boolean isSound(Fd socket, Endpoint endpoint);

    /** Removes the path of a UNIX socket, if it is still the one that was bound here. */
    void unlink(Endpoint endpoint);

    void close(Fd fd);

    /**
     * What a look at a datagram saw.
     *
     * @param source the sender, for messages
     * @param stamp the kernel's time stamp of the datagram, in nanoseconds: its identity
     */
    record Glimpse(String source, long stamp) {
        /** What stands for a stamp that the kernel did not give: the source must do. */
        public static final long NO_STAMP = 0;
    }
}
