package org.jinetd.builtin;

import java.nio.ByteBuffer;

/** RFC 863 over a stream. */
final class Discard implements Conversation {

    private boolean ended;

    @Override
    public Wants wants() {
        return ended ? Wants.CLOSE : Wants.READ;
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
        return scratch.limit(0);
    }

    @Override
    public void sent(ByteBuffer rest) {}
}
