package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.os.Accepted;
import org.jinetd.os.Fd;
import org.jinetd.os.Sockets;

/** Stream nowait: each connection gets a child of its own. */
final class ConnectionIntake implements Intake {

    private final Listener listener;
    private final Works works;
    private final ProcessShortage processes;
    private final Acceptor acceptor;
    private Optional<Fd> socket = Optional.empty();

    ConnectionIntake(Listener listener, Works works) {
        this.listener = listener;
        this.works = works;
        this.processes = new ProcessShortage(listener);
        this.acceptor =
                new Acceptor(
                        listener,
                        works,
                        Sockets.Use.CHILD,
                        () -> listener.service().hasRoom(),
                        this::start);
    }

    @Override
    public void begin(Fd listening) {
        socket = Optional.of(listening);
    }

    @Override
    public void ready() {
        socket.ifPresent(acceptor::acceptSome);
    }

    @Override
    public void end(Fd listening, Consumer<Fd> done) {
        socket = Optional.empty();
        acceptor.end();
        done.accept(listening);
    }

    @Override
    public boolean turnsAwayWhilePaused() {
        return true;
    }

    @Override
    public boolean continues(Intake other) {
        return other instanceof ConnectionIntake;
    }

    private void start(Accepted connection, Entry entry) {
        LiveChildren.Client client =
                new LiveChildren.Client(listener.service(), Optional.of(connection.peer()), entry);
        works.children().serve(client, connection, listener.endpoint().transport(), processes);
    }
}
