package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jinetd.os.Accepted;
import org.jinetd.os.Datagrams;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.SocketStore;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;

/**
 * A system in memory, for one thread. Nothing in it waits, every call can be made to fail with any
 * error, and a descriptor that is closed while it is watched, or used while the daemon would block
 * on it, fails the test.
 */
final class FakeOs extends Failures implements Sockets {

    /** How often answers were sent, however many each time. */
    int calls;

    private static final int MOST_HEARD = 10_000_000;
    private static final Ip LOCAL_V4 = Ip.v4(0x7f000001);
    private static final Ip LOCAL_V6 = Ip.v6(0, 1, 0);

    final ManualClock clock;
    final FakePoller poller = new FakePoller(this);
    final FakePoller talkersPoller = new FakePoller(this);
    final FakeChildren children = new FakeChildren(this);
    final FakeSources sources = new FakeSources(this);
    final List<Reply> replies = new ArrayList<>();
    final List<String> unlinked = new ArrayList<>();
    private final FakeDescriptors fds = new FakeDescriptors();
    private final Map<Fd, Opened> open = new HashMap<>();
    private final List<FakeListener> listeners = new ArrayList<>();
    private long stamps;
    private int ports = 40_000;
    private int received;

    FakeOs(Random random) {
        clock = ManualClock.startingAnywhere(random);
    }

    // Descriptors.

    Fd newFd() {
        return fds.take();
    }

    void enter(Fd fd, Opened opened) {
        open.put(fd, opened);
    }

    Opened opened(Fd fd) {
        return open.get(fd);
    }

    boolean isWatched(Fd fd) {
        return poller.watches(fd) || talkersPoller.watches(fd);
    }

    void requireOpen(Fd fd) {
        fds.requireOpen(fd);
    }

    /** Returns what the daemon has open, but for what it keeps to its end. */
    List<Opened> open() {
        return fds.all().stream()
                .map(open::get)
                .filter(opened -> !(opened instanceof FakeChildren.Ends))
                .toList();
    }

    @Override
    public void close(Fd fd) {
        requireOpen(fd);
        assertFalse(isWatched(fd), () -> fd + " is closed while it is watched");
        fds.give(fd);
        open.remove(fd).closed();
    }

    // Whom the daemon serves.

    /** Returns the listeners that the daemon holds, in the order they were opened. */
    List<FakeListener> listeners() {
        return listeners.stream().filter(FakeListener::isOurs).toList();
    }

    FakeListener listener(String endpoint) {
        return listeners().stream()
                .filter(listener -> listener.endpoint.toString().equals(endpoint))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody listens at " + endpoint));
    }

    /** Connects a client from another port of this host. */
    Client connect(String endpoint) {
        Endpoint at = listener(endpoint).endpoint;
        boolean v6 = at instanceof Endpoint.Inet inet && inet.address().family() == Ip.Family.V6;
        return connect(endpoint, v6 ? LOCAL_V6 : LOCAL_V4, ports++);
    }

    Client connect(String endpoint, String from) {
        return connect(endpoint, Ip.parse(from).orElseThrow(), ports++);
    }

    Client connect(String endpoint, Ip from, int port) {
        FakeListener listener = listener(endpoint);
        Client client =
                new Client(
                        listener.endpoint.match(
                                inet -> new Peer.Inet(from, port, from, inet.port()),
                                unix -> new Peer.Unix(unix.path()),
                                named -> new Peer.Unix(named.toString()),
                                rpc -> new Peer.Inet(from, port, from, 0)));
        listener.backlog.add(client);
        return client;
    }

    /** Sends a datagram from this host. */
    void send(String endpoint, String text) {
        send(endpoint, LOCAL_V4, ports++, text);
    }

    void send(String endpoint, Ip from, int port, String text) {
        listener(endpoint).mails.add(mail(from, port, text, FakeListener.Sender.ADDRESS));
    }

    /** Sends a datagram over a UNIX socket. */
    void send(String endpoint, String text, FakeListener.Sender sender) {
        listener(endpoint).mails.add(mail(LOCAL_V4, 0, text, sender));
    }

    FakeListener.Mail mail(Ip from, int port, String text, FakeListener.Sender sender) {
        return new FakeListener.Mail(from, port, LOCAL_V4, text, stamps++, sender);
    }

    /** Returns how many datagrams the daemon itself has read. */
    int received() {
        return received;
    }

    // The port.

    @Override
    public Outcome<Fd> open(Endpoint endpoint, Buffers buffers, SocketTuning tuning, int backlog) {
        Optional<Errno> failure = failure("open", endpoint);
        boolean taken = listeners.stream().anyMatch(l -> l.isInTheWayOf(endpoint));
        if (failure.isPresent() || taken) {
            return Outcome.failed("bind(" + endpoint + ")", failure.orElse(Errno.EADDRINUSE));
        }
        FakeListener listener = new FakeListener(endpoint, buffers);
        listener.fd = newFd();
        listener.port = ports++;
        listener.tuning = tuning;
        enter(listener.fd, listener);
        listeners.add(listener);
        return Outcome.of(listener.fd);
    }

    @Override
    public Outcome<Fd> adopt(
            SocketStore.Kept kept,
            Endpoint endpoint,
            Buffers buffers,
            SocketTuning tuning,
            int backlog) {
        FakeListener listener = listener(kept.socket());
        assertTrue(endpoint.equals(listener.endpoint), "not the listener's endpoint");
        Optional<Errno> failure = failure("adopt");
        if (failure.isPresent()) {
            return Outcome.failed("listen(" + endpoint + ")", failure.get());
        }
        listener.buffers = buffers;
        listener.tuning = tuning;
        return Outcome.of(kept.socket());
    }

    private FakeListener listener(Fd fd) {
        requireOpen(fd);
        return (FakeListener) open.get(fd);
    }

    private FakeListener unblocked(Fd fd) {
        FakeListener listener = listener(fd);
        assertFalse(listener.isBlocking && !listener.isOfSource, "the daemon would block");
        assertTrue(listener.borrowers == 0, "a child is reading it");
        return listener;
    }

    FakeListener looksAt(Fd fd) {
        FakeListener listener = unblocked(fd);
        listener.wakeUpsInVain = Math.max(0, listener.wakeUpsInVain - 1);
        return listener;
    }

    private Client conversation(Fd fd) {
        requireOpen(fd);
        Client client = (Client) open.get(fd);
        assertFalse(client.isBlocking, "the daemon would block");
        return client;
    }

    @Override
    public Outcome<Fd> retune(Fd socket, Endpoint endpoint, Retuning retuning) {
        assertEquals(listener(socket).tuning, retuning.before());
        listener(socket).tuning = retuning.after();
        return failure("retune")
                .map(errno -> Outcome.<Fd>failed("setsockopt", errno))
                .orElseGet(() -> Outcome.of(socket));
    }

    @Override
    public int port(Fd socket) {
        return listener(socket).port;
    }

    @Override
    public void resize(Fd socket, Buffers buffers) {
        listener(socket).buffers = buffers;
    }

    @Override
    public Outcome<Accepted> accept(Fd fd, Endpoint endpoint, Use use) {
        FakeListener listener = looksAt(fd);
        assertTrue(endpoint.equals(listener.endpoint), "not the listener's endpoint");
        Optional<Errno> failure =
                listener.isRuined ? Optional.of(Errno.EINVAL) : failure("accept", endpoint);
        if (failure.isPresent() || listener.backlog.isEmpty()) {
            return Outcome.failed("accept", failure.orElse(Errno.EAGAIN));
        }
        Client client = listener.backlog.remove();
        Fd accepted = newFd();
        client.fd = Optional.of(accepted);
        client.isBlocking = use == Use.CHILD;
        enter(accepted, client);
        return Outcome.of(new Accepted(accepted, client.peer));
    }

    @Override
    public boolean isSourceRouted(Fd connection) {
        requireOpen(connection);
        return ((Client) open.get(connection)).isSourceRouted;
    }

    @Override
    public int keepAlive(Fd connection) {
        requireOpen(connection);
        ((Client) open.get(connection)).options.add("keepalive");
        return 0;
    }

    @Override
    public int linger(Fd connection, int seconds) {
        requireOpen(connection);
        if (seconds > 99) {
            return -Errno.EINVAL.number();
        }
        ((Client) open.get(connection)).options.add("linger " + seconds);
        return 0;
    }

    @Override
    public void blocking(Fd socket, boolean blocking) {
        requireOpen(socket);
        open.get(socket).becomesBlocking(blocking);
    }

    @Override
    public int read(Fd socket, ByteBuffer direct) {
        Client client = conversation(socket);
        Optional<Errno> failure = failure("read").or(() -> client.broken);
        if (failure.isPresent()) {
            return -failure.get().number();
        }
        if (client.said.isEmpty()) {
            return client.saidAll ? 0 : -Errno.EAGAIN.number();
        }
        byte[] next = client.said.remove();
        int length = Math.min(next.length, direct.remaining());
        direct.put(next, 0, length);
        if (length < next.length) {
            client.said.addFirst(Arrays.copyOfRange(next, length, next.length));
        }
        return length;
    }

    /** Each of the texts that a client says is one message. */
    @Override
    public int readMessage(Fd socket, ByteBuffer direct) {
        boolean fits = conversation(socket).nextFits(direct.remaining());
        return fits ? read(socket, direct) : -Errno.EMSGSIZE.number();
    }

    @Override
    public int write(Fd socket, ByteBuffer direct) {
        Client client = conversation(socket);
        assertTrue(direct.isDirect(), "the kernel reads direct buffers only");
        Optional<Errno> failure = failure("write").or(() -> client.broken);
        if (failure.isPresent()) {
            return -failure.get().number();
        }
        assertTrue(client.heard.size() < MOST_HEARD, "a client takes what is said without end");
        assertFalse(client.heardAll, "a write after the end");
        long possible = Math.min(client.room, client.mostPerWrite);
        int length = (int) Math.min(possible, direct.remaining());
        if (length == 0 && direct.hasRemaining()) {
            return -Errno.EAGAIN.number();
        }
        for (int i = 0; i < length; i++) {
            client.heard.write(direct.get());
        }
        client.room -= length;
        client.writes.add(length);
        return length;
    }

    @Override
    public void finishWriting(Fd socket) {
        Client client = conversation(socket);
        assertFalse(client.heardAll, "the writing side is shut down once");
        client.heardAll = true;
    }

    @Override
    public Datagrams newDatagrams(int most) {
        return new FakeDatagrams(most);
    }

    @Override
    public int receive(Fd socket, Datagrams into) {
        FakeListener listener = looksAt(socket);
        Optional<Errno> failure = failure("receive", listener.endpoint);
        if (failure.isPresent() || listener.mails.isEmpty()) {
            return -failure.orElse(Errno.EAGAIN).number();
        }
        int count = ((FakeDatagrams) into).take(listener.mails);
        received += count;
        return count;
    }

    @Override
    public int answer(Fd socket, Datagrams to, BitSet answered) {
        unblocked(socket);
        calls++;
        List<Reply> sent =
                ((FakeDatagrams) to)
                        .answers(answered)
                        .filter(r -> failure("reply").isEmpty())
                        .toList();
        replies.addAll(sent);
        return sent.size();
    }

    @Override
    public Optional<Glimpse> glimpse(Fd socket) {
        FakeListener listener = looksAt(socket);
        return Optional.ofNullable(listener.mails.peek())
                .map(mail -> new Glimpse(mail.source() + ":" + mail.sourcePort(), mail.stamp()));
    }

    @Override
    public void drop(Fd socket) {
        unblocked(socket).mails.poll();
    }

    @Override
    public boolean isSound(Fd socket, Endpoint endpoint) {
        FakeListener listener = listener(socket);
        assertTrue(endpoint.equals(listener.endpoint), "not the listener's endpoint");
        return !listener.isRuined;
    }

    @Override
    public void unlink(Endpoint endpoint) {
        listeners.stream()
                .filter(listener -> listener.endpoint.equals(endpoint) && listener.isOurs())
                .forEach(listener -> listener.hasPath = false);
        if (endpoint instanceof Endpoint.Unix unix) {
            unlinked.add(unix.path());
        }
    }
}
