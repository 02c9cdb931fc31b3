package org.jinetd.builtin;

import java.nio.ByteBuffer;

/** How a built-in datagram service answers; whether it may is the {@link DatagramGuard}'s word. */
public interface Answer {

    /** Bytes of the longest answer: what UDP can carry, rounded up. */
    int ROOM = 64 * 1024;

    /**
     * Overwrites {@code response} with the answer, from position to limit. An answer may be empty,
     * which is not the same as none.
     *
     * @param request one datagram, from position to limit; may be empty
     * @param response a buffer of {@link #ROOM} bytes
     * @param wallMillis the time of day, in milliseconds since 1970
     * @return whether there is an answer
     */
    boolean reply(ByteBuffer request, ByteBuffer response, long wallMillis);
}
