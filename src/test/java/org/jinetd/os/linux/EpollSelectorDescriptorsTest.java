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
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

/** What becomes of descriptors, whoever closes them and however many there are. */
@Timeout(30)
class EpollSelectorDescriptorsTest {

    private static final int OP_READ = SelectionKey.OP_READ;
    private static final int OP_WRITE = SelectionKey.OP_WRITE;
    private static final int MANY = 9_000;

    /** Beyond what anything else in this process opens. */
    private static final int HIGH = 3_000;

    private final SelectorOnTrial trial = new SelectorOnTrial();
    private final EpollSelector selector = trial.selector;

    EpollSelectorDescriptorsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        trial.close();
    }

    @Test
    void without_interest_not_even_a_hangup_wakes_and_with_it_all_is_as_before()
            throws IOException {
        TestCalls.Pair pipe = pipe();
        SelectionKey key = trial.register(pipe.first(), OP_READ);
        TestCalls.close(pipe.second());
        assertEquals(1, trial.select());
        key.interestOps(0);
        trial.assertIdle();
        key.interestOps(OP_READ);
        assertEquals(1, trial.select());
    }

    @Test
    void a_hangup_or_an_error_is_every_readiness_that_was_asked_for() throws IOException {
        TestCalls.Pair hungUp = pipe();
        TestCalls.close(hungUp.second());
        SelectionKey reader = trial.register(hungUp.first(), OP_READ);
        TestCalls.Pair broken = pipe();
        TestCalls.close(broken.first());
        SelectionKey writer = trial.register(broken.second(), OP_READ | OP_WRITE);
        assertEquals(2, trial.select());
        assertEquals(OP_READ, reader.readyOps());
        assertEquals(OP_READ | OP_WRITE, writer.readyOps());
    }

    @Test
    void an_event_of_a_closed_descriptor_does_not_reach_the_next_one_of_that_number()
            throws IOException {
        SelectionKey one = trial.register(event(1, HIGH), OP_READ);
        SelectionKey two = trial.register(event(1, HIGH), OP_READ);
        List<SelectionKey> late = new ArrayList<>();
        selector.select(
                key -> {
                    trial.handedOut.add(key);
                    if (trial.handedOut.size() == 1) {
                        NativeChannel other = (NativeChannel) (key == one ? two : one).channel();
                        int number = other.getFD();
                        closeChannel(other);
                        Fd again = event(0, number);
                        assertEquals(number, again.number());
                        late.add(trial.register(again, OP_READ));
                    }
                });
        assertEquals(1, trial.handedOut.size());
        trial.handedOut.get(0).interestOps(0);
        trial.assertIdle();
        late.get(0).interestOps(OP_WRITE);
        assertEquals(1, trial.select());
        assertSame(late.get(0), trial.handedOut.get(1));
    }

    @Test
    void a_closed_channel_is_silent_though_a_child_holds_the_open_file() throws IOException {
        Fd event = event(1);
        Fd childs = TestCalls.sameFile(event);
        SelectionKey key = trial.register(event, OP_READ);
        assertEquals(1, trial.select());
        key.channel().close();
        assertFalse(key.isValid());
        trial.assertIdle();
        assertEquals(Set.of(), selector.keys());
        TestCalls.close(childs);
    }

    @Test
    void a_descriptor_closed_behind_its_back_cannot_keep_it_awake() throws IOException {
        Fd event = event(1, HIGH);
        Fd childs = TestCalls.sameFile(event);
        SelectionKey key = trial.register(event, OP_READ);
        SelectionKey other = trial.register(event(0), OP_READ | OP_WRITE);
        assertEquals(2, trial.select());
        int number = event.number();
        TestCalls.close(event); // the mistake
        key.cancel();
        other.interestOps(OP_READ);
        Fd again = event(0, number);
        assertEquals(number, again.number());
        trial.register(again, OP_READ);
        assertEquals(0, selector.selectNow(), "an event of the old one is none of the new one");
        trial.assertIdle();
        other.interestOps(OP_WRITE);
        assertEquals(1, trial.select());
        selector.wakeup();
        selector.keys().forEach(k -> k.interestOps(0));
        assertEquals(0, selector.select());
        TestCalls.close(childs);
    }

    @Test
    void a_descriptor_registered_again_belongs_to_the_later_key() throws IOException {
        Fd event = event(1);
        SelectionKey earlier = trial.register(event, OP_READ);
        assertEquals(1, trial.select());
        SelectionKey later = trial.register(event, OP_READ);
        assertEquals(1, trial.select());
        assertSame(later, trial.handedOut.get(1));
        assertFalse(earlier.isValid());
    }

    @Test
    void what_the_kernel_does_not_watch_is_said_once_and_the_others_stay() throws IOException {
        int directory = TestCalls.good(LibC.INSTANCE.open("/", TestCalls.O_CLOEXEC_NONBLOCK, 0));
        SelectionKey bad = trial.register(new Fd(directory), OP_READ);
        SelectionKey good = trial.register(event(1), OP_READ);
        IOException said = assertThrows(IOException.class, () -> selector.select());
        assertTrue(said.getMessage().contains("EPERM"), said.getMessage());
        assertEquals(1, trial.select());
        assertEquals(List.of(good), trial.handedOut);
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
    void thousands_of_ready_keys_all_get_their_turn() throws IOException {
        DescriptorLimit.current().raise();
        Set<SelectionKey> waiting = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(trial.register(event(1), OP_READ));
        }
        int rounds = 0;
        while (!waiting.isEmpty()) {
            rounds++;
            selector.select(waiting::remove);
        }
        assertEquals((MANY + EpollSet.ROOM - 1) / EpollSet.ROOM, rounds, "nobody twice");
        selector.keys().forEach(SelectionKey::cancel);
        trial.assertIdle();
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
        trial.assertIdle();
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

    private static void closeChannel(NativeChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
