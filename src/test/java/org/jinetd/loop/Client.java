package org.jinetd.loop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.plan.Peer;

/** One who has connected, from its own point of view; the script of what the daemon will find. */
final class Client implements Opened {

    final Peer peer;
    final Deque<byte[]> said = new ArrayDeque<>();
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    final List<String> options = new ArrayList<>();
    final List<Integer> writes = new ArrayList<>();
    Optional<Fd> fd = Optional.empty();
    Optional<FakeProcess> child = Optional.empty();
    Optional<Errno> broken = Optional.empty();
    boolean saidAll;
    boolean heardAll;
    boolean isBlocking;
    boolean isSourceRouted;
    int mostPerWrite = Integer.MAX_VALUE;
    long room = Long.MAX_VALUE;

    Client(Peer peer) {
        this.peer = peer;
    }

    Client says(String text) {
        said.add(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Returns whether its next message fits, and lets one that does not be gone. */
    boolean nextFits(int room) {
        boolean fits = said.isEmpty() || said.peek().length <= room;
        if (!fits) {
            said.remove();
        }
        return fits;
    }

    /** Says no more, but still listens. */
    Client saysNoMore() {
        saidAll = true;
        return this;
    }

    /** Lets the kernel take so many bytes at once, at most. */
    Client takesAtOnce(int bytes) {
        mostPerWrite = bytes;
        return this;
    }

    /** Lets the kernel take so many bytes more, and then none. */
    Client takesOnly(long bytes) {
        room = bytes;
        return this;
    }

    Client resets() {
        broken = Optional.of(Errno.ECONNRESET);
        return this;
    }

    String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns whether it was taken off the queue at all. */
    boolean isAccepted() {
        return fd.isPresent();
    }

    boolean isHeldByDaemon() {
        return fd.isPresent() && fd.get().isOpen();
    }

    /** Returns whether nobody holds the other end any more. */
    boolean isClosed() {
        return isAccepted() && !isHeldByDaemon() && child.isEmpty();
    }

    @Override
    public boolean isReadable() {
        return broken.isPresent() || !said.isEmpty() || saidAll;
    }

    @Override
    public boolean isWritable() {
        return broken.isPresent() || room > 0;
    }

    @Override
    public void becomesBlocking(boolean blocking) {
        isBlocking = blocking;
    }
}
