package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.os.Fd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors that the kernel refuses to watch: regular files, since no limit is ours to set. */
@Timeout(30)
class EpollNoRoomTest {

    private static final int O_RDONLY_CLOEXEC = 0x8_0000;

    private final List<Object> ready = new ArrayList<>();
    private final List<Object> refused = new ArrayList<>();

    private SelectionKey file(EpollSelector selector) throws IOException {
        int regular = TestCalls.good(LibC.INSTANCE.open("/etc/passwd", O_RDONLY_CLOEXEC, 0));
        return NativeChannel.of(new Fd(regular)).register(selector, SelectionKey.OP_READ, "file");
    }

    private void poll(EpollSelector selector) throws IOException {
        selector.poll(
                key -> ready.add(key.attachment()), (key, why) -> refused.add(key.attachment()), 0);
    }

    @Test
    void others_are_served_and_it_is_tried_again_when_its_interest_comes_again()
            throws IOException {
        try (EpollSelector selector = EpollSelector.open()) {
            SelectionKey key = file(selector);
            NativeChannel event = NativeChannel.of(TestCalls.event(1));
            event.register(selector, SelectionKey.OP_READ, "event");
            poll(selector);
            poll(selector);
            assertEquals(List.of("event", "event"), ready);
            assertEquals(List.of("file"), refused);
            assertTrue(key.isValid());
            key.interestOps(0);
            poll(selector);
            key.interestOps(SelectionKey.OP_READ);
            poll(selector);
            assertEquals(List.of("file", "file"), refused);
        }
    }

    @Test
    void without_anybody_to_take_it_it_is_cancelled() throws IOException {
        try (EpollSelector selector = EpollSelector.open()) {
            SelectionKey key = file(selector);
            assertThrows(FailedCall.class, selector::selectNow);
            assertFalse(key.isValid());
        }
    }
}
