package org.jinetd.os;

import java.nio.ByteBuffer;
import org.jinetd.plan.Ip;

/**
 * Room for one received datagram, used again and again. What it says holds until the next receive.
 * One that came over a UNIX socket has no addresses: they throw {@link IllegalStateException}.
 */
public interface Datagram {

    /** Returns the payload, from position to limit; a direct buffer. */
    ByteBuffer payload();

    /** Returns where it came from; mapped addresses as they come. */
    Ip source();

    int sourcePort();

    /** Returns the address it was sent to, which may be a broadcast or multicast one. */
    Ip destination();
}
