package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Descriptors that are refused. The limit of a user (/proc/sys/fs/epoll/max_user_watches) is not
 * ours to set: the kernel refuses regular files, and a counter what is beyond a limit.
 */
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

    private static final String SELF = "/proc/self/fd/";

    /** Refuses what is more than so many watches, in whichever set, as the kernel does. */
    private static final class Limit implements EpollSet.Control {
        private final Set<String> watches = new HashSet<>();
        private int most = Integer.MAX_VALUE;
        private int refusals;

        @Override
        public int of(int epoll, int operation, int fd, long event) {
            boolean isNew = operation == EpollSet.EPOLL_CTL_ADD;
            watches.removeIf(watch -> Files.notExists(Path.of(SELF + watch.split(" ")[0])));
            if (isNew && watches.size() >= most) {
                refusals++;
                return -Errno.ENOSPC.number();
            }
            int result = EpollSet.Control.KERNEL.of(epoll, operation, fd, event);
            if (isNew && result == 0) {
                watches.add(epoll + " " + fd);
            } else if (operation == EpollSet.EPOLL_CTL_DEL && result == 0) {
                watches.remove(epoll + " " + fd);
            }
            return result;
        }
    }

    /** Leaves an open file in the set that no descriptor leads to; returns the one to close. */
    private static Fd orphan(EpollSelector selector) throws IOException {
        Fd event = TestCalls.event(1);
        Fd childs = TestCalls.sameFile(event);
        SelectionKey key =
                NativeChannel.of(event).register(selector, SelectionKey.OP_READ, "orphan");
        selector.selectNow();
        TestCalls.close(event);
        key.cancel();
        return childs;
    }

    @Test
    void a_set_is_renewed_where_there_is_no_room_for_a_second() throws IOException {
        Limit limit = new Limit();
        try (EpollSelector selector = EpollSelector.open(limit)) {
            NativeChannel event = NativeChannel.of(TestCalls.event(1));
            event.register(selector, SelectionKey.OP_READ, "event");
            Fd childs = orphan(selector);
            limit.most = limit.watches.size();
            for (int i = 0; i < 4; i++) {
                poll(selector);
            }
            assertEquals(0, limit.refusals);
            assertEquals(List.of(), refused);
            assertEquals(List.of("event", "event", "event", "event"), ready);
            event.close();
            selector.selectNow();
            assertEquals(0, selector.select(1), "the orphan does not wake it any more");
            TestCalls.close(childs);
        }
    }

    @Test
    void a_set_that_cannot_be_renewed_serves_on_and_is_when_there_is_room() throws IOException {
        Limit limit = new Limit();
        try (EpollSelector selector = EpollSelector.open(limit)) {
            NativeChannel event = NativeChannel.of(TestCalls.event(1));
            event.register(selector, SelectionKey.OP_READ, "event");
            Fd childs = orphan(selector);
            selector.selectNow();
            limit.most = 1;
            poll(selector);
            poll(selector);
            assertTrue(limit.refusals > 0);
            assertEquals(List.of("event"), refused, "told once, as by any other lack of room");
            limit.most = Integer.MAX_VALUE;
            selector.selectNow();
            selector.selectNow();
            long start = System.nanoTime();
            selector.select(20);
            assertTrue(System.nanoTime() - start >= 20_000_000L);
            selector.wakeup();
            assertEquals(0, selector.select(), "it still hears of a wake-up");
            TestCalls.close(childs);
            event.close();
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
