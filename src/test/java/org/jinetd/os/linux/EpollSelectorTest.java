package org.jinetd.os.linux;

import static org.jinetd.os.linux.TestCalls.event;
import static org.jinetd.os.linux.TestCalls.pipe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kenai.jffi.Library;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.jinetd.os.Fd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@link java.nio.channels.Selector}, and what it leaves to an implementation. */
@Timeout(30)
class EpollSelectorTest {

    private static final int OP_READ = SelectionKey.OP_READ;
    private static final int OP_WRITE = SelectionKey.OP_WRITE;
    private static final int IDLE_MILLIS = 40;
    private static final int MANY = 9_000;

    private final EpollSelector selector;
    private final List<NativeChannel> channels = new ArrayList<>();
    private final List<SelectionKey> handedOut = new ArrayList<>();

    EpollSelectorTest() throws IOException {
        selector = EpollSelector.open();
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
        for (NativeChannel channel : channels) {
            channel.close();
        }
    }

    @Test
    void a_ready_channel_is_handed_out_with_what_was_attached() throws IOException {
        SelectionKey key = register(event(1), OP_READ);
        key.attach("mine");
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(List.of(key), handedOut);
        assertEquals(OP_READ, key.readyOps());
        assertEquals("mine", key.attachment());
    }

    @Test
    void only_what_was_asked_for_is_ready() throws IOException {
        SelectionKey key = register(event(0), OP_READ | OP_WRITE);
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(OP_WRITE, key.readyOps());
    }

    @Test
    void it_is_level_triggered() throws IOException {
        SelectionKey key = register(event(1), OP_READ);
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(List.of(key, key), handedOut);
    }

    @Test
    void with_nothing_ready_it_waits_for_the_whole_timeout() throws IOException {
        register(event(0), OP_READ);
        assertIdle();
    }

    @Test
    void looking_does_not_wait() throws IOException {
        register(event(0), OP_READ);
        assertEquals(0, selector.selectNow());
        assertEquals(0, selector.selectNow(handedOut::add));
    }

    @Test
    void times_are_rounded_up_to_milliseconds_and_down_to_what_the_kernel_takes() {
        assertEquals(0, EpollSet.millisRoundedUp(0));
        assertEquals(1, EpollSet.millisRoundedUp(1));
        assertEquals(1, EpollSet.millisRoundedUp(1_000_000));
        assertEquals(2, EpollSet.millisRoundedUp(1_000_001));
        assertEquals(Integer.MAX_VALUE, EpollSet.millisRoundedUp(Long.MAX_VALUE - 1));
    }

    @Test
    void a_wakeup_ends_one_selection_whether_it_comes_before_or_during_it() throws Exception {
        selector.wakeup();
        assertEquals(0, selector.select());
        assertIdle();
        CompletableFuture<Integer> selection = inBackground();
        selector.wakeup();
        assertEquals(0, selection.get());
        assertIdle();
    }

    @Test
    void looking_takes_a_wakeup() throws IOException {
        selector.wakeup();
        assertEquals(0, selector.selectNow());
        assertIdle();
    }

    @Test
    void a_storm_of_wakeups_from_four_threads_ends_one_selection() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> times(1_000, selector::wakeup));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, selector.select());
        assertIdle();
    }

    @Test
    void a_wakeup_is_not_lost_when_an_action_throws() throws IOException {
        register(event(1), OP_READ);
        assertEquals(1, selector.select(handedOut::add)); // so that it comes before the wake-up
        selector.wakeup();
        assertThrows(ArithmeticException.class, () -> selector.select(key -> fail()));
        selector.keys().forEach(key -> key.interestOps(0));
        assertIdle();
        selector.wakeup();
        assertEquals(0, selector.select());
    }

    @Test
    void an_interrupt_ends_a_selection_and_stays() throws IOException {
        Thread.currentThread().interrupt();
        assertEquals(0, selector.select());
        assertTrue(Thread.interrupted());
    }

    @Test
    void closing_ends_a_selection_and_invalidates_the_keys() throws Exception {
        SelectionKey key = register(event(0), OP_READ);
        CompletableFuture<Integer> selection = inBackground();
        selector.close();
        assertEquals(0, selection.handle((count, thrown) -> 0).get());
        assertFalse(key.isValid());
        assertFalse(key.channel().isRegistered());
        assertThrows(ClosedSelectorException.class, selector::select);
        assertThrows(ClosedSelectorException.class, selector::keys);
        assertThrows(ClosedSelectorException.class, selector::selectedKeys);
        assertThrows(ClosedSelectorException.class, () -> register(event(0), OP_READ));
        assertSame(selector, selector.wakeup());
    }

    @Test
    void an_action_may_close_the_selector() throws IOException {
        register(event(1), OP_READ);
        register(event(1), OP_READ);
        assertThrows(ClosedSelectorException.class, () -> selector.select(this::closeSelector));
        assertEquals(1, handedOut.size());
    }

    @Test
    void an_action_may_not_select() throws IOException {
        register(event(1), OP_READ);
        selector.select(
                key -> assertThrows(IllegalStateException.class, () -> selector.selectNow()));
    }

    @Test
    void what_was_not_handed_out_when_an_action_threw_comes_with_the_next_selection()
            throws IOException {
        register(event(1), OP_READ);
        register(event(1), OP_READ);
        assertThrows(ArithmeticException.class, () -> selector.select(key -> fail()));
        assertEquals(2, selector.select(handedOut::add));
    }

    @Test
    void interest_widened_by_an_action_counts_from_the_next_selection() throws IOException {
        SelectionKey key = register(event(1), OP_READ);
        assertEquals(1, selector.select(k -> k.interestOps(OP_WRITE)));
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(OP_WRITE, key.readyOps());
    }

    @Test
    void interest_taken_back_by_an_action_counts_at_once() throws IOException {
        SelectionKey one = register(event(1), OP_READ);
        SelectionKey two = register(event(1), OP_READ);
        int count =
                selector.select(
                        key -> {
                            handedOut.add(key);
                            (key == one ? two : one).interestOps(0);
                        });
        assertEquals(1, count);
        assertEquals(1, handedOut.size());
    }

    @Test
    void without_interest_not_even_a_hangup_wakes_and_with_it_all_is_as_before()
            throws IOException {
        TestCalls.Pair pipe = pipe();
        SelectionKey key = register(pipe.first(), OP_READ);
        TestCalls.close(pipe.second());
        assertEquals(1, selector.select(handedOut::add));
        key.interestOps(0);
        assertIdle();
        key.interestOps(OP_READ);
        assertEquals(1, selector.select(handedOut::add));
    }

    @Test
    void a_hangup_or_an_error_is_every_readiness_that_was_asked_for() throws IOException {
        TestCalls.Pair hungUp = pipe();
        TestCalls.close(hungUp.second());
        SelectionKey reader = register(hungUp.first(), OP_READ);
        TestCalls.Pair broken = pipe();
        TestCalls.close(broken.first());
        SelectionKey writer = register(broken.second(), OP_READ | OP_WRITE);
        assertEquals(2, selector.select(handedOut::add));
        assertEquals(OP_READ, reader.readyOps());
        assertEquals(OP_READ | OP_WRITE, writer.readyOps());
    }

    @Test
    void a_key_cancelled_by_an_action_is_not_handed_out_though_it_was_found_ready()
            throws IOException {
        SelectionKey one = register(event(1), OP_READ);
        SelectionKey two = register(event(1), OP_READ);
        assertEquals(
                1,
                selector.select(
                        key -> {
                            handedOut.add(key);
                            (key == one ? two : one).cancel();
                        }));
        assertEquals(1, handedOut.size());
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(1, selector.keys().size());
        assertSame(handedOut.get(0), handedOut.get(1));
    }

    @Test
    void an_event_of_a_closed_descriptor_does_not_reach_the_next_one_of_that_number()
            throws IOException {
        SelectionKey one = register(event(1), OP_READ);
        SelectionKey two = register(event(1), OP_READ);
        List<SelectionKey> late = new ArrayList<>();
        selector.select(
                key -> {
                    handedOut.add(key);
                    if (handedOut.size() == 1) {
                        NativeChannel other = (NativeChannel) (key == one ? two : one).channel();
                        int number = other.getFD();
                        closeChannel(other);
                        Fd again = event(0);
                        assertEquals(number, again.number());
                        late.add(register(again, OP_READ));
                    }
                });
        assertEquals(1, handedOut.size());
        handedOut.get(0).interestOps(0);
        assertIdle();
        late.get(0).interestOps(OP_WRITE);
        assertEquals(1, selector.select(handedOut::add));
        assertSame(late.get(0), handedOut.get(1));
    }

    @Test
    void a_closed_channel_is_silent_though_a_child_holds_the_open_file() throws IOException {
        Fd event = event(1);
        Fd childs = TestCalls.sameFile(event);
        SelectionKey key = register(event, OP_READ);
        assertEquals(1, selector.select(handedOut::add));
        key.channel().close();
        assertFalse(key.isValid());
        assertIdle();
        assertEquals(Set.of(), selector.keys());
        TestCalls.close(childs);
    }

    @Test
    void a_descriptor_closed_behind_its_back_cannot_keep_it_awake() throws IOException {
        Fd event = event(1);
        Fd childs = TestCalls.sameFile(event);
        SelectionKey key = register(event, OP_READ);
        SelectionKey other = register(event(0), OP_READ | OP_WRITE);
        assertEquals(2, selector.select(handedOut::add));
        int number = event.number();
        TestCalls.close(event); // the mistake
        key.cancel();
        other.interestOps(OP_READ);
        Fd again = event(0);
        assertEquals(number, again.number());
        register(again, OP_READ);
        assertEquals(0, selector.selectNow(), "an event of the old one is none of the new one");
        assertIdle();
        other.interestOps(OP_WRITE);
        assertEquals(1, selector.select(handedOut::add));
        selector.wakeup();
        selector.keys().forEach(k -> k.interestOps(0));
        assertEquals(0, selector.select());
        TestCalls.close(childs);
    }

    @Test
    void a_descriptor_registered_again_belongs_to_the_later_key() throws IOException {
        Fd event = event(1);
        SelectionKey earlier = register(event, OP_READ);
        assertEquals(1, selector.select(handedOut::add));
        SelectionKey later = register(event, OP_READ);
        assertEquals(1, selector.select(handedOut::add));
        assertSame(later, handedOut.get(1));
        assertFalse(earlier.isValid());
    }

    @Test
    void what_the_kernel_does_not_watch_is_said_once_and_the_others_stay() throws IOException {
        int directory = TestCalls.good(LibC.INSTANCE.open("/", TestCalls.O_CLOEXEC_NONBLOCK, 0));
        SelectionKey bad = register(new Fd(directory), OP_READ);
        SelectionKey good = register(event(1), OP_READ);
        IOException said = assertThrows(IOException.class, () -> selector.select());
        assertTrue(said.getMessage().contains("EPERM"), said.getMessage());
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(List.of(good), handedOut);
        assertFalse(bad.isValid());
    }

    @Test
    void channels_of_the_jdk_are_refused() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            assertThrows(IllegalSelectorException.class, () -> source.register(selector, OP_READ));
            assertTrue(sink.isOpen());
        }
    }

    @Test
    void channels_of_jnr_unixsocket_register_as_they_are(@TempDir Path directory)
            throws IOException {
        UnixSocketAddress address = new UnixSocketAddress(directory.resolve("s").toFile());
        try (UnixServerSocketChannel server = UnixServerSocketChannel.open()) {
            server.configureBlocking(false);
            server.socket().bind(address);
            SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
            assertEquals(0, selector.selectNow());
            try (UnixSocketChannel client = UnixSocketChannel.open(address)) {
                assertEquals(1, selector.select());
                assertTrue(key.isAcceptable());
                assertTrue(client.isConnected());
            }
        }
        selector.selectNow();
        assertEquals(Set.of(), selector.keys());
    }

    @Test
    void selected_keys_stay_selected_until_they_are_taken_out() throws IOException {
        Fd event = event(0);
        SelectionKey key = register(event, OP_READ | OP_WRITE);
        assertEquals(1, selector.select());
        assertEquals(Set.of(key), selector.selectedKeys());
        assertEquals(OP_WRITE, key.readyOps());
        assertEquals(0, selector.selectNow(), "nothing new is ready");
        count(event);
        assertEquals(1, selector.selectNow(), "one more operation is ready");
        assertEquals(OP_READ | OP_WRITE, key.readyOps());
        key.interestOps(OP_READ);
        assertTrue(selector.selectedKeys().remove(key));
        assertEquals(1, selector.selectNow());
        assertEquals(OP_READ, key.readyOps(), "starts anew once it was taken out");
        key.cancel();
        selector.selectNow();
        assertEquals(Set.of(), selector.selectedKeys());
    }

    @Test
    void keys_cannot_be_put_into_the_sets_from_outside() throws IOException {
        SelectionKey key = register(event(0), OP_READ);
        assertEquals(Set.of(key), selector.keys());
        assertThrows(UnsupportedOperationException.class, () -> selector.selectedKeys().add(key));
        assertThrows(UnsupportedOperationException.class, () -> selector.keys().clear());
    }

    @Test
    void a_cancelled_key_answers_nothing() throws IOException {
        SelectionKey key = register(event(0), OP_READ);
        key.cancel();
        assertThrows(CancelledKeyException.class, key::readyOps);
        assertThrows(CancelledKeyException.class, key::interestOps);
        assertThrows(CancelledKeyException.class, () -> key.interestOps(OP_READ));
    }

    @Test
    void operations_that_do_not_exist_are_refused() throws IOException {
        SelectionKey key = register(event(0), OP_READ);
        assertThrows(IllegalArgumentException.class, () -> key.interestOps(2));
        assertThrows(IllegalArgumentException.class, () -> selector.select(-1));
    }

    @Test
    void a_registration_of_another_thread_counts_after_a_wakeup() throws Exception {
        CompletableFuture<Integer> selection = inBackground();
        SelectionKey key = register(event(1), OP_READ);
        selector.wakeup();
        selection.get();
        assertEquals(1, selector.select(handedOut::add));
        assertEquals(List.of(key), handedOut);
    }

    @Test
    void thousands_of_ready_keys_all_get_their_turn() throws IOException {
        DescriptorLimit.current().raise();
        Set<SelectionKey> waiting = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(register(event(1), OP_READ));
        }
        int rounds = 0;
        while (!waiting.isEmpty()) {
            rounds++;
            selector.select(waiting::remove);
        }
        assertEquals((MANY + EpollSet.ROOM - 1) / EpollSet.ROOM, rounds, "nobody twice");
        selector.keys().forEach(SelectionKey::cancel);
        assertIdle();
        assertEquals(Set.of(), selector.keys());
    }

    @Test
    void signals_do_not_shorten_a_timeout() throws Exception {
        int sigurg = 23;
        LibC.INSTANCE.signal(sigurg, harmlessFunction());
        int process = (int) ProcessHandle.current().pid();
        int thread = TestCalls.NATIVE.gettid();
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        Thread sender =
                new Thread(
                        () -> {
                            while (done.getCount() > 0) {
                                TestCalls.NATIVE.tgkill(process, thread, sigurg);
                                sent.incrementAndGet();
                                awaitMillis(done, 3);
                            }
                        });
        sender.start();
        assertIdle();
        done.countDown();
        sender.join();
        assertTrue(sent.get() >= 3, "signals: " + sent);
        LibC.INSTANCE.signal(sigurg, 0);
    }

    /** Returns the address of a function that takes an int and does nothing with the world. */
    private static long harmlessFunction() {
        long address = Library.getCachedInstance("libc.so.6", Library.LAZY).getSymbolAddress("abs");
        assertTrue(address != 0);
        return address;
    }

    private static void awaitMillis(CountDownLatch latch, long millis) {
        try {
            boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SelectionKey register(Fd fd, int ops) {
        try {
            NativeChannel channel = NativeChannel.of(fd);
            channels.add(channel);
            return channel.register(selector, ops);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertIdle() throws IOException {
        long start = System.nanoTime();
        assertEquals(0, selector.select(handedOut::add, IDLE_MILLIS));
        long waited = System.nanoTime() - start;
        assertTrue(waited >= IDLE_MILLIS * 1_000_000L, () -> "waited only " + waited + " ns");
    }

    private CompletableFuture<Integer> inBackground() {
        CompletableFuture<Integer> selection = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                selection.complete(selector.select());
                            } catch (IOException | ClosedSelectorException e) {
                                selection.completeExceptionally(e);
                            }
                        });
        thread.start();
        return selection;
    }

    private static void count(Fd event) {
        NativeArea one = new NativeArea(8);
        one.host().putLong(0, 1);
        assertEquals(8, LibC.INSTANCE.write(event.number(), one.address(), 8));
    }

    private static void times(int count, Runnable action) {
        for (int i = 0; i < count; i++) {
            action.run();
        }
    }

    private static void fail() {
        throw new ArithmeticException("an action's own");
    }

    private void closeSelector(SelectionKey key) {
        handedOut.add(key);
        try {
            selector.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void closeChannel(NativeChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
