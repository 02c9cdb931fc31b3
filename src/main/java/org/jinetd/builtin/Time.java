package org.jinetd.builtin;

import java.nio.ByteBuffer;

/**
 * RFC 868: the seconds since 1900, UTC, as 32 unsigned bits. They start again at 0 on 7 February
 * 2036, as the RFC says, and clients are used to it.
 */
final class Time implements Answer {

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    @Override
    public boolean reply(ByteBuffer request, ByteBuffer response, long wallMillis) {
        long seconds = Math.floorDiv(wallMillis, 1000) + SECONDS_FROM_1900_TO_1970;
        response.clear();
        // Byte by byte, because the order of the loop's buffer is the loop's business.
        for (int shift = 24; shift >= 0; shift -= 8) {
            response.put((byte) (seconds >>> shift));
        }
        response.flip();
        return true;
    }
}
