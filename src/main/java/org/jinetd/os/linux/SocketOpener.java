package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_INET;
import static org.jinetd.os.linux.SocketConstants.AF_INET6;
import static org.jinetd.os.linux.SocketConstants.AF_UNIX;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_DEFAULT;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_SCTP;
import static org.jinetd.os.linux.SocketConstants.IPV6_RECVPKTINFO;
import static org.jinetd.os.linux.SocketConstants.IPV6_V6ONLY;
import static org.jinetd.os.linux.SocketConstants.IP_PKTINFO;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOCK_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.SOCK_SEQPACKET;
import static org.jinetd.os.linux.SocketConstants.SOCK_STREAM;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_PASSCRED;
import static org.jinetd.os.linux.SocketConstants.SO_REUSEADDR;

import java.util.HashMap;
import java.util.Map;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.SocketStore;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Ownership;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.jinetd.plan.Transport;

/** Makes the sockets of endpoints, and removes the files that UNIX sockets leave. */
final class SocketOpener {

    private static final int FOR_NOBODY = 0600;

    private final SocketOptions options = new SocketOptions();
    private final SocketTuner tuner = new SocketTuner(options);
    private final KernelAddress address = new KernelAddress();
    private final Map<String, SocketFile> files = new HashMap<>();

    Outcome<Fd> open(Endpoint endpoint, Buffers buffers, SocketTuning tuning, int backlog) {
        return endpoint.match(
                inet -> openInet(inet, endpoint, buffers, tuning, backlog),
                unix -> openUnix(unix, buffers, backlog),
                name -> openUnix(asPath(name), buffers, backlog),
                rpc -> openInet(rpc.socket(), endpoint, buffers, tuning, backlog));
    }

    /**
     * Makes a socket that was bound before into what {@link #open} would have made, but for
     * O_NONBLOCK: whoever shares it may rely on that.
     */
    Outcome<Fd> adopt(
            SocketStore.Kept kept,
            Endpoint endpoint,
            Buffers buffers,
            SocketTuning tuning,
            int backlog) {
        Opening opening = Opening.of("adopt", kept.socket().number());
        boolean unused =
                endpoint.match(
                                inet -> adoptInet(opening, inet, tuning),
                                unix -> adoptUnix(opening, unix, kept.origin()),
                                name -> true,
                                rpc -> adoptInet(opening, rpc.socket(), tuning))
                        && prepare(opening, buffers)
                        && listen(opening, endpoint, backlog);
        return opening.result(kept.socket());
    }

    private boolean adoptInet(Opening opening, Endpoint.Inet inet, SocketTuning tuning) {
        SocketTuning found = new FoundTuning(options, opening.fd()).of(inet);
        return tellDestinations(opening, inet)
                && letOthersBeMoreSpecific(opening, inet)
                && tuner.change(opening, inet, found, tuning);
    }

    /** The file of a unit's socket is that unit's: it has made it as it should be. */
    private boolean adoptUnix(Opening opening, Endpoint.Unix unix, SocketStore.Origin origin) {
        return origin == SocketStore.Origin.UNIT
                || (address.setPath(unix.path()) && admitOthers(opening, unix));
    }

    /** A socket that listens may be told again to, with another backlog (listen(2)). */
    Outcome<Fd> retune(Fd socket, Endpoint endpoint, Sockets.Retuning retuning) {
        Opening opening = Opening.of("retune", socket.number());
        boolean unused =
                endpoint.match(
                                inet -> tuner.change(opening, inet, retuning),
                                unix -> true,
                                name -> true,
                                rpc -> tuner.change(opening, rpc.socket(), retuning))
                        && listen(opening, endpoint, retuning.backlog());
        return opening.result(socket);
    }

    /** An abstract name takes the place of a path, told from one by its {@code @}. */
    private static Endpoint.Unix asPath(Endpoint.Abstract name) {
        return new Endpoint.Unix(name.type(), name.toString());
    }

    private Outcome<Fd> openInet(
            Endpoint.Inet inet,
            Endpoint written,
            Buffers buffers,
            SocketTuning tuning,
            int backlog) {
        int family = inet.address().family() == Ip.Family.V4 ? AF_INET : AF_INET6;
        int protocol = inet.transport() == Transport.SCTP ? IPPROTO_SCTP : IPPROTO_DEFAULT;
        Opening opening = socket(family, inet.type(), protocol);
        address.set(inet.address(), inet.port());
        boolean unused =
                opening.good()
                        && prepareInet(opening, inet)
                        && prepare(opening, buffers)
                        && tuner.change(opening, inet, SocketTuning.USUAL, tuning)
                        && opening.did("bind(" + written + ")", bind(opening.fd()))
                        && letOthersBeMoreSpecific(opening, inet)
                        && listen(opening, inet, backlog);
        return opening.end();
    }

    private Opening socket(int family, SocketType type, int protocol) {
        int kind =
                switch (type) {
                    case STREAM -> SOCK_STREAM;
                    case DATAGRAM -> SOCK_DGRAM;
                    case SEQUENCED -> SOCK_SEQPACKET;
                };
        int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;
        int fd = LibC.result(LibC.INSTANCE.socket(family, kind | flags, protocol));
        String name = family == AF_UNIX ? "AF_UNIX" : family == AF_INET ? "AF_INET" : "AF_INET6";
        String behind = protocol == IPPROTO_SCTP ? ", sctp)" : ")";
        return Opening.of("socket(" + name + ", " + type.word() + behind, fd);
    }

    /**
     * With SO_REUSEADDR from the start, two sockets could have one UDP port, of which the later
     * takes all (socket(7), ip(7)): a second daemon would rob the first. Set after bind it only
     * lets programs that ask for it have single addresses of the port, as they can beside any
     * inetd.
     */
    private boolean letOthersBeMoreSpecific(Opening opening, Endpoint.Inet inet) {
        return inet.type() != SocketType.DATAGRAM
                || set(opening, "SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** SO_REUSEADDR lets a TCP listener come back while its old connections still linger. */
    private boolean prepareInet(Opening opening, Endpoint.Inet inet) {
        boolean v6 = inet.address().family() == Ip.Family.V6;
        boolean datagram = inet.type() == SocketType.DATAGRAM;
        return (datagram || set(opening, "SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 1))
                && (!v6
                        || set(
                                opening,
                                "IPV6_V6ONLY",
                                IPPROTO_IPV6,
                                IPV6_V6ONLY,
                                inet.mapped() ? 0 : 1))
                && tellDestinations(opening, inet);
    }

    private boolean tellDestinations(Opening opening, Endpoint.Inet inet) {
        boolean v6 = inet.address().family() == Ip.Family.V6;
        boolean datagram = inet.type() == SocketType.DATAGRAM;
        return (!datagram
                        || !v6
                        || set(opening, "IPV6_RECVPKTINFO", IPPROTO_IPV6, IPV6_RECVPKTINFO, 1))
                && (!datagram
                        || (v6 && !inet.mapped())
                        || set(opening, "IP_PKTINFO", IPPROTO_IP, IP_PKTINFO, 1));
    }

    private boolean set(Opening opening, String text, int level, int name, int value) {
        return opening.did(
                "setsockopt(" + text + ")", options.set(opening.fd(), level, name, value));
    }

    /** Buffers come before listen: a TCP window's scale is fixed by the handshake (tcp(7)). */
    private boolean prepare(Opening opening, Buffers buffers) {
        return opening.did(
                "setsockopt(" + buffers + ")", options.setBuffers(opening.fd(), buffers));
    }

    private int bind(int fd) {
        return LibC.result(LibC.INSTANCE.bind(fd, address.address(), address.length()));
    }

    private static boolean listen(Opening opening, Endpoint endpoint, int backlog) {
        return endpoint.type() == SocketType.DATAGRAM
                || opening.did(
                        "listen(" + endpoint + ")",
                        LibC.result(LibC.INSTANCE.listen(opening.fd(), backlog)));
    }

    /**
     * The file is made for its owner alone, since bind(2) takes the mode of the socket itself, and
     * given to others before listen(2): nobody comes too early, whatever the umask is.
     */
    private Outcome<Fd> openUnix(Endpoint.Unix unix, Buffers buffers, int backlog) {
        if (!address.setPath(unix.path())) {
            return Outcome.failed("bind(" + unix + ")", Errno.ENAMETOOLONG);
        }
        Opening opening = socket(AF_UNIX, unix.type(), IPPROTO_DEFAULT);
        boolean unused =
                opening.good()
                        && prepare(opening, buffers)
                        && tellSenders(opening, unix)
                        && opening.did("fchmod", mode(opening.fd(), FOR_NOBODY))
                        && opening.did("bind(" + unix + ")", bindPath(opening.fd()))
                        && publish(opening, unix, backlog);
        return opening.end();
    }

    /** Whether an answer may be sent depends on whose the question was: see UnixAnswer. */
    private boolean tellSenders(Opening opening, Endpoint.Unix unix) {
        return unix.type() != SocketType.DATAGRAM
                || set(opening, "SO_PASSCRED", SOL_SOCKET, SO_PASSCRED, 1);
    }

    private static int mode(int fd, int mode) {
        return LibC.result(LibC.INSTANCE.fchmod(fd, mode));
    }

    private int bindPath(int fd) {
        int result = bind(fd);
        boolean retry = result == -Errno.EADDRINUSE.number() && SocketFile.removeDead(address);
        return retry ? bind(fd) : result;
    }

    private boolean publish(Opening opening, Endpoint.Unix unix, int backlog) {
        boolean done = admitOthers(opening, unix) && listen(opening, unix, backlog);
        if (!done) {
            unlink(unix);
        }
        return done;
    }

    /**
     * Goes by a descriptor of the file and not by the path a second time: whoever owns the
     * directory could have put a link to any file there since.
     */
    private boolean admitOthers(Opening opening, Endpoint.Unix unix) {
        if (KernelAddress.isAbstract(unix.path())) {
            return true;
        }
        int file = SocketFile.open(opening.fd(), address);
        if (!opening.did("open(" + unix + ")", file)) {
            return false;
        }
        SocketFile.of(file).ifPresent(bound -> files.put(unix.path(), bound));
        boolean done = give(opening, unix, file);
        LibC.INSTANCE.close(file);
        return done;
    }

    /** The owner comes first: the mode is meant for the group that the file has by then. */
    private static boolean give(Opening opening, Endpoint.Unix unix, int file) {
        Ownership ownership = unix.ownership();
        boolean unchanged =
                ownership.uid() == Ownership.AS_IT_IS && ownership.gid() == Ownership.AS_IT_IS;
        return (unchanged
                        || opening.did("chown(" + unix + ")", SocketFile.setOwner(file, ownership)))
                && opening.did("chmod(" + unix + ")", SocketFile.setMode(file, ownership.mode()));
    }

    /** Removes the file of a UNIX endpoint if it is still the one that was made here. */
    void unlink(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Unix unix && files.containsKey(unix.path())) {
            SocketFile file = files.remove(unix.path());
            if (address.setPath(unix.path())) {
                boolean unused = file.remove(address);
            }
        }
    }
}
