package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Action;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Mode;
import org.jinetd.plan.SocketType;

/** The way in which a listener's clients are taken in. */
interface Intake {

    /** Returns the way of one listener of a service. */
    static Intake of(Listener listener, RunningService service, Works works) {
        Endpoint endpoint = listener.endpoint();
        boolean datagrams = endpoint.type() == SocketType.DATAGRAM;
        if (service.service().action() instanceof Action.Internal internal) {
            return datagrams
                    ? new AnswerIntake(listener, internal.builtIn(), works)
                    : new ConversationIntake(listener, internal.builtIn(), works);
        }
        if (service.service().mode() == Mode.WAIT) {
            return new LendingIntake(listener, works);
        }
        return datagrams
                ? new DatagramIntake(listener, works)
                : new ConnectionIntake(listener, works);
    }

    /** Returns why clients cannot be taken in this way here, before a socket is opened. */
    default Optional<Outcome.Failed<Fd>> obstacle() {
        return Optional.empty();
    }

    /** Called when other sockets than the listener's are to be watched like it. */
    default void interest(Interest interest) {}

    /** Called when the listener serves another version of the service in the same way. */
    default void retuned() {}

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
