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

import org.jinetd.os.Sockets;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketTuning.Flag;
import org.jinetd.plan.Transport;

/**
 * Sets the options of a tuning, those only that differ from the tuning before: what is not asked
 * for costs no system call. Linux takes each of them before bind(2) and after listen(2) alike, and
 * what a TCP listener accepts inherits all that concern a connection.
 */
final class SocketTuner {

    private static final String ANY_DEVICE = "";

    private final SocketOptions options;

    SocketTuner(SocketOptions options) {
        this.options = options;
    }

    boolean change(Opening opening, Endpoint.Inet inet, Sockets.Retuning retuning) {
        return change(opening, inet, retuning.before(), retuning.after());
    }

    /** Returns whether all was done, or notes what failed. */
    boolean change(Opening opening, Endpoint.Inet inet, SocketTuning before, SocketTuning after) {
        Switch switches = new Switch(opening, before, after);
        boolean v6 = inet.address().family() == Ip.Family.V6;
        boolean v4 = !v6 || inet.mapped();
        return (v6
                        ? switches.flag(Flag.FREEBIND, IPPROTO_IPV6, IPV6_FREEBIND)
                        : switches.flag(Flag.FREEBIND, IPPROTO_IP, IP_FREEBIND))
                && switches.flag(Flag.REUSE_PORT, SOL_SOCKET, SO_REUSEPORT)
                && device(opening, before, after)
                && (!v4 || tos(opening, IPPROTO_IP, IP_TOS, before, after))
                && (!v6 || tos(opening, IPPROTO_IPV6, IPV6_TCLASS, before, after))
                && mark(opening, before, after)
                && (inet.transport() != Transport.TCP || ofTcp(opening, before, after));
    }

    private boolean ofTcp(Opening opening, SocketTuning before, SocketTuning after) {
        Switch switches = new Switch(opening, before, after);
        return switches.flag(Flag.KEEPALIVE, SOL_SOCKET, SO_KEEPALIVE)
                && switches.flag(Flag.NODELAY, IPPROTO_TCP, TCP_NODELAY)
                && deferAccept(opening, before, after);
    }

    /** Sets the device alone. */
    boolean device(Opening opening, SocketTuning before, SocketTuning after) {
        String device = after.bindDevice().orElse(ANY_DEVICE);
        return after.bindDevice().equals(before.bindDevice())
                || opening.did(
                        "setsockopt(SO_BINDTODEVICE, " + device + ")",
                        options.set(opening.fd(), SOL_SOCKET, SO_BINDTODEVICE, device));
    }

    private boolean tos(
            Opening opening, int level, int name, SocketTuning before, SocketTuning after) {
        return after.tos().equals(before.tos())
                || opening.did(
                        level == IPPROTO_IP ? "setsockopt(IP_TOS)" : "setsockopt(IPV6_TCLASS)",
                        options.set(opening.fd(), level, name, after.tos().orElse(0)));
    }

    private boolean mark(Opening opening, SocketTuning before, SocketTuning after) {
        return after.mark().equals(before.mark())
                || opening.did(
                        "setsockopt(SO_MARK)",
                        options.set(
                                opening.fd(), SOL_SOCKET, SO_MARK, (int) after.mark().orElse(0)));
    }

    private boolean deferAccept(Opening opening, SocketTuning before, SocketTuning after) {
        int seconds = after.deferAccept().orElse(0);
        return after.deferAccept().equals(before.deferAccept())
                || opening.did(
                        "setsockopt(TCP_DEFER_ACCEPT)",
                        options.set(opening.fd(), IPPROTO_TCP, TCP_DEFER_ACCEPT, seconds));
    }

    /** The options that are on or off. */
    private final class Switch {
        private final Opening opening;
        private final SocketTuning before;
        private final SocketTuning after;

        Switch(Opening opening, SocketTuning before, SocketTuning after) {
            this.opening = opening;
            this.before = before;
            this.after = after;
        }

        boolean flag(Flag flag, int level, int name) {
            boolean on = after.flags().contains(flag);
            return on == before.flags().contains(flag)
                    || opening.did(
                            "setsockopt(" + flag + ")",
                            options.set(opening.fd(), level, name, on ? 1 : 0));
        }
    }
}
