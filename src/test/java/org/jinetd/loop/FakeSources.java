package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Parcel;
import org.jinetd.os.SourceSockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/**
 * The sockets of sources, and how the kernel chooses among them: a datagram goes to the active
 * socket of its source, else to the collecting one of its address, else to the listener.
 */
final class FakeSources implements SourceSockets {

    static final Ip LOCAL = Ip.v4(0x7f000001);

    /** What was asked for, in the order of the sockets. */
    final List<Options> collected = new ArrayList<>();

    final List<Options> created = new ArrayList<>();
    private final FakeOs os;
    private final Map<Peer.Inet, Fd> active = new HashMap<>();
    private final Map<Ip, Fd> collecting = new HashMap<>();
    private final List<FakeListener> all = new ArrayList<>();

    FakeSources(FakeOs os) {
        this.os = os;
    }

    /** Sends a datagram to a port of this host. */
    void send(int port, String from, int fromPort, String text) {
        deliver(new Peer.Inet(Ip.parse(from).orElseThrow(), fromPort, LOCAL, port), text);
    }

    private void deliver(Peer.Inet peer, String text) {
        Fd fd = active.getOrDefault(peer, collecting.get(peer.local()));
        FakeListener to =
                fd == null
                        ? os.listener("*:" + peer.localPort() + "/udp")
                        : (FakeListener) os.opened(fd);
        to.mails.add(mail(peer, text));
    }

    private FakeListener.Mail mail(Peer.Inet peer, String text) {
        return os.mail(peer.remote(), peer.remotePort(), text, FakeListener.Sender.ADDRESS);
    }

    /** Returns how many sources have a socket that gets what they send. */
    int active() {
        return active.size();
    }

    /** Lets all that was sent to a source's socket be gone. */
    void loseAll() {
        all.forEach(socket -> socket.mails.clear());
    }

    private Fd open(Ip local, int port) {
        Endpoint endpoint = new Endpoint.Inet(SocketType.DATAGRAM, local, port, false);
        FakeListener socket = new FakeListener(endpoint, Buffers.KERNEL_CHOICE);
        socket.isOfSource = true;
        socket.isBlocking = true;
        socket.fd = os.newFd();
        os.enter(socket.fd, socket);
        all.add(socket);
        return socket.fd;
    }

    private <T> Outcome<T> unlessFails(String call, T value) {
        return os.failure(call)
                .<Outcome<T>>map(errno -> Outcome.failed(call, errno))
                .orElseGet(() -> Outcome.of(value));
    }

    @Override
    public Outcome<Boolean> ability() {
        return unlessFails("ability", true);
    }

    @Override
    public Outcome<Fd> collect(Ip local, int port, Options options) {
        collected.add(options);
        Optional<Errno> failure = os.failure("collect");
        if (failure.isPresent()) {
            return Outcome.failed("collect", failure.get());
        }
        Fd fd = open(local, port);
        collecting.put(local, fd);
        return Outcome.of(fd);
    }

    @Override
    public Optional<Parcel> take(Fd socket, int port) {
        return Optional.ofNullable(os.looksAt(socket).mails.poll())
                .map(
                        mail ->
                                new Parcel(
                                        new Peer.Inet(
                                                mail.source(),
                                                mail.sourcePort(),
                                                mail.destination(),
                                                port),
                                        bytes(mail)));
    }

    @Override
    public Optional<Parcel> takeBack(Fd socket, Peer.Inet peer) {
        return Optional.ofNullable(os.looksAt(socket).mails.poll())
                .map(mail -> new Parcel(peer, bytes(mail)));
    }

    private static ByteBuffer bytes(FakeListener.Mail mail) {
        return ByteBuffer.wrap(mail.text().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Parcel parcel) {
        return StandardCharsets.ISO_8859_1.decode(parcel.payload()).toString();
    }

    @Override
    public Outcome<Fd> create(Peer.Inet peer, Options options) {
        created.add(options);
        return os.failure("create")
                .<Outcome<Fd>>map(errno -> Outcome.failed("create", errno))
                .orElseGet(() -> Outcome.of(open(peer.local(), peer.localPort())));
    }

    @Override
    public Outcome<Fd> activate(Fd socket, Peer.Inet peer, Options options) {
        Optional<Errno> failure = os.failure("activate");
        if (failure.isPresent()) {
            os.close(socket);
            return Outcome.failed("activate", failure.get());
        }
        active.put(peer, socket);
        return Outcome.of(open(peer.local(), peer.localPort()));
    }

    @Override
    public void deactivate(Fd socket, Ip local, int port) {
        os.requireOpen(socket);
        active.values().remove(socket);
        collecting.remove(local, socket);
    }

    @Override
    public Outcome<Parcel> post(Parcel parcel, Fd socket) {
        os.requireOpen(socket);
        if (os.failure("lose").isEmpty()) {
            ((FakeListener) os.opened(socket)).mails.add(mail(parcel.peer(), text(parcel)));
        }
        return unlessFails("post", parcel);
    }

    @Override
    public Outcome<Parcel> post(Parcel parcel) {
        Outcome<Parcel> outcome = unlessFails("post", parcel);
        if (outcome instanceof Outcome.Done<Parcel>) {
            deliver(parcel.peer(), text(parcel));
        }
        return outcome;
    }
}
