package org.jinetd.loop;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jinetd.child.Recipe;
import org.jinetd.child.Spawn;
import org.jinetd.os.Accepted;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;

/** Stream nowait: each connection gets a child of its own. */
final class ConnectionIntake implements Intake, LiveChildren.Watcher {

    /** What clone(2) says when there is no room for another process. */
    private static final Set<Errno> NO_ROOM =
            EnumSet.of(Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE);

    private final Listener listener;
    private final Works works;
    private final Acceptor acceptor;
    private Optional<Fd> socket = Optional.empty();

    ConnectionIntake(Listener listener, Works works) {
        this.listener = listener;
        this.works = works;
        this.acceptor =
                new Acceptor(
                        listener,
                        works,
                        Sockets.Use.CHILD,
                        () -> !listener.service().isHeld(),
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

    private void start(Accepted connection) {
        RunningService service = listener.service();
        Spawn spawn =
                Recipe.forConnection(
                        service.program(), connection.peer(), listener.endpoint().transport());
        LiveChildren.Client client =
                new LiveChildren.Client(
                        service,
                        Optional.of(connection.peer()),
                        RunningService.sourceOf(connection.peer()));
        works.children().start(client, spawn, connection.fd(), Children.Custody.GIVEN, this);
    }

    @Override
    public void started() {
        listener.shortageOfProcesses().over();
    }

    @Override
    public void failed(Outcome.Failed<Child> why) {
        if (!why.call().equals("clone")) {
            listener.shortageOfProcesses().over(); // there was a process, and it failed later
        } else if (NO_ROOM.contains(why.errno())) {
            listener.shortageOfProcesses().felt(why.toString());
        }
    }

    @Override
    public void ended() {}
}
