package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.F_GETFL;
import static org.jinetd.os.linux.SocketConstants.F_SETFL;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IP_OPTIONS;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.MSG_NOSIGNAL;
import static org.jinetd.os.linux.SocketConstants.MSG_PEEK;
import static org.jinetd.os.linux.SocketConstants.MSG_TRUNC;
import static org.jinetd.os.linux.SocketConstants.O_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.POLLHUP;
import static org.jinetd.os.linux.SocketConstants.POLLRDHUP;
import static org.jinetd.os.linux.SocketConstants.SHUT_WR;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_ACCEPTCONN;
import static org.jinetd.os.linux.SocketConstants.SO_KEEPALIVE;
import static org.jinetd.os.linux.SocketConstants.SO_LINGER;
import static org.jinetd.os.linux.SocketConstants.SO_TIMESTAMPNS;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
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
import org.jinetd.plan.SocketType;

/** The kernel's sockets. One object belongs to one thread: its calls share their structures. */
public final class LinuxSockets implements Sockets {

    private static final LibC C = LibC.INSTANCE;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int LARGEST_DROP = 0x10000;
    private static final int LOOPBACK_V4 = 0x7f00_0001;
    private static final long NOWHERE = 0;
    private static final int REVENTS = 6; // behind the short of events, in struct pollfd

    private final SocketOpener opener = new SocketOpener();
    private final SocketOptions options = new SocketOptions();
    private final KernelAddress remote = new KernelAddress();
    private final KernelAddress local = new KernelAddress();
    private final Message toItself = new Message(local);
    private final Message glimpse = new Message(remote);
    private final NativeArea pollfd = new NativeArea(8);
    private final NativeArea ipOptions = new NativeArea(IpOptions.ROOM);
    private final NativeArea oneByte = new NativeArea(1);
    private final NativeArea dropped = new NativeArea(LARGEST_DROP);

    @Override
    public Outcome<Fd> open(Endpoint endpoint, Buffers buffers, SocketTuning tuning, int backlog) {
        return opener.open(endpoint, buffers, tuning, backlog);
    }

    @Override
    public Outcome<Fd> adopt(
            SocketStore.Kept kept,
            Endpoint endpoint,
            Buffers buffers,
            SocketTuning tuning,
            int backlog) {
        return opener.adopt(kept, endpoint, buffers, tuning, backlog);
    }

    @Override
    public Outcome<Fd> retune(Fd socket, Endpoint endpoint, Retuning retuning) {
        return opener.retune(socket, endpoint, retuning);
    }

    @Override
    public int port(Fd socket) {
        local.clear();
        C.getsockname(socket.number(), local.address(), local.lengthAddress());
        return local.port();
    }

    @Override
    public void resize(Fd socket, Buffers buffers) {
        // No size is wrong to the kernel: it takes the nearest it allows.
        int unused = options.setBuffers(socket.number(), buffers);
    }

    @Override
    public Outcome<Accepted> accept(Fd listener, Endpoint endpoint, Use use) {
        int flags = SOCK_CLOEXEC | (use == Use.CONVERSATION ? SOCK_NONBLOCK : 0);
        remote.clear();
        int fd =
                LibC.result(
                        C.accept4(
                                listener.number(),
                                remote.address(),
                                remote.lengthAddress(),
                                flags));
        return fd < 0
                ? Outcome.failed("accept4", Errno.of(-fd))
                : Outcome.of(new Accepted(new Fd(fd), peer(fd, endpoint)));
    }

    private Peer peer(int fd, Endpoint endpoint) {
        return endpoint.match(
                inet -> peer(fd, inet),
                unix -> new Peer.Unix(unix.path()),
                name -> new Peer.Unix(name.toString()),
                rpc -> peer(fd, rpc.socket()));
    }

    private Peer peer(int fd, Endpoint.Inet inet) {
        Ip asked = inet.address();
        int port = inet.port();
        if (asked.isAny() || port == 0) {
            local.clear();
            C.getsockname(fd, local.address(), local.lengthAddress());
            asked = local.ip();
            port = local.port();
        }
        return new Peer.Inet(remote.ip(), remote.port(), asked, port);
    }

    /**
     * The kernel has turned a route that came into one for the answers, of the same kind. It has
     * nothing of that sort for IPv6, whose routing headers never lead an answer (RFC 5095).
     */
    @Override
    public boolean isSourceRouted(Fd connection) {
        int length = options.get(connection.number(), IPPROTO_IP, IP_OPTIONS, ipOptions);
        return length > 0 && IpOptions.haveRoute(ipOptions.host().duplicate().limit(length));
    }

    @Override
    public void blocking(Fd socket, boolean blocking) {
        int flags = C.fcntl(socket.number(), F_GETFL, 0);
        int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
        if (wanted != flags) {
            C.fcntl(socket.number(), F_SETFL, wanted);
        }
    }

    @Override
    public int keepAlive(Fd connection) {
        return options.set(connection.number(), SOL_SOCKET, SO_KEEPALIVE, 1);
    }

    @Override
    public int linger(Fd connection, int seconds) {
        return options.set(
                connection.number(), SOL_SOCKET, SO_LINGER, seconds == 0 ? 0 : 1, seconds);
    }

    @Override
    public int read(Fd socket, ByteBuffer direct) {
        int position = direct.position();
        long address = NativeMemory.address(direct) + position;
        int result = (int) LibC.result(C.read(socket.number(), address, room(direct)));
        if (result > 0) {
            direct.position(position + result);
        }
        return result;
    }

    @Override
    public int readMessage(Fd socket, ByteBuffer direct) {
        int position = direct.position();
        int room = room(direct);
        long address = NativeMemory.address(direct) + position;
        int result = (int) LibC.result(C.recv(socket.number(), address, room, MSG_TRUNC));
        if (result > room) {
            return -Errno.EMSGSIZE.number();
        }
        if (result > 0) {
            direct.position(position + result);
        }
        return result;
    }

    /** The kernel answers a request for nothing as if it were the end. */
    private static int room(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("the buffer is full");
        }
        return buffer.remaining();
    }

    @Override
    public int write(Fd socket, ByteBuffer direct) {
        int position = direct.position();
        long address = NativeMemory.address(direct) + position;
        int result =
                (int)
                        LibC.result(
                                C.send(socket.number(), address, direct.remaining(), MSG_NOSIGNAL));
        if (result > 0) {
            direct.position(position + result);
        }
        return result;
    }

    @Override
    public void finishWriting(Fd socket) {
        C.shutdown(socket.number(), SHUT_WR);
    }

    @Override
    public Datagrams newDatagrams(int most) {
        return new LinuxDatagrams(most);
    }

    @Override
    public int receive(Fd socket, Datagrams into) {
        return ((LinuxDatagrams) into).receive(socket.number());
    }

    @Override
    public int answer(Fd socket, Datagrams to, BitSet answered) {
        return ((LinuxDatagrams) to).answer(socket.number(), answered);
    }

    /**
     * The kernel writes a time into a datagram that has none when it is first asked for, and the
     * time stays in it (__sock_recv_timestamp in net/socket.c). So it is asked for only here: a
     * child that shares the socket gets no control messages it did not order.
     */
    @Override
    public Optional<Glimpse> glimpse(Fd socket) {
        int fd = socket.number();
        int on = options.set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
        int result = glimpse.receive(fd, oneByte.address(), 1, MSG_PEEK | MSG_DONTWAIT);
        int off = options.set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 0);
        if (result < 0) {
            return Optional.empty();
        }
        int stamp = glimpse.find(SOL_SOCKET, SO_TIMESTAMPNS);
        if (on < 0 || off < 0 || stamp == Message.ABSENT) {
            return Optional.of(new Glimpse(remote.text(), Glimpse.NO_STAMP));
        }
        ByteBuffer time = glimpse.control().host();
        long nanos = time.getLong(stamp) * NANOS_PER_SECOND + time.getLong(stamp + Long.BYTES);
        return Optional.of(new Glimpse(remote.text(), nanos));
    }

    /** SCTP, unlike others, keeps what of a message there is no room for. */
    @Override
    public void drop(Fd socket) {
        C.recv(socket.number(), dropped.address(), LARGEST_DROP, MSG_DONTWAIT);
    }

    /**
     * A UNIX socket that was shut down still counts as listening, and a datagram socket goes on
     * receiving: only poll(2) tells.
     */
    @Override
    public boolean isSound(Fd socket, Endpoint endpoint) {
        int fd = socket.number();
        boolean open =
                endpoint.type() == SocketType.DATAGRAM
                        ? !isConnected(fd) && canSend(fd)
                        : options.get(fd, SOL_SOCKET, SO_ACCEPTCONN) != 0;
        return open && !isShutDown(fd);
    }

    private boolean isConnected(int fd) {
        remote.clear();
        return C.getpeername(fd, remote.address(), remote.lengthAddress()) == 0;
    }

    /**
     * Returns whether what is received can be answered. Nothing tells, but the kernel looks at it
     * before it fetches the bytes of a datagram: here one to itself, which has none at the address
     * that it is told.
     */
    private boolean canSend(int fd) {
        local.clear();
        C.getsockname(fd, local.address(), local.lengthAddress());
        if (local.isInet() && local.ip().isAny()) {
            boolean v4 = local.ip().family() == Ip.Family.V4;
            local.set(v4 ? Ip.v4(LOOPBACK_V4) : Ip.v6(0, 1, 0), local.port());
        }
        return toItself.send(fd, NOWHERE, 1, MSG_DONTWAIT | MSG_NOSIGNAL) != -Errno.EPIPE.number();
    }

    private boolean isShutDown(int fd) {
        pollfd.host().putInt(0, fd).putInt(Integer.BYTES, POLLRDHUP);
        C.poll(pollfd.address(), 1, 0);
        return (pollfd.host().getShort(REVENTS) & (POLLRDHUP | POLLHUP)) != 0;
    }

    @Override
    public void unlink(Endpoint endpoint) {
        opener.unlink(endpoint);
    }

    /** Closes; what close(2) says is of no use, since the number is free in any case. */
    @Override
    public void close(Fd fd) {
        C.close(fd.release());
    }
}
