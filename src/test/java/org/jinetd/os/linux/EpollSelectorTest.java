package org.jinetd.os.linux;

import static org.jinetd.os.linux.TestCalls.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jinetd.os.Fd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of {@link java.nio.channels.Selector}. */
@Timeout(30)
class EpollSelectorTest {

    private static final int OP_READ = SelectionKey.OP_READ;
    private static final int OP_WRITE = SelectionKey.OP_WRITE;

    private final SelectorOnTrial trial = new SelectorOnTrial();
    private final EpollSelector selector = trial.selector;

    EpollSelectorTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        trial.close();
    }

    @Test
    void a_ready_channel_is_handed_out_with_what_was_attached() throws IOException {
        SelectionKey key = trial.register(event(1), OP_READ);
        key.attach("mine");
        assertEquals(1, trial.select());
        assertEquals(List.of(key), trial.handedOut);
        assertEquals(OP_READ, key.readyOps());
        assertEquals("mine", key.attachment());
    }

    @Test
    void only_what_was_asked_for_is_ready() throws IOException {
        SelectionKey key = trial.register(event(0), OP_READ | OP_WRITE);
        assertEquals(1, trial.select());
        assertEquals(OP_WRITE, key.readyOps());
    }

    @Test
    void it_is_level_triggered() throws IOException {
        SelectionKey key = trial.register(event(1), OP_READ);
        assertEquals(1, trial.select());
        assertEquals(1, trial.select());
        assertEquals(List.of(key, key), trial.handedOut);
    }

    @Test
    void with_nothing_ready_it_waits_for_the_whole_timeout() throws IOException {
        trial.register(event(0), OP_READ);
        trial.assertIdle();
    }

    @Test
    void looking_does_not_wait() throws IOException {
        trial.register(event(0), OP_READ);
        assertEquals(0, selector.selectNow());
        assertEquals(0, selector.selectNow(trial.handedOut::add));
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
        trial.assertIdle();
        CompletableFuture<Integer> selection = inBackground();
        selector.wakeup();
        assertEquals(0, selection.get());
        trial.assertIdle();
    }

    @Test
    void looking_takes_a_wakeup() throws IOException {
        selector.wakeup();
        assertEquals(0, selector.selectNow());
        trial.assertIdle();
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
        trial.assertIdle();
    }

    @Test
    void a_wakeup_is_not_lost_when_an_action_throws() throws IOException {
        trial.register(event(1), OP_READ);
        assertEquals(1, trial.select()); // so that it comes before the wake-up
        selector.wakeup();
        assertThrows(ArithmeticException.class, () -> selector.select(key -> fail()));
        selector.keys().forEach(key -> key.interestOps(0));
        trial.assertIdle();
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
        SelectionKey key = trial.register(event(0), OP_READ);
        CompletableFuture<Integer> selection = inBackground();
        selector.close();
        assertEquals(0, selection.handle((count, thrown) -> 0).get());
        assertFalse(key.isValid());
        assertFalse(key.channel().isRegistered());
        assertThrows(ClosedSelectorException.class, selector::select);
        assertThrows(ClosedSelectorException.class, selector::keys);
        assertThrows(ClosedSelectorException.class, selector::selectedKeys);
        assertThrows(ClosedSelectorException.class, () -> trial.register(event(0), OP_READ));
        assertSame(selector, selector.wakeup());
    }

    @Test
    void an_action_may_close_the_selector() throws IOException {
        trial.register(event(1), OP_READ);
        trial.register(event(1), OP_READ);
        assertThrows(ClosedSelectorException.class, () -> selector.select(this::closeSelector));
        assertEquals(1, trial.handedOut.size());
    }

    @Test
    void an_action_may_not_select() throws IOException {
        trial.register(event(1), OP_READ);
        selector.select(
                key -> assertThrows(IllegalStateException.class, () -> selector.selectNow()));
    }

    @Test
    void what_was_not_handed_out_when_an_action_threw_comes_with_the_next_selection()
            throws IOException {
        trial.register(event(1), OP_READ);
        trial.register(event(1), OP_READ);
        assertThrows(ArithmeticException.class, () -> selector.select(key -> fail()));
        assertEquals(2, trial.select());
    }

    @Test
    void interest_widened_by_an_action_counts_from_the_next_selection() throws IOException {
        SelectionKey key = trial.register(event(1), OP_READ);
        assertEquals(1, selector.select(k -> k.interestOps(OP_WRITE)));
        assertEquals(1, trial.select());
        assertEquals(OP_WRITE, key.readyOps());
    }

    @Test
    void interest_taken_back_by_an_action_counts_at_once() throws IOException {
        SelectionKey one = trial.register(event(1), OP_READ);
        SelectionKey two = trial.register(event(1), OP_READ);
        int count =
                selector.select(
                        key -> {
                            trial.handedOut.add(key);
                            (key == one ? two : one).interestOps(0);
                        });
        assertEquals(1, count);
        assertEquals(1, trial.handedOut.size());
    }

    @Test
    void a_key_cancelled_by_an_action_is_not_handed_out_though_it_was_found_ready()
            throws IOException {
        SelectionKey one = trial.register(event(1), OP_READ);
        SelectionKey two = trial.register(event(1), OP_READ);
        assertEquals(
                1,
                selector.select(
                        key -> {
                            trial.handedOut.add(key);
                            (key == one ? two : one).cancel();
                        }));
        assertEquals(1, trial.handedOut.size());
        assertEquals(1, trial.select());
        assertEquals(1, selector.keys().size());
        assertSame(trial.handedOut.get(0), trial.handedOut.get(1));
    }

    @Test
    void selected_keys_stay_selected_until_they_are_taken_out() throws IOException {
        Fd event = event(0);
        SelectionKey key = trial.register(event, OP_READ | OP_WRITE);
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
        SelectionKey key = trial.register(event(0), OP_READ);
        assertEquals(Set.of(key), selector.keys());
        assertThrows(UnsupportedOperationException.class, () -> selector.selectedKeys().add(key));
        assertThrows(UnsupportedOperationException.class, () -> selector.keys().clear());
    }

    @Test
    void a_cancelled_key_answers_nothing() throws IOException {
        SelectionKey key = trial.register(event(0), OP_READ);
        key.cancel();
        assertThrows(CancelledKeyException.class, key::readyOps);
        assertThrows(CancelledKeyException.class, key::interestOps);
        assertThrows(CancelledKeyException.class, () -> key.interestOps(OP_READ));
    }

    @Test
    void operations_that_do_not_exist_are_refused() throws IOException {
        SelectionKey key = trial.register(event(0), OP_READ);
        assertThrows(IllegalArgumentException.class, () -> key.interestOps(2));
        assertThrows(IllegalArgumentException.class, () -> selector.select(-1));
    }

    @Test
    void a_registration_of_another_thread_counts_after_a_wakeup() throws Exception {
        CompletableFuture<Integer> selection = inBackground();
        SelectionKey key = trial.register(event(1), OP_READ);
        selector.wakeup();
        selection.get();
        assertEquals(1, trial.select());
        assertEquals(List.of(key), trial.handedOut);
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
        trial.handedOut.add(key);
        try {
            selector.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
