package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import org.jinetd.os.Children;
import org.jinetd.os.Clock;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;
import org.jinetd.os.SourceSockets;

/** The system, as far as one loop sees it; the poller and the sockets are the loop's own. */
public record Host(
        Clock clock,
        Poller poller,
        Sockets sockets,
        Children children,
        SourceSockets sourceSockets,
        Registrar registrar,
        Gatehouse gatehouse) {
    public Host {
        requireNonNull(clock, "clock");
        requireNonNull(poller, "poller");
        requireNonNull(sockets, "sockets");
        requireNonNull(children, "children");
        requireNonNull(sourceSockets, "sourceSockets");
        requireNonNull(registrar, "registrar");
        requireNonNull(gatehouse, "gatehouse");
    }

    /** Makes a host on which no source of datagrams can have a socket of its own. */
    public Host(
            Clock clock,
            Poller poller,
            Sockets sockets,
            Children children,
            Registrar registrar,
            Gatehouse gatehouse) {
        this(clock, poller, sockets, children, SourceSockets.NONE, registrar, gatehouse);
    }
}
