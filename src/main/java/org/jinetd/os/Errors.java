package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the children of a service write to their descriptor 2, with the process that has written it.
 * It belongs to one thread.
 */
public interface Errors {

    /**
     * Some bytes that one process has written.
     *
     * @param pid who has: the child, or what it has started
     * @param bytes from position to limit; none when all who could write are gone
     */
    record Piece(int pid, ByteBuffer bytes) {
        public Piece {
            requireNonNull(bytes, "bytes");
        }

        public boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    /** Returns a descriptor that is readable while there is something to take, or the end. */
    Fd fd();

    /** Takes what comes next, valid until the next call; empty when there is nothing now. */
    Optional<Piece> next();

    /** Gives up the daemon's own writing end: the end comes when no child has it any more. */
    void finish();

    /** Closes both ends; who still writes gets SIGPIPE. */
    void close();
}
