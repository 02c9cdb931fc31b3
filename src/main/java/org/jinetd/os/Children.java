package org.jinetd.os;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.child.Ended;
import org.jinetd.child.Spawn;

/** Starts children and buries them. */
public interface Children extends AutoCloseable {

    /** What becomes of the daemon's copy of the socket once the child has it. */
    enum Custody {
        /** It is closed, whether the child could be started or not. */
        GIVEN,
        /** It stays open: the child borrows a listener. */
        LENT
    }

    /**
     * The starts of one service. They are made in order, and only a few at a time: a program whose
     * exec hangs occupies its own lane and delays nobody else.
     */
    interface Lane {

        /**
         * Starts a child with the socket as its descriptors 0, 1 and 2, and returns before that is
         * done.
         *
         * @param report told once, by another thread: the running child, or the step that failed
         */
        void start(Spawn spawn, Fd socket, Custody custody, Consumer<Outcome<Child>> report);
    }

    Lane newLane();

    /**
     * Returns what the child left, or empty while it runs. Once told, the pid is no longer ours.
     */
    Optional<Ended> reap(Child child);

    /** Sends a signal; nothing happens when the child has ended. */
    void signal(Child child, int signal);

    /** Returns the system calls that would make this child, one a line, in their order. */
    List<String> explain(Spawn spawn);

    @Override
    void close();
}
