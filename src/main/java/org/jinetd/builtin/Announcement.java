package org.jinetd.builtin;

import java.nio.ByteBuffer;

/** Says one text, whatever the client sends, and leaves in peace. */
final class Announcement implements Conversation {

    /** Bytes of a client that listens to nobody, after which it may well be reset. */
    static final int PATIENCE = 64 * 1024;

    private final byte[] text;
    private int said;
    private int dropped;
    private boolean ended;

    /**
     * Takes the text, from position to limit.
     *
     * @param text what to say; it is copied
     */
    Announcement(ByteBuffer text) {
        this.text = new byte[text.remaining()];
        text.get(this.text);
    }

    @Override
    public Wants wants() {
        if (said < text.length) {
            return Wants.WRITE;
        }
        return ended || dropped >= PATIENCE ? Wants.CLOSE : Wants.LINGER;
    }

    @Override
    public void received(ByteBuffer buffer) {
        dropped += buffer.remaining();
        buffer.position(buffer.limit());
    }

    @Override
    public void ended() {
        ended = true;
    }

    @Override
    public ByteBuffer output(ByteBuffer scratch) {
        scratch.clear();
        scratch.put(text, said, Math.min(text.length - said, scratch.remaining()));
        return scratch.flip();
    }

    @Override
    public void sent(ByteBuffer rest) {
        if (said < text.length) {
            said += rest.position();
        }
    }
}
