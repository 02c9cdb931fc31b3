package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;

/** The way in which a listener's clients are taken in. */
interface Intake {

    /** Returns why clients cannot be taken in this way here, before a socket is opened. */
    default Optional<Outcome.Failed<Fd>> obstacle() {
        return Optional.empty();
    }

    /** Called when other sockets than the listener's are to be watched like it. */
    default void interest(Interest interest) {}

    /** Called when the socket is there. */
    void begin(Fd socket);

    /** Called when the socket is readable and nothing keeps clients out. */
    void ready();

    /**
     * Lets go of the socket, at once or as soon as another thread has.
     *
     * @param done told when nobody here uses it any more
     */
    void end(Fd socket, Consumer<Fd> done);

    /** Returns whether the main loop polls the socket, rather than another thread. */
    default boolean isPolledHere() {
        return true;
    }

    /** Returns whether clients are accepted and closed during a pause, rather than left waiting. */
    default boolean turnsAwayWhilePaused() {
        return false;
    }

    /** Returns whether this one does the same as the other, which can then go on in its place. */
    boolean continues(Intake other);
}
