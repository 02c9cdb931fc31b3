package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_SCTP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_TCP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_UDP;
import static org.jinetd.os.linux.SocketConstants.IPV6_V6ONLY;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOCK_SEQPACKET;
import static org.jinetd.os.linux.SocketConstants.SOCK_STREAM;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_PROTOCOL;
import static org.jinetd.os.linux.SocketConstants.SO_TYPE;

import java.util.Optional;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketType;
import org.jinetd.plan.Transport;

/** What a bound socket is, by what the kernel says of it. */
final class SocketIdentity {

    private static final String UNIX = "unix:";

    private final int fd;
    private final int type;
    private final int protocol;
    private final boolean takesOnlyV6;
    private final KernelAddress address;

    private SocketIdentity(int fd, int type, SocketOptions options, KernelAddress address) {
        this.fd = fd;
        this.type = type;
        this.address = address;
        this.protocol = options.get(fd, SOL_SOCKET, SO_PROTOCOL);
        this.takesOnlyV6 =
                address.isInet()
                        && address.ip().family() == Ip.Family.V6
                        && options.get(fd, IPPROTO_IPV6, IPV6_V6ONLY) != 0;
    }

    /** Returns what a descriptor is; empty when that is no socket of IP or UNIX. */
    static Optional<SocketIdentity> of(int fd) {
        SocketOptions options = new SocketOptions();
        int type = options.get(fd, SOL_SOCKET, SO_TYPE);
        KernelAddress address = new KernelAddress();
        address.clear();
        if (type < 0
                || LibC.INSTANCE.getsockname(fd, address.address(), address.lengthAddress()) != 0
                || (!address.isInet() && !address.isUnix())) {
            return Optional.empty();
        }
        return Optional.of(new SocketIdentity(fd, type, options, address));
    }

    /** Returns whether it is what would be opened for the endpoint, whatever its options. */
    boolean isOf(Endpoint endpoint) {
        return endpoint.match(
                inet -> isOf(inet) && address.port() == inet.port(),
                unix -> isOf(unix.type(), unix.path()) && hasItsFile(unix.path()),
                named -> isOf(named.type(), named.toString()),
                rpc -> isOf(rpc.socket()) && address.port() != 0);
    }

    private boolean isOf(Endpoint.Inet inet) {
        return address.isInet()
                && type == kindOf(inet.type())
                && protocol == protocolOf(inet.transport())
                && address.ip().equals(inet.address())
                && (inet.address().family() == Ip.Family.V4 || takesOnlyV6 != inet.mapped());
    }

    private boolean isOf(SocketType kind, String name) {
        return !address.isInet() && type == kindOf(kind) && address.text().equals(UNIX + name);
    }

    /** Without its file nobody can reach it; another's may be in its place. */
    private boolean hasItsFile(String path) {
        KernelAddress place = new KernelAddress();
        return place.setPath(path)
                && fileAt(place)
                        .filter(file -> SocketFile.at(place).equals(Optional.of(file)))
                        .isPresent();
    }

    private Optional<SocketFile> fileAt(KernelAddress place) {
        int file = SocketFile.open(fd, place);
        if (file < 0) {
            return Optional.empty();
        }
        Optional<SocketFile> bound = SocketFile.of(file);
        LibC.INSTANCE.close(file);
        return bound;
    }

    /** Removes the file of a UNIX socket, if it is still this socket's. */
    void removeFile() {
        String path = address.isInet() ? "" : address.text().substring(UNIX.length());
        KernelAddress place = new KernelAddress();
        if (path.startsWith("/") && place.setPath(path)) {
            boolean unused = fileAt(place).filter(file -> file.remove(place)).isPresent();
        }
    }

    private static int kindOf(SocketType type) {
        return switch (type) {
            case STREAM -> SOCK_STREAM;
            case DATAGRAM -> SOCK_DGRAM;
            case SEQUENCED -> SOCK_SEQPACKET;
        };
    }

    private static int protocolOf(Transport transport) {
        return switch (transport) {
            case TCP -> IPPROTO_TCP;
            case UDP -> IPPROTO_UDP;
            case SCTP -> IPPROTO_SCTP;
        };
    }

    /** Returns the address, for people. */
    @Override
    public String toString() {
        return address.text();
    }
}
