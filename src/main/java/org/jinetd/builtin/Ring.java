package org.jinetd.builtin;

import java.nio.ByteBuffer;

/**
 * The pattern of RFC 864: lines of 72 of the 95 printable ASCII characters, taken from a ring, each
 * line starting one further. After 95 lines it repeats itself.
 */
final class Ring {

    private static final int CHARACTERS = 95;
    private static final int WIDTH = 72;

    /** Bytes of a line, with its CRLF. */
    static final int LINE = WIDTH + 2;

    /** Bytes after which the pattern repeats. */
    static final int PERIOD = CHARACTERS * LINE;

    /** Periods that can be read on from any byte of the first: 63 270 bytes for one write. */
    static final int AHEAD = 9 * PERIOD;

    private static final ByteBuffer TEXT = text();

    private Ring() {}

    /** Returns the pattern, direct and read-only, with a position of its own. */
    static ByteBuffer view() {
        return TEXT.duplicate();
    }

    private static ByteBuffer text() {
        ByteBuffer text = ByteBuffer.allocateDirect(PERIOD + AHEAD);
        for (int line = 0; text.hasRemaining(); line++) {
            for (int column = 0; column < WIDTH; column++) {
                text.put((byte) (' ' + (line + column) % CHARACTERS));
            }
            text.put((byte) '\r').put((byte) '\n');
        }
        return text.flip().asReadOnlyBuffer();
    }
}
