package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_INET;
import static org.jinetd.os.linux.SocketConstants.AF_INET6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_RAW;
import static org.jinetd.os.linux.SocketConstants.IPV6_RECVPKTINFO;
import static org.jinetd.os.linux.SocketConstants.IPV6_V6ONLY;
import static org.jinetd.os.linux.SocketConstants.IP_PKTINFO;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOCK_RAW;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_ATTACH_REUSEPORT_CBPF;
import static org.jinetd.os.linux.SocketConstants.SO_REUSEADDR;
import static org.jinetd.os.linux.SocketConstants.SO_REUSEPORT;

import java.nio.ByteBuffer;
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
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;

/**
 * How docs/decisions/004-datagram-nowait.md says. All sockets of one local address are a reuse
 * group whose program chooses the first one, the collecting socket: one that is bound and not yet,
 * or no longer, connected gets nothing.
 */
public final class LinuxSourceSockets implements SourceSockets {

    private static final LibC C = LibC.INSTANCE;
    private static final int ANY_PORT = 0;
    private static final int NOT_OPEN = -1;

    // struct sock_fprog with its one struct sock_filter, which returns 0
    private static final int PROGRAM_FILTERS = 8;
    private static final int PROGRAM_BYTES = 16;
    private static final int FILTER_BYTES = 8;
    private static final short RETURN_CONSTANT = 0x06;

    private final SocketOptions options = new SocketOptions();
    private final SocketTuner tuner = new SocketTuner(options);
    private final KernelAddress address = new KernelAddress();
    private final Message message = new Message(address);
    private final LinuxDatagram datagram = new LinuxDatagram();
    private final NativeArea packet = new NativeArea(UdpPacket.ROOM);
    private final NativeArea program = new NativeArea(PROGRAM_BYTES + FILTER_BYTES);
    private int rawV4 = NOT_OPEN;
    private int rawV6 = NOT_OPEN;

    public LinuxSourceSockets() {
        program.host()
                .putShort(0, (short) 1)
                .putLong(PROGRAM_FILTERS, program.address() + PROGRAM_BYTES)
                .putShort(PROGRAM_BYTES, RETURN_CONSTANT);
    }

    @Override
    public Outcome<Boolean> ability() {
        int fd = raw(Ip.Family.V4);
        return fd < 0
                ? Outcome.failed("dgram nowait needs CAP_NET_RAW: socket(raw)", Errno.of(-fd))
                : Outcome.of(true);
    }

    /** Returns the raw socket of a family, or a negated errno. */
    private int raw(Ip.Family family) {
        boolean v4 = family == Ip.Family.V4;
        int open = v4 ? rawV4 : rawV6;
        if (open >= 0) {
            return open;
        }
        int kind = SOCK_RAW | SOCK_CLOEXEC;
        int fd = LibC.result(C.socket(v4 ? AF_INET : AF_INET6, kind, IPPROTO_RAW));
        if (v4) {
            rawV4 = fd;
        } else {
            rawV6 = fd;
        }
        return fd;
    }

    @Override
    public Outcome<Fd> collect(Ip local, int port, Options asked) {
        Opening opening = member(local, port, asked);
        boolean unused =
                opening.good()
                        && size(opening, asked.buffers())
                        && opening.did("setsockopt(SO_ATTACH_REUSEPORT_CBPF)", choose(opening));
        return opening.end();
    }

    /** Opens a member of the group of a local address. */
    private Opening member(Ip local, int port, Options asked) {
        Opening opening = socket(local);
        boolean unused =
                opening.good()
                        && tune(opening, local, asked.tuning())
                        && opening.did("setsockopt(PKTINFO)", tellDestination(opening.fd(), local))
                        && share(opening)
                        && bind(opening, local, port);
        return opening;
    }

    private Opening socket(Ip local) {
        int family = local.family() == Ip.Family.V4 ? AF_INET : AF_INET6;
        int fd = LibC.result(C.socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        Opening opening = Opening.of("socket(dgram)", fd);
        boolean unused =
                opening.good()
                        && (family == AF_INET
                                || opening.did(
                                        "setsockopt(IPV6_V6ONLY)",
                                        options.set(
                                                fd,
                                                IPPROTO_IPV6,
                                                IPV6_V6ONLY,
                                                local.isMapped() ? 0 : 1)));
        return opening;
    }

    private boolean size(Opening opening, Buffers buffers) {
        return opening.did(
                "setsockopt(" + buffers + ")", options.setBuffers(opening.fd(), buffers));
    }

    /** Sets what the listener has; whether the port is shared is for us to say. */
    private boolean tune(Opening opening, Ip local, SocketTuning tuning) {
        SocketTuning wanted = tuning.without(SocketTuning.Flag.REUSE_PORT);
        return tuner.change(opening, socketOf(local), SocketTuning.USUAL, wanted);
    }

    private static Endpoint.Inet socketOf(Ip local) {
        return new Endpoint.Inet(SocketType.DATAGRAM, local, ANY_PORT, local.isMapped());
    }

    private int tellDestination(int fd, Ip local) {
        boolean v4 = local.unmapped().family() == Ip.Family.V4;
        int told = v4 ? options.set(fd, IPPROTO_IP, IP_PKTINFO, 1) : 0;
        boolean v6 = local.family() == Ip.Family.V6;
        return v6 ? options.set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) : told;
    }

    private boolean share(Opening opening) {
        int fd = opening.fd();
        return opening.did("setsockopt(SO_REUSEADDR)", options.set(fd, SOL_SOCKET, SO_REUSEADDR, 1))
                && opening.did(
                        "setsockopt(SO_REUSEPORT)", options.set(fd, SOL_SOCKET, SO_REUSEPORT, 1));
    }

    /**
     * From Linux 6.13 on a connected socket is taken out of its group (udp_lib_hash4), but as long
     * as it has the option the next socket to be bound founds another group with it.
     */
    private boolean leave(Opening opening) {
        return opening.did(
                "setsockopt(SO_REUSEPORT)", options.set(opening.fd(), SOL_SOCKET, SO_REUSEPORT, 0));
    }

    private boolean bind(Opening opening, Ip local, int port) {
        address.set(local, port);
        int result = LibC.result(C.bind(opening.fd(), address.address(), address.length()));
        return opening.did("bind(" + local + ", " + port + ")", result);
    }

    private boolean connect(Opening opening, Peer.Inet peer) {
        address.set(peer.remote(), peer.remotePort());
        int result = LibC.result(C.connect(opening.fd(), address.address(), address.length()));
        return opening.did("connect(" + peer + ")", result);
    }

    private int choose(Opening opening) {
        return LibC.result(
                C.setsockopt(
                        opening.fd(),
                        SOL_SOCKET,
                        SO_ATTACH_REUSEPORT_CBPF,
                        program.address(),
                        PROGRAM_BYTES));
    }

    @Override
    public Optional<Parcel> take(Fd socket, int port) {
        if (datagram.receive(socket.number()) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Parcel(
                        new Peer.Inet(
                                datagram.source(), datagram.sourcePort(), datagram.local(), port),
                        payload()));
    }

    private ByteBuffer payload() {
        ByteBuffer payload = ByteBuffer.allocate(datagram.payload().remaining());
        return payload.put(datagram.payload()).flip();
    }

    @Override
    public Optional<Parcel> takeBack(Fd socket, Peer.Inet peer) {
        return datagram.receive(socket.number()) < 0
                ? Optional.empty()
                : Optional.of(new Parcel(peer, payload()));
    }

    /** The port is the kernel's choice until the socket is activated: nobody else sends to it. */
    @Override
    public Outcome<Fd> create(Peer.Inet peer, Options asked) {
        Opening opening = socket(peer.local());
        boolean unused =
                opening.good()
                        && size(opening, asked.buffers())
                        && tune(opening, peer.local(), asked.tuning())
                        && bind(opening, peer.local(), ANY_PORT)
                        && connect(opening, peer);
        return opening.end();
    }

    /**
     * A port that the kernel chose is given up when the socket is disconnected (__udp_disconnect in
     * net/ipv4/udp.c), and so is its device; its queue is not. Then it can be bound as if it were
     * new.
     *
     * <p>The shield is bound after it, and so found before it: otherwise a processor may have
     * weighed the socket unconnected, find it connected a moment later, and take it at once.
     */
    @Override
    public Outcome<Fd> activate(Fd socket, Peer.Inet peer, Options asked) {
        Opening opening = Opening.of("socket", socket.number());
        boolean bound =
                opening.did("connect(AF_UNSPEC)", disconnect(socket.number()))
                        && tuner.device(opening, SocketTuning.USUAL, asked.tuning())
                        && share(opening)
                        && bind(opening, peer.local(), peer.localPort());
        if (!bound) {
            int unused = socket.release(); // the opening closes it
            return opening.end();
        }
        Opening shield = member(peer.local(), peer.localPort(), asked);
        if (shield.good() && connect(opening, peer) && leave(opening)) {
            park(shield, peer.local(), peer.localPort());
            return shield.end();
        }
        return closeBoth(socket, opening, shield);
    }

    /** Returns why it came to that; only one of the two can have failed. */
    private static Outcome<Fd> closeBoth(Fd socket, Opening opening, Opening shield) {
        int fd = socket.release();
        boolean shielded = shield.good();
        Outcome<Fd> ofShield = shield.end();
        if (ofShield instanceof Outcome.Done<Fd> done) {
            C.close(done.value().release());
        }
        if (shielded) {
            return opening.end();
        }
        C.close(fd);
        return ofShield;
    }

    /**
     * Connects a socket to itself, from where nothing comes. One that is merely disconnected is not
     * in the group any more, and would get what is the collecting socket's.
     */
    private void park(Opening opening, Ip local, int port) {
        address.set(local, port);
        C.connect(opening.fd(), address.address(), address.length());
        boolean unused = leave(opening);
    }

    @Override
    public void deactivate(Fd socket, Ip local, int port) {
        park(Opening.of("socket", socket.number()), local, port);
    }

    private int disconnect(int fd) {
        address.clear(); // of the family AF_UNSPEC
        return LibC.result(C.connect(fd, address.address(), address.length()));
    }

    @Override
    public Outcome<Parcel> post(Parcel parcel, Fd socket) {
        address.clear();
        C.getsockname(socket.number(), address.address(), address.lengthAddress());
        return send(parcel, address.port());
    }

    @Override
    public Outcome<Parcel> post(Parcel parcel) {
        return send(parcel, parcel.peer().localPort());
    }

    private Outcome<Parcel> send(Parcel parcel, int port) {
        Ip to = parcel.peer().local().unmapped();
        int fd = raw(to.family());
        int length = UdpPacket.length(parcel);
        if (fd < 0 || length > UdpPacket.ROOM) {
            Errno why = fd < 0 ? Errno.of(-fd) : Errno.EMSGSIZE;
            return Outcome.failed("send(raw, " + parcel.peer() + ")", why);
        }
        UdpPacket.write(parcel, port, packet.network());
        address.set(to, 0);
        int result = message.send(fd, packet.address(), length, MSG_DONTWAIT);
        return result < 0
                ? Outcome.failed("send(raw, " + parcel.peer() + ")", Errno.of(-result))
                : Outcome.of(parcel);
    }
}
