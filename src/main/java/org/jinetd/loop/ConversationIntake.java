package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Source;
import org.jinetd.os.Accepted;
import org.jinetd.os.Fd;
import org.jinetd.os.Sockets;
import org.jinetd.plan.BuiltIn;

/** A built-in stream service: connections are accepted here and talked to by the talkers. */
final class ConversationIntake implements Intake {

    private final Listener listener;
    private final BuiltIn builtIn;
    private final Works works;
    private final Acceptor acceptor;
    private Optional<Fd> socket = Optional.empty();

    ConversationIntake(Listener listener, BuiltIn builtIn, Works works) {
        this.listener = listener;
        this.builtIn = builtIn;
        this.works = works;
        this.acceptor =
                new Acceptor(listener, works, Sockets.Use.CONVERSATION, this::hasRoom, this::talk);
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
        return other instanceof ConversationIntake that && that.builtIn == builtIn;
    }

    private boolean hasRoom() {
        RunningService service = listener.service();
        return works.talkers().hasRoomFor(service) && service.hasRoom();
    }

    private void talk(Accepted connection, Entry entry) {
        Source source = entry.source();
        if (builtIn == BuiltIn.TCPMUX) {
            new MuxTalk(listener, connection, source, works).begin();
            return;
        }
        works.talkers().talk(listener.service(), builtIn, connection, source);
    }
}
