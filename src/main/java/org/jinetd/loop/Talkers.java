package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import org.jinetd.admit.AccessTrees;
import org.jinetd.admit.Ban;
import org.jinetd.admit.Commons;
import org.jinetd.admit.Source;
import org.jinetd.builtin.Builtins;
import org.jinetd.builtin.Conversation;
import org.jinetd.builtin.DatagramGuard;
import org.jinetd.builtin.Quote;
import org.jinetd.builtin.ReplyRate;
import org.jinetd.builtin.Tcpmux;
import org.jinetd.event.Event;
import org.jinetd.event.Veil;
import org.jinetd.os.Accepted;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Fd;
import org.jinetd.os.Sockets;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Served;
import org.jinetd.plan.ServiceSettings.Banner;
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

    /** Clients at a time that are told why they are turned away; others are closed at once. */
    static final int MOST_FAREWELLS = 500;

    private static final long FAREWELL_NANOS = 5_000_000_000L;

    private final Reactor loop;
    private final Reactor own;
    private final Sockets sockets;
    private final Builtins builtins;
    private final Set<Ip> broadcasts;
    private final ReplyRate replyRate = new ReplyRate();
    private final Consumer<Event> events;
    private final Veil veil;
    private Consumer<Ban> bansOfDatagrams = ban -> {};

    // Of the main loop's thread.
    private final Set<RunningService> waiting = new LinkedHashSet<>();
    private int live;
    private int farewells;

    // Of the talkers' thread.
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Conversation.ROOM);
    private Optional<Datagrams> datagrams = Optional.empty();
    private final Map<Fd, AnsweringSocket> answering = new HashMap<>();
    private final Commons commons;
    private final Surroundings here;
    private DatagramGuard guard;

    /**
     * @param loop the main loop's reactor
     * @param own the talkers' reactor
     * @param host the talkers' own
     */
    Talkers(
            Reactor loop,
            Reactor own,
            Daemon.TalkersHost host,
            Gatehouse gatehouse,
            Consumer<Event> events) {
        this.loop = loop;
        this.own = own;
        this.sockets = host.sockets();
        this.builtins = host.builtins();
        this.broadcasts = host.broadcasts();
        this.events = events;
        this.veil = gatehouse.veil();
        this.commons = new Commons(gatehouse.salt());
        this.here = new Surroundings(own, gatehouse.zone(), gatehouse.load());
        this.guard = new DatagramGuard(Set.of(), this.broadcasts, replyRate);
    }

    /** Lets the gates of the main loop's thread know whom those of this one shut out. */
    void tellBansTo(Commons others) {
        bansOfDatagrams = ban -> loop.post(() -> others.shutOut(ban, loop.now()));
    }

    /** Lets the gates of the talkers' thread know whom those of the main loop's shut out. */
    void shutOut(Ban ban) {
        own.post(() -> commons.shutOut(ban, own.now()));
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
    void talk(RunningService service, BuiltIn builtIn, Accepted connection, Source source) {
        talk(service, connection, source, () -> builtins.conversation(builtIn, own.wallMillis()));
    }

    /** Says a text and closes the connection, as {@link #talk} does. */
    void say(RunningService service, String text, Accepted connection, Source source) {
        talk(service, connection, source, () -> Builtins.saying(text));
    }

    private void talk(
            RunningService service,
            Accepted connection,
            Source source,
            Supplier<Conversation> conversation) {
        live++;
        Talk.Manner manner =
                new Talk.Manner( // it may become another meanwhile
                        service.service().type(),
                        service.service().settings().idleTimeout().toNanos());
        Runnable over =
                () ->
                        loop.post(
                                () -> {
                                    live--;
                                    service.ended(source);
                                    roomAgain();
                                });
        own.post(() -> begin(conversation.get(), connection.fd(), manner, over));
    }

    private void begin(
            Conversation conversation, Fd connection, Talk.Manner manner, Runnable over) {
        new Talk(conversation, connection, own, sockets, manner, buffer, over).begin();
    }

    /** Returns whether another client can be told that it is turned away. */
    boolean hasTimeForFarewell() {
        return farewells < MOST_FAREWELLS;
    }

    /** Tells a client that it is turned away, and closes the connection when it has heard. */
    void sayFarewell(Fd connection, Banner words, SocketType type) {
        farewells++;
        Talk.Manner manner = new Talk.Manner(type, FAREWELL_NANOS);
        Runnable over = () -> loop.post(() -> farewells--);
        ByteBuffer text = StandardCharsets.ISO_8859_1.encode(words.text());
        own.post(() -> begin(Builtins.saying(text), connection, manner, over));
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
    void answer(Fd socket, BuiltIn builtIn, Endpoint endpoint, Served service) {
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
                    answeringSocket.entry(entry(service, Optional.empty()));
                    answering.put(socket, answeringSocket);
                    judgeAnew();
                });
    }

    /** Answers them from now on as another version of the service. */
    void answerAs(Fd socket, Served service) {
        own.post(
                () ->
                        Optional.ofNullable(answering.get(socket))
                                .ifPresent(there -> there.entry(entry(service, there.entry()))));
    }

    private Optional<DatagramEntry> entry(Served service, Optional<DatagramEntry> before) {
        if (!DatagramEntry.isNeededFor(service)) {
            return Optional.empty();
        }
        if (before.isPresent()) {
            before.get().become(service);
            return before;
        }
        Consumer<Event> say = event -> loop.post(() -> events.accept(event));
        return Optional.of(new DatagramEntry(service, commons, here, veil, say, bansOfDatagrams));
    }

    /** Returns the room of all sockets, which is large and made for the first of them. */
    private Datagrams datagrams() {
        if (datagrams.isEmpty()) {
            datagrams = Optional.of(sockets.newDatagrams(AnsweringSocket.AT_ONCE));
        }
        return datagrams.get();
    }

    /** Gives the gates the lists of the next plan, before they are told of it. */
    void lists(AccessTrees ready) {
        own.post(() -> commons.lists(ready));
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
