package org.jinetd.os.linux;

import java.nio.ByteBuffer;

/** The options of an IPv4 header (RFC 791, 3.1). */
final class IpOptions {

    /** A header has 40 bytes for them. */
    static final int ROOM = 40;

    private static final int END = 0;
    private static final int NOTHING = 1;
    private static final int LOOSE_ROUTE = 0x83;
    private static final int STRICT_ROUTE = 0x89;
    private static final int SHORTEST = 2;

    private IpOptions() {}

    /** Returns whether one of them is a source route; what cannot be read is taken for one. */
    static boolean haveRoute(ByteBuffer options) {
        int at = options.position();
        while (at < options.limit()) {
            int kind = options.get(at) & 0xff;
            if (kind == END) {
                return false;
            }
            if (kind == LOOSE_ROUTE || kind == STRICT_ROUTE) {
                return true;
            }
            if (kind == NOTHING) {
                at++;
                continue;
            }
            int length = at + 1 < options.limit() ? options.get(at + 1) & 0xff : 0;
            if (length < SHORTEST) {
                return true;
            }
            at += length;
        }
        return false;
    }
}
