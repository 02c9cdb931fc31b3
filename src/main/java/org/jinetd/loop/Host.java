package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import org.jinetd.os.Children;
import org.jinetd.os.Clock;
import org.jinetd.os.Poller;
import org.jinetd.os.Sockets;

/** The system, as far as one loop sees it; the poller and the sockets are the loop's own. */
public record Host(Clock clock, Poller poller, Sockets sockets, Children children) {
    public Host {
        requireNonNull(clock, "clock");
        requireNonNull(poller, "poller");
        requireNonNull(sockets, "sockets");
        requireNonNull(children, "children");
    }
}
