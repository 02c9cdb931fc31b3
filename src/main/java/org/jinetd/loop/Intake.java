package org.jinetd.loop;

import java.util.function.Consumer;
import org.jinetd.os.Fd;

/** The way in which a listener's clients are taken in. */
interface Intake {

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
