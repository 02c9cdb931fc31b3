package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jinetd.builtin.Builtins;
import org.jinetd.builtin.Conversation;
import org.jinetd.builtin.DatagramGuard;
import org.jinetd.builtin.Quote;
import org.jinetd.builtin.ReplyRate;
import org.jinetd.builtin.Tcpmux;
import org.jinetd.os.Accepted;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Fd;
import org.jinetd.os.Sockets;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketType;

/**
 * The built-in services, on a thread and a selector of their own: however much is said to echo, it
 * delays no accept. The main loop hands over what it has accepted, and hears of each end.
 *
 * <p>Methods belong to the main loop's thread, but for {@link #turn}, which belongs to the
 * talkers'.
 */
final class Talkers {

    /** Conversations at a time, over all services. */
    static final int MOST = 5000;

    private final Reactor loop;
    private final Reactor own;
    private final Sockets sockets;
    private final Builtins builtins;
    private final Set<Ip> broadcasts;
    private final ReplyRate replyRate = new ReplyRate();

    // Of the main loop's thread.
    private final Set<RunningService> waiting = new LinkedHashSet<>();
    private int live;

    // Of the talkers' thread.
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Conversation.ROOM);
    private Optional<Datagrams> datagrams = Optional.empty();
    private final Map<Fd, AnsweringSocket> answering = new HashMap<>();
    private DatagramGuard guard;

    /**
     * @param loop the main loop's reactor
     * @param own the talkers' reactor
     * @param sockets the talkers' own
     * @param broadcasts addresses of this host's networks that reach many
     */
    Talkers(Reactor loop, Reactor own, Sockets sockets, Builtins builtins, Set<Ip> broadcasts) {
        this.loop = loop;
        this.own = own;
        this.sockets = sockets;
        this.builtins = builtins;
        this.broadcasts = Set.copyOf(broadcasts);
        this.guard = new DatagramGuard(Set.of(), this.broadcasts, replyRate);
    }

    /** Serves the talkers' descriptors, deadlines and requests once. */
    void turn() {
        own.turn();
    }

    /** Returns how many conversations are going on. */
    int live() {
        return live;
    }

    /** Returns whether there is room for another conversation; if not, the service is held. */
    boolean hasRoomFor(RunningService service) {
        if (live >= MOST) {
            waiting.add(service);
            service.holdWhile(RunningService.Hold.CROWDED, true);
        }
        return live < MOST;
    }

    /** Begins a conversation; the service has admitted the client and hears when it is over. */
    void talk(RunningService service, BuiltIn builtIn, Accepted connection) {
        talk(service, connection, () -> builtins.conversation(builtIn, own.wallMillis()));
    }

    /** Says a text and closes the connection, as {@link #talk} does. */
    void say(RunningService service, String text, Accepted connection) {
        talk(service, connection, () -> Builtins.saying(text));
    }

    private void talk(
            RunningService service, Accepted connection, Supplier<Conversation> conversation) {
        live++;
        Optional<Ip> source = RunningService.sourceOf(connection.peer());
        SocketType type = service.service().type(); // it may become another meanwhile
        Runnable over =
                () ->
                        loop.post(
                                () -> {
                                    live--;
                                    service.ended(source);
                                    roomAgain();
                                });
        own.post(
                () ->
                        new Talk(
                                        conversation.get(),
                                        connection.fd(),
                                        own,
                                        sockets,
                                        type,
                                        buffer,
                                        over)
                                .begin());
    }

    /**
     * Asks a client of tcpmux which service it wants.
     *
     * @param asked told the question, with the connection still open; or empty when the client has
     *     gone or took too long, and the connection is closed
     */
    void ask(Accepted connection, Consumer<Optional<Tcpmux.Question>> asked) {
        live++;
        Consumer<Optional<Tcpmux.Question>> over =
                question ->
                        loop.post(
                                () -> {
                                    live--;
                                    asked.accept(question);
                                    roomAgain();
                                });
        own.post(() -> new Asking(connection.fd(), own, sockets, buffer, over).begin());
    }

    private void roomAgain() {
        waiting.forEach(s -> s.holdWhile(RunningService.Hold.CROWDED, false));
        waiting.clear();
    }

    /** Has qotd say something else from now on. */
    void quote(Quote next) {
        own.post(() -> builtins.quote(next));
    }

    /** Answers the datagrams of a socket. */
    void answer(Fd socket, BuiltIn builtIn, Endpoint endpoint) {
        own.post(
                () -> {
                    AnsweringSocket answeringSocket =
                            new AnsweringSocket(
                                    socket,
                                    endpoint,
                                    builtins.answer(builtIn),
                                    own,
                                    sockets,
                                    datagrams());
                    answering.put(socket, answeringSocket);
                    judgeAnew();
                });
    }

    /** Returns the room of all sockets, which is large and made for the first of them. */
    private Datagrams datagrams() {
        if (datagrams.isEmpty()) {
            datagrams = Optional.of(sockets.newDatagrams(AnsweringSocket.AT_ONCE));
        }
        return datagrams.get();
    }

    /** Lets go of a socket; the main loop is told when that is done. */
    void answerNoMore(Fd socket, Consumer<Fd> done) {
        own.post(
                () -> {
                    AnsweringSocket gone = answering.remove(socket);
                    if (gone != null) {
                        gone.stop();
                    }
                    judgeAnew();
                    loop.post(() -> done.accept(socket));
                });
    }

    private void judgeAnew() {
        Set<Integer> ports = new HashSet<>();
        List<AnsweringSocket> all = new ArrayList<>(answering.values());
        all.forEach(socket -> ports.add(socket.port()));
        guard = new DatagramGuard(ports, broadcasts, replyRate);
        all.forEach(socket -> socket.guardedBy(guard));
    }
}
