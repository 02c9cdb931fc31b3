package org.jinetd.builtin;

import java.nio.ByteBuffer;

/**
 * RFC 864 over a stream: until the connection is closed. A client's end of file ends nothing, since
 * it may still read; a client that is gone fails the next write.
 */
final class Chargen implements Conversation {

    /** The whole state is the position of this view, within the first period. */
    private final ByteBuffer text = Ring.view();

    private boolean ended;

    @Override
    public Wants wants() {
        return ended ? Wants.WRITE : Wants.READ_OR_WRITE;
    }

    @Override
    public void received(ByteBuffer buffer) {
        buffer.position(buffer.limit());
    }

    @Override
    public void ended() {
        ended = true;
    }

    @Override
    public ByteBuffer output(ByteBuffer scratch) {
        return text.limit(text.position() + Ring.AHEAD);
    }

    @Override
    public void sent(ByteBuffer rest) {
        text.position(text.position() % Ring.PERIOD);
    }
}
