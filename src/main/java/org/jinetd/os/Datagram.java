package org.jinetd.os;

import java.nio.ByteBuffer;
import org.jinetd.plan.Ip;

/**
 * A received datagram, with room for an answer. What it says holds until the next receive. One that
 * came over a UNIX socket has no addresses: they throw {@link IllegalStateException}.
 */
public interface Datagram {

    /** Returns the payload, from position to limit; a direct buffer. */
    ByteBuffer payload();

    /**
     * Returns whether there is anything to answer: it came whole, and its sender has an address or
     * a name. Over UDP both are always so.
     */
    boolean isAnswerable();

    /** Returns where it came from; mapped addresses as they come. */
    Ip source();

    int sourcePort();

    /** Returns the address it was sent to, which may be a broadcast or multicast one. */
    Ip destination();

    /** Returns the room for its answer, 65536 bytes; a direct buffer. */
    ByteBuffer answer();
}
