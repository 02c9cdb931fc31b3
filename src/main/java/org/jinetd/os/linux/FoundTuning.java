package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_TCP;
import static org.jinetd.os.linux.SocketConstants.IPV6_FREEBIND;
import static org.jinetd.os.linux.SocketConstants.IPV6_TCLASS;
import static org.jinetd.os.linux.SocketConstants.IP_FREEBIND;
import static org.jinetd.os.linux.SocketConstants.IP_TOS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_BINDTODEVICE;
import static org.jinetd.os.linux.SocketConstants.SO_KEEPALIVE;
import static org.jinetd.os.linux.SocketConstants.SO_MARK;
import static org.jinetd.os.linux.SocketConstants.SO_REUSEPORT;
import static org.jinetd.os.linux.SocketConstants.TCP_DEFER_ACCEPT;
import static org.jinetd.os.linux.SocketConstants.TCP_NODELAY;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketTuning.Flag;
import org.jinetd.plan.Transport;

/** Tells the options of a socket that somebody else has made. */
final class FoundTuning {

    private static final int NAME_BYTES = 16; // IFNAMSIZ

    private final SocketOptions options;
    private final int fd;

    FoundTuning(SocketOptions options, int fd) {
        this.options = options;
        this.fd = fd;
    }

    /** Returns them; the backlog cannot be told. */
    SocketTuning of(Endpoint.Inet inet) {
        boolean v6 = inet.address().family() == Ip.Family.V6;
        boolean tcp = inet.transport() == Transport.TCP;
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        addIf(
                v6 ? get(IPPROTO_IPV6, IPV6_FREEBIND) : get(IPPROTO_IP, IP_FREEBIND),
                Flag.FREEBIND,
                flags);
        addIf(get(SOL_SOCKET, SO_REUSEPORT), Flag.REUSE_PORT, flags);
        if (tcp) {
            addIf(get(SOL_SOCKET, SO_KEEPALIVE), Flag.KEEPALIVE, flags);
            addIf(get(IPPROTO_TCP, TCP_NODELAY), Flag.NODELAY, flags);
        }
        int mark = get(SOL_SOCKET, SO_MARK);
        return new SocketTuning(
                OptionalInt.empty(),
                device(),
                flags,
                tcp ? ifAny(get(IPPROTO_TCP, TCP_DEFER_ACCEPT)) : OptionalInt.empty(),
                ifAny(v6 ? get(IPPROTO_IPV6, IPV6_TCLASS) : get(IPPROTO_IP, IP_TOS)),
                mark == 0 ? OptionalLong.empty() : OptionalLong.of(mark & 0xffff_ffffL));
    }

    private int get(int level, int name) {
        return options.get(fd, level, name);
    }

    private static void addIf(int value, Flag flag, Set<Flag> flags) {
        if (value > 0) {
            flags.add(flag);
        }
    }

    private static OptionalInt ifAny(int value) {
        return value <= 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private Optional<String> device() {
        NativeArea area = new NativeArea(NAME_BYTES);
        int length = options.get(fd, SOL_SOCKET, SO_BINDTODEVICE, area);
        if (length <= 1) {
            return Optional.empty();
        }
        byte[] name = new byte[length - 1]; // without the 0 that ends it
        area.host().get(0, name);
        return Optional.of(ByteText.decode(name));
    }
}
