package org.jinetd.os.linux;

import static org.jinetd.os.linux.TestCalls.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinuxPollerTest {

    private static final long IDLE_NANOS = 20_500_000;

    private final Poller poller;
    private final List<Fd> opened = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    LinuxPollerTest() {
        poller =
                LinuxPoller.open()
                        .match(
                                Outcome.Done::value,
                                failed -> {
                                    throw new AssertionError(failed);
                                });
    }

    @AfterEach
    void close() {
        poller.close();
        opened.stream().filter(Fd::isOpen).forEach(TestCalls::close);
    }

    @Test
    void a_handler_learns_what_is_ready_of_what_it_asked_for() {
        watch("reader", 1, Interest.READ);
        watch("writer", 1, Interest.WRITE);
        watch("both", 1, Interest.READ_WRITE);
        watch("none", 1, Interest.NONE);
        poller.poll(Poller.FOREVER);
        assertEquals(List.of("reader r", "writer w", "both rw"), calls);
    }

    @Test
    void a_poll_that_finds_nothing_takes_its_time_and_not_less() {
        watch("idle", 0, Interest.READ);
        assertIdle();
    }

    @Test
    void a_poll_of_no_time_looks_and_returns() {
        watch("ready", 1, Interest.READ);
        poller.poll(-1);
        poller.poll(0);
        assertEquals(List.of("ready r", "ready r"), calls);
    }

    @Test
    void a_wakeup_before_a_poll_ends_it() {
        poller.wakeup();
        poller.wakeup();
        poller.poll(Poller.FOREVER);
        assertIdle();
    }

    @Test
    void a_wakeup_of_another_thread_ends_a_poll() throws InterruptedException {
        Thread other = new Thread(poller::wakeup);
        other.start();
        poller.poll(Poller.FOREVER);
        other.join();
    }

    @Test
    void a_cancelled_watch_is_not_called_for_what_the_poll_has_found() {
        List<Poller.Watch> watches = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            watches.add(
                    poller.watch(
                            opened(1),
                            Interest.READ,
                            (readable, writable) -> {
                                calls.add("called");
                                watches.forEach(Poller.Watch::cancel);
                            }));
        }
        poller.poll(Poller.FOREVER);
        assertEquals(List.of("called"), calls);
        assertIdle();
    }

    @Test
    void a_descriptor_may_be_lent_and_watched_again() {
        Fd lent = opened(1);
        Poller.Watch watch = poller.watch(lent, Interest.READ, (r, w) -> calls.add("first"));
        poller.poll(Poller.FOREVER);
        watch.interest(Interest.NONE);
        assertIdle();
        watch.interest(Interest.READ);
        poller.poll(Poller.FOREVER);
        watch.cancel();
        watch.cancel();
        Poller.Watch again = poller.watch(lent, Interest.READ, (r, w) -> calls.add("second"));
        poller.poll(Poller.FOREVER);
        again.cancel();
        assertEquals(List.of("first", "first", "second"), calls);
        assertTrue(lent.isOpen());
    }

    @Test
    void a_cancelled_and_closed_descriptor_is_silent_though_a_child_holds_the_open_file() {
        Fd mine = opened(1);
        Fd childs = TestCalls.sameFile(mine);
        opened.add(childs);
        Poller.Watch watch = poller.watch(mine, Interest.READ, (r, w) -> calls.add("called"));
        poller.poll(Poller.FOREVER);
        watch.cancel();
        TestCalls.close(mine);
        assertIdle();
    }

    @Test
    void an_exception_of_a_handler_ends_the_poll_and_the_others_come_with_the_next() {
        Poller.Watch bad =
                poller.watch(
                        opened(1),
                        Interest.READ,
                        (r, w) -> {
                            throw new ArithmeticException("a handler's own");
                        });
        watch("other", 1, Interest.READ);
        assertThrows(ArithmeticException.class, () -> poller.poll(Poller.FOREVER));
        bad.cancel();
        poller.poll(Poller.FOREVER);
        assertEquals("other r", calls.get(0));
    }

    @Test
    void a_descriptor_that_cannot_be_watched_is_said_by_the_next_poll_and_once() {
        Fd directory = new Fd(LibC.INSTANCE.open("/", TestCalls.O_CLOEXEC_NONBLOCK, 0));
        opened.add(directory);
        poller.watch(directory, Interest.READ, (r, w) -> calls.add("directory"));
        watch("ready", 1, Interest.READ);
        assertThrows(UncheckedIOException.class, () -> poller.poll(Poller.FOREVER));
        poller.poll(Poller.FOREVER);
        assertEquals(List.of("ready r"), calls);
    }

    private void watch(String name, int count, Interest interest) {
        poller.watch(
                opened(count),
                interest,
                (readable, writable) ->
                        calls.add(name + " " + (readable ? "r" : "") + (writable ? "w" : "")));
    }

    private Fd opened(int count) {
        Fd fd = event(count);
        opened.add(fd);
        return fd;
    }

    private void assertIdle() {
        int before = calls.size();
        long start = System.nanoTime();
        poller.poll(IDLE_NANOS);
        assertTrue(System.nanoTime() - start >= IDLE_NANOS);
        assertEquals(before, calls.size());
    }
}
