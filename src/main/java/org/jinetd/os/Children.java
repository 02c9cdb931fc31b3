package org.jinetd.os;

import java.util.List;
import java.util.Optional;
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
         * @param report told once, by another thread
         */
        void start(Spawn spawn, Fd socket, Custody custody, Report report);

        /**
         * Lets the descriptor 2 of children started from now on whose program says LOG lead there;
         * empty, as at first, lets it lead nowhere. It is not to be finished before their starts
         * are reported. For the thread that calls {@link #start}.
         */
        void errorsTo(Optional<Errors> errors);
    }

    /** Hears what became of a start. */
    @FunctionalInterface
    interface Report {
        /**
         * Told before the child's end can be.
         *
         * @param outcome the running child, or the step that failed
         * @param pending how many starts of the lane are still to be reported
         */
        void started(Outcome<Child> outcome, int pending);
    }

    /** Hears of a child that has ended. */
    @FunctionalInterface
    interface Burial {
        /** Told once; the pid is no longer ours. */
        void ended(Child child, Ended ended);
    }

    Lane newLane();

    /** Returns a descriptor that is readable while a child has ended and was not yet waited for. */
    Fd ends();

    /** Waits for every child that has ended. */
    void reap(Burial burial);

    /** Sends a signal; nothing happens when the child has ended. */
    void signal(Child child, int signal);

    /**
     * Sends a signal to the child and to what it has started, as long as that has not left the
     * child's process group. Only before the child's end was told: its number is ours until then.
     */
    void signalGroup(Child child, int signal);

    /** Opens what the descriptor 2 of children can lead to. */
    Outcome<Errors> openErrors();

    /** Returns the system calls that would make this child, one a line, in their order. */
    List<String> explain(Spawn spawn);

    @Override
    void close();
}
