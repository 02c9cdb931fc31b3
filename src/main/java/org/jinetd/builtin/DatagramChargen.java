package org.jinetd.builtin;

import java.nio.ByteBuffer;

/**
 * RFC 864 over datagrams: 0 to 512 characters, but never more than came, so that nobody's spoofed
 * datagram is worth more than its own bytes. Every answer starts one line further.
 */
final class DatagramChargen implements Answer {

    /** RFC 864, "UDP Based Character Generator Service". */
    private static final int LONGEST = 512;

    private final ByteBuffer text = Ring.view();
    private int start;

    @Override
    public boolean reply(ByteBuffer request, ByteBuffer response, long wallMillis) {
        int length = Math.min(request.remaining(), LONGEST);
        if (length == 0) {
            return false;
        }
        response.clear();
        response.put(text.clear().position(start).limit(start + length)).flip();
        start = (start + Ring.LINE) % Ring.PERIOD;
        return true;
    }
}
