package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;

/**
 * Gives each source of datagrams a socket of its own, so that every datagram is in exactly one
 * socket at any time. The way of a socket is {@link #create}, {@link #post}, {@link #activate}, use
 * by a child, {@link #deactivate}. One object belongs to one thread.
 */
public interface SourceSockets {

    /**
     * What the sockets have of the service's. Those of one local address and port have one tuning
     * all together, or their device would keep them apart.
     */
    record Options(Buffers buffers, SocketTuning tuning) {
        public Options {
            requireNonNull(buffers, "buffers");
            requireNonNull(tuning, "tuning");
        }
    }

    /** For a host where nobody can do this. */
    SourceSockets NONE =
            new SourceSockets() {
                @Override
                public Outcome<Boolean> ability() {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }

                @Override
                public Outcome<Fd> collect(Ip local, int port, Options options) {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }

                @Override
                public Optional<Parcel> take(Fd socket, int port) {
                    return Optional.empty();
                }

                @Override
                public Optional<Parcel> takeBack(Fd socket, Peer.Inet peer) {
                    return Optional.empty();
                }

                @Override
                public Outcome<Fd> create(Peer.Inet peer, Options options) {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }

                @Override
                public Outcome<Fd> activate(Fd socket, Peer.Inet peer, Options options) {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }

                @Override
                public void deactivate(Fd socket, Ip local, int port) {}

                @Override
                public Outcome<Parcel> post(Parcel parcel, Fd socket) {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }

                @Override
                public Outcome<Parcel> post(Parcel parcel) {
                    return Outcome.failed("dgram nowait", Errno.ENOSYS);
                }
            };

    /** Returns whether this process is allowed to do all this: it needs CAP_NET_RAW. */
    Outcome<Boolean> ability();

    /**
     * Opens the socket that gets what is sent to one local address and belongs to no active socket.
     * It must be there before any socket of that address is activated, and as long as one is.
     */
    Outcome<Fd> collect(Ip local, int port, Options options);

    /**
     * Takes the first datagram off a shared socket without waiting; empty when there is none.
     *
     * @param port the one that the socket is bound to
     */
    Optional<Parcel> take(Fd socket, int port);

    /** Takes the first datagram off the socket of a source; empty when there is none. */
    Optional<Parcel> takeBack(Fd socket, Peer.Inet peer);

    /**
     * Opens a blocking socket that is connected to a source. It gets only what is {@linkplain
     * #post(Parcel, Fd) posted} to it; what the source sends goes where it went before.
     */
    Outcome<Fd> create(Peer.Inet peer, Options options);

    /**
     * Lets the socket have all that its source sends from now on; on failure closes it.
     *
     * @return another socket, which may have got what is the collecting socket's while this was
     *     done; to be read and closed a moment later
     */
    Outcome<Fd> activate(Fd socket, Peer.Inet peer, Options options);

    /**
     * Lets a socket, active or collecting, get nothing more. What it holds can still be read, and
     * what another processor is just putting into it a moment later.
     */
    void deactivate(Fd socket, Ip local, int port);

    /**
     * Puts a datagram into the queue of a socket that is not active yet, which may take a while.
     */
    Outcome<Parcel> post(Parcel parcel, Fd socket);

    /** Sends a datagram once more as its source did; it arrives where the next of them would. */
    Outcome<Parcel> post(Parcel parcel);
}
