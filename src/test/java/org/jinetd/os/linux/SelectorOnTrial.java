package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.os.Fd;

/** A selector with the channels that a test registers, and the keys that it hands out. */
final class SelectorOnTrial implements AutoCloseable {

    private static final int IDLE_MILLIS = 40;

    final EpollSelector selector;
    final List<SelectionKey> handedOut = new ArrayList<>();
    private final List<NativeChannel> channels = new ArrayList<>();

    SelectorOnTrial() throws IOException {
        selector = EpollSelector.open();
    }

    SelectionKey register(Fd fd, int ops) {
        try {
            NativeChannel channel = NativeChannel.of(fd);
            channels.add(channel);
            return channel.register(selector, ops);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits, handing out what is ready; returns how many that were. */
    int select() throws IOException {
        return selector.select(handedOut::add);
    }

    /** Proves that nothing wakes it. */
    void assertIdle() throws IOException {
        long start = System.nanoTime();
        assertEquals(0, selector.select(handedOut::add, IDLE_MILLIS));
        long waited = System.nanoTime() - start;
        assertTrue(waited >= IDLE_MILLIS * 1_000_000L, () -> "waited only " + waited + " ns");
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (NativeChannel channel : channels) {
            channel.close();
        }
    }
}
