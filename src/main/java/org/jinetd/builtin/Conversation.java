package org.jinetd.builtin;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The daemon's side of one connection of a built-in stream service. It owns no socket: a loop reads
 * and writes for it, with one buffer for all its connections.
 *
 * <p>After every call, {@link #wants} says what comes next. When it {@linkplain Wants#reads reads},
 * the loop may read into its buffer: bytes go to {@link #received}, which leaves in the buffer what
 * is to be written at once; the end of file goes to {@link #ended}. When it {@linkplain
 * Wants#writes writes}, the loop may write what {@link #output} gives. After either write, whole,
 * short, or refused with EAGAIN, {@link #sent} learns what remained. An error of the connection is
 * told to nobody: the loop closes it.
 */
public interface Conversation {

    /**
     * The size in bytes that suits a loop's buffer: a bigger one makes echo no faster, a smaller
     * one does make it slower. A connection keeps at most as much as one read gave, so this also
     * bounds the memory of a client that sends and does not read.
     */
    int ROOM = 16 * 1024;

    /** How long a connection may stay in {@link Wants#LINGER}, whatever it sends. */
    Duration LINGER_LIMIT = Duration.ofSeconds(2);

    /** What a conversation waits for. */
    enum Wants {
        READ(true, false),
        WRITE(false, true),
        READ_OR_WRITE(true, true),
        /**
         * All is said: shut the writing side down, once, and read until the end of file. To close
         * with bytes unread would reset the connection, and a reset may overtake the answer (RFC
         * 1122, 4.2.2.13).
         */
        LINGER(true, false),
        /** The conversation is over. */
        CLOSE(false, false);

        private final boolean reads;
        private final boolean writes;

        Wants(boolean reads, boolean writes) {
            this.reads = reads;
            this.writes = writes;
        }

        public boolean reads() {
            return reads;
        }

        public boolean writes() {
            return writes;
        }
    }

    Wants wants();

    /** Returns how long it may take in all; empty when only idleness ends it. */
    default Optional<Duration> limit() {
        return Optional.empty();
    }

    /**
     * Takes what the client sent, from position to limit, and leaves in the buffer, from position
     * to limit, what is to be written at once; nothing when nothing is. Only for a conversation
     * that reads.
     */
    void received(ByteBuffer buffer);

    /** Takes the client's end of file. Only for a conversation that reads. */
    void ended();

    /**
     * Returns the bytes to write next: the scratch buffer, overwritten, or a direct buffer of the
     * conversation's own. Empty when it does not {@linkplain Wants#writes write}.
     */
    ByteBuffer output(ByteBuffer scratch);

    /**
     * Takes note of a write.
     *
     * @param rest the buffer that was offered to the kernel, its position moved behind what the
     *     kernel took
     */
    void sent(ByteBuffer rest);
}
