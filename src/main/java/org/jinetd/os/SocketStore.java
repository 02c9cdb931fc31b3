package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Endpoint;

/**
 * Where sockets outlive the daemon, so that a restart refuses nobody: the file descriptor store of
 * systemd (sd_notify(3), FDSTORE). What it kept comes back at the start, together with what a
 * {@code .socket} unit has bound (sd_listen_fds(3)). Belongs to the loop's thread.
 */
public interface SocketStore {

    /** Nothing comes back, and nothing is kept. */
    SocketStore NONE =
            new SocketStore() {
                @Override
                public boolean keeps() {
                    return false;
                }

                @Override
                public Optional<Kept> take(Endpoint endpoint) {
                    return Optional.empty();
                }

                @Override
                public List<Unclaimed> clear(Collection<Endpoint> wanted) {
                    return List.of();
                }

                @Override
                public void keep(Endpoint endpoint, Fd socket) {}

                @Override
                public void lend(Endpoint endpoint, Fd child) {}

                @Override
                public void takeBack(Endpoint endpoint) {}

                @Override
                public void drop(Endpoint endpoint) {}
            };

    /** Who has bound a socket. */
    enum Origin {
        /** An earlier life of the daemon. */
        STORE,
        /** A {@code .socket} unit, which keeps it, its file included, whatever the daemon does. */
        UNIT
    }

    /**
     * A socket that was there before the daemon.
     *
     * @param socket bound; the caller's from now on
     * @param borrower a pidfd of the child that an earlier life has lent it to, the caller's too;
     *     empty when nobody has it
     */
    record Kept(Fd socket, Origin origin, Optional<Child> borrower) {
        public Kept {
            requireNonNull(socket, "socket");
            requireNonNull(origin, "origin");
            requireNonNull(borrower, "borrower");
        }
    }

    /**
     * A descriptor that came and that no service wants.
     *
     * @param what its name and its address, for people
     */
    record Unclaimed(String what, Origin origin) {
        public Unclaimed {
            requireNonNull(what, "what");
            requireNonNull(origin, "origin");
        }
    }

    /** Returns whether sockets that are left open at the end will come back. */
    boolean keeps();

    /**
     * Takes out the socket of an endpoint: with the same address, type and protocol, the same
     * versions of IP, and for a path with the file that is still there. A unit's can be taken
     * again; empty when there is none.
     */
    Optional<Kept> take(Endpoint endpoint);

    /**
     * Closes what no endpoint wants, and has it kept no more. What a unit has bound is told and
     * stays, since a later configuration may want it.
     */
    List<Unclaimed> clear(Collection<Endpoint> wanted);

    /** Has a socket kept that the daemon has bound. */
    void keep(Endpoint endpoint, Fd socket);

    /**
     * Has it kept that a child has the socket.
     *
     * @param child its pidfd
     */
    void lend(Endpoint endpoint, Fd child);

    /** Forgets who had the socket. */
    void takeBack(Endpoint endpoint);

    /** Forgets the socket and who has it: it is offered no more. */
    void drop(Endpoint endpoint);
}
