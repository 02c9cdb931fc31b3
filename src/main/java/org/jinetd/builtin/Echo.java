package org.jinetd.builtin;

import java.nio.ByteBuffer;

/**
 * RFC 862 over a stream. What is read is written from the same buffer; only what the kernel did not
 * take is copied, and then nothing more is read until it is gone.
 */
final class Echo implements Conversation {

    private static final byte[] NOTHING = {};

    /** Stays with the connection once made: a client that stalls once will stall again. */
    private byte[] kept = NOTHING;

    private int from;
    private int to;
    private boolean ended;

    @Override
    public Wants wants() {
        if (from < to) {
            return Wants.WRITE;
        }
        return ended ? Wants.CLOSE : Wants.READ;
    }

    @Override
    public void received(ByteBuffer buffer) {
        if (from < to) {
            throw new IllegalStateException("read before the rest was written");
        }
    }

    @Override
    public void ended() {
        ended = true;
    }

    @Override
    public ByteBuffer output(ByteBuffer scratch) {
        scratch.clear();
        scratch.put(kept, from, Math.min(to - from, scratch.remaining()));
        return scratch.flip();
    }

    @Override
    public void sent(ByteBuffer rest) {
        if (from < to) {
            from += rest.position();
        } else if (rest.hasRemaining()) {
            keep(rest);
        }
    }

    private void keep(ByteBuffer rest) {
        int length = rest.remaining();
        if (kept.length < length) {
            kept = new byte[length];
        }
        rest.get(kept, 0, length);
        from = 0;
        to = length;
    }
}
