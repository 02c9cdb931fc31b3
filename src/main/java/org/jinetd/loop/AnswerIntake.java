package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.os.Fd;
import org.jinetd.plan.BuiltIn;

/** A built-in datagram service: the talkers read the socket and answer. */
final class AnswerIntake implements Intake {

    private final Listener listener;
    private final BuiltIn builtIn;
    private final Works works;
    private Optional<Fd> answered = Optional.empty();

    AnswerIntake(Listener listener, BuiltIn builtIn, Works works) {
        this.listener = listener;
        this.builtIn = builtIn;
        this.works = works;
    }

    @Override
    public void begin(Fd socket) {
        answered = Optional.of(socket);
        works.talkers().answer(socket, builtIn, listener.endpoint(), listener.service().service());
    }

    @Override
    public void ready() {
        throw new IllegalStateException("the talkers poll " + listener.endpoint());
    }

    @Override
    public void end(Fd socket, Consumer<Fd> done) {
        answered = Optional.empty();
        works.talkers().answerNoMore(socket, done);
    }

    @Override
    public void retuned() {
        answered.ifPresent(
                socket -> works.talkers().answerAs(socket, listener.service().service()));
    }

    @Override
    public boolean isPolledHere() {
        return false;
    }

    @Override
    public boolean continues(Intake other) {
        return other instanceof AnswerIntake that && that.builtIn == builtIn;
    }
}
