package org.jinetd.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Fd;
import org.jinetd.os.SignalSource;

/** Signals that the test sends. */
final class FakeSignals implements SignalSource, Opened {

    private final Deque<DaemonSignal> waiting = new ArrayDeque<>();
    private final Fd fd;

    FakeSignals(FakeOs os) {
        this.fd = os.newFd();
        os.enter(fd, this);
    }

    void send(DaemonSignal signal) {
        waiting.add(signal);
    }

    @Override
    public Fd fd() {
        return fd;
    }

    @Override
    public Optional<DaemonSignal> next() {
        return Optional.ofNullable(waiting.poll());
    }

    @Override
    public boolean isReadable() {
        return !waiting.isEmpty();
    }
}
