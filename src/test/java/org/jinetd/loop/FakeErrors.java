package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;

/** What the children of one service write to their descriptor 2, when the test says so. */
final class FakeErrors implements Errors, Opened {

    private final FakeOs os;
    private final Fd fd;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final List<FakeProcess> holders = new ArrayList<>();
    private boolean finished;
    private boolean shutDown;

    FakeErrors(FakeOs os) {
        this.os = os;
        fd = os.newFd();
        os.enter(fd, this);
    }

    void heldBy(FakeProcess process) {
        assertFalse(finished, "a child gets what is open");
        assertTrue(fd.isOpen(), "and not another file of its number");
        holders.add(process);
        process.stderr = Optional.of(this);
    }

    void write(int pid, String text) {
        pieces.add(new Piece(pid, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    int unread() {
        return pieces.size();
    }

    /** A child ends it for all (shutdown(2)). */
    void shutDown() {
        shutDown = true;
    }

    private boolean isAtEnd() {
        return shutDown
                || (finished && holders.stream().allMatch(holder -> holder.ended.isPresent()));
    }

    @Override
    public boolean isReadable() {
        return !pieces.isEmpty() || isAtEnd();
    }

    @Override
    public Fd fd() {
        return fd;
    }

    @Override
    public Optional<Piece> next() {
        os.requireOpen(fd);
        if (pieces.isEmpty() && isAtEnd()) {
            return Optional.of(new Piece(0, ByteBuffer.allocate(0)));
        }
        return Optional.ofNullable(pieces.poll());
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void close() {
        os.close(fd);
    }
}
