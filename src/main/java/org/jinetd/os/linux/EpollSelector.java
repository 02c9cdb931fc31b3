package org.jinetd.os.linux;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import jnr.enxio.channels.NativeSelectableChannel;
import jnr.enxio.channels.NativeSelectorProvider;

/**
 * A selector on epoll(7) for channels that tell their descriptor: {@link NativeChannel} and those
 * of jnr-enxio and jnr-unixsocket. It is level-triggered, and as safe for several threads as {@link
 * Selector} demands.
 *
 * <p>Registrations and changes of interest are told to the kernel by the next selection, one call
 * for each key whose interest then differs from what the kernel knows. Interest that an action
 * takes back counts at once, even for what the selection has found.
 *
 * <p>An exception of an action ends the selection; what was found and not yet handed out is still
 * ready, and comes with the next one.
 */
public final class EpollSelector extends AbstractSelector {

    /** What is done with a key whose descriptor has events. */
    @FunctionalInterface
    private interface Sink {
        /** Returns whether the key counts as selected. */
        boolean take(EpollKey key, int events);
    }

    /** What is done with a key for which the kernel has no room. */
    @FunctionalInterface
    interface NoRoom {
        /** Returns whether the key stays, unwatched until its interest changes. */
        boolean stays(EpollKey key, FailedCall why);
    }

    private static final NoRoom NOTHING_STAYS = (key, why) -> false;
    private static final int FIRST_CAPACITY = 64;

    /** What the wake-up descriptor is added with; those of keys end in a descriptor's number. */
    private static final long WAKE_UP = -1;

    private static final int WAKE_UP_EVENTS = EpollSet.EPOLLIN | EpollSet.EPOLLET;

    private final EpollSet set;
    private final WakeUp wakeUp;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<SelectionKey> keysView = Collections.unmodifiableSet(keys);
    private final SelectedKeys selected = new SelectedKeys();
    private final Sink selectedKeys = this::collect;
    private final AtomicInteger generations = new AtomicInteger();
    private final Deque<EpollKey> changes = new ArrayDeque<>(); // guarded by itself

    // These belong to the selecting thread and are guarded by this.
    private EpollKey[] byFd = new EpollKey[FIRST_CAPACITY];
    private boolean selecting;
    private boolean orphaned;

    private EpollSelector(EpollSet set, WakeUp wakeUp) {
        super(NativeSelectorProvider.getInstance());
        this.set = set;
        this.wakeUp = wakeUp;
    }

    /** Returns a selector with no keys. */
    public static EpollSelector open() throws FailedCall {
        return open(EpollSet.Control.KERNEL);
    }

    static EpollSelector open(EpollSet.Control control) throws FailedCall {
        WakeUp wakeUp = WakeUp.open();
        try {
            EpollSelector selector = new EpollSelector(EpollSet.open(control), wakeUp);
            selector.watchWakeUp();
            return selector;
        } catch (FailedCall e) {
            wakeUp.close();
            throw e;
        }
    }

    private void watchWakeUp() throws FailedCall {
        int result = set.add(wakeUp.fd(), WAKE_UP_EVENTS, WAKE_UP);
        int unused = FailedCall.unlessNegative("epoll_ctl(eventfd)", result);
    }

    EpollSet set() {
        return set;
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        if (!(channel instanceof NativeSelectableChannel that) || that.getFD() < 0) {
            throw new IllegalSelectorException();
        }
        EpollKey key = new EpollKey(this, channel, that.getFD(), generations.incrementAndGet());
        key.attach(attachment);
        keys.add(key);
        if (!isOpen()) { // looked at after the key is in the set that close goes through
            keys.remove(key);
            throw new ClosedSelectorException();
        }
        if (channel instanceof NativeChannel own) {
            own.registered(key);
        }
        key.interestOps(ops);
        return key;
    }

    /** Notes that a key's interest is not what the kernel knows. Any thread. */
    void changed(EpollKey key) {
        synchronized (changes) {
            if (!key.listed) {
                key.listed = true;
                changes.add(key);
            }
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        requireOpen();
        return keysView;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        requireOpen();
        return selected;
    }

    @Override
    public int select() throws IOException {
        return select(selectedKeys, EpollSet.FOREVER);
    }

    @Override
    public int select(long millis) throws IOException {
        return select(selectedKeys, timeout(millis));
    }

    @Override
    public int selectNow() throws IOException {
        return select(selectedKeys, 0);
    }

    /** Hands out ready keys as they are found; the selected keys play no part in it. */
    @Override
    public int select(Consumer<SelectionKey> action, long millis) throws IOException {
        return poll(requireNonNull(action, "action"), timeout(millis));
    }

    @Override
    public int select(Consumer<SelectionKey> action) throws IOException {
        return poll(requireNonNull(action, "action"), EpollSet.FOREVER);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
        return poll(requireNonNull(action, "action"), 0);
    }

    private static long timeout(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("negative timeout: " + millis);
        }
        return millis == 0 ? EpollSet.FOREVER : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public Selector wakeup() {
        wakeUp.signal();
        return this;
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    /**
     * Selects, and hands ready keys to the action.
     *
     * @param nanos how long to wait at most; 0 or less does not wait, and the greatest has no limit
     * @throws IOException when the kernel does not watch a descriptor; its key is then cancelled
     */
    int poll(Consumer<SelectionKey> action, long nanos) throws IOException {
        return poll(action, NOTHING_STAYS, nanos);
    }

    /** As the other, but keeps the keys that the kernel has no room for if they are to stay. */
    int poll(Consumer<SelectionKey> action, NoRoom noRoom, long nanos) throws IOException {
        return select((key, events) -> handOut(key, events, action), noRoom, nanos);
    }

    private int select(Sink sink, long nanos) throws IOException {
        return select(sink, NOTHING_STAYS, nanos);
    }

    private int select(Sink sink, NoRoom noRoom, long nanos) throws IOException {
        synchronized (this) {
            requireOpen();
            if (selecting) {
                throw new IllegalStateException("a selection is in progress");
            }
            selecting = true;
            try {
                synchronized (selected) { // Selector's contract names both locks, in this order
                    return selectLocked(sink, noRoom, nanos);
                }
            } finally {
                selecting = false;
            }
        }
    }

    private int selectLocked(Sink sink, NoRoom noRoom, long nanos) throws IOException {
        removeCancelled();
        if (orphaned) {
            renewSet();
        }
        tellChanges(noRoom);
        int found = nanos <= 0 ? set.await(0) : await(nanos);
        seeWakeUp(found);
        boolean nothingRemoved = !removeCancelled();
        return deliver(found, sink, nothingRemoved);
    }

    private void tellChanges(NoRoom noRoom) throws FailedCall {
        Optional<FailedCall> failure = Optional.empty();
        for (Optional<EpollKey> next = nextChange(); next.isPresent(); next = nextChange()) {
            EpollKey key = next.get();
            if (key.isValid()) {
                seat(key);
                int result = key.tell(set);
                if (result < 0 && key.channel().isOpen()) {
                    FailedCall why = new FailedCall("epoll_ctl(fd " + key.fd() + ")", result);
                    if (!noRoom.stays(key, why)) {
                        key.cancel();
                        failure = Optional.of(why);
                    }
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<EpollKey> nextChange() {
        synchronized (changes) {
            Optional<EpollKey> next = Optional.ofNullable(changes.poll());
            next.ifPresent(key -> key.listed = false);
            return next;
        }
    }

    /**
     * Makes the key the one of its descriptor. The kernel gives a number out again only when the
     * older descriptor is closed, so a key that is still there has lost its own.
     */
    private void seat(EpollKey key) {
        int fd = key.fd();
        if (fd >= byFd.length) {
            byFd = Arrays.copyOf(byFd, Math.max(fd + 1, 2 * byFd.length));
        }
        EpollKey seated = byFd[fd];
        if (seated != key) {
            if (seated != null) {
                seated.forget();
                seated.cancel();
            }
            byFd[fd] = key;
        }
    }

    private int await(long nanos) throws IOException {
        begin(); // an interrupt of this thread counts as a wake-up
        try {
            return set.await(nanos);
        } finally {
            end();
        }
    }

    /** Comes first: being edge-triggered it is told once, and an action may throw. */
    private void seeWakeUp(int found) {
        for (int n = 0; n < found; n++) {
            if (set.data(n) == WAKE_UP) {
                wakeUp.seen();
            }
        }
    }

    private int deliver(int found, Sink sink, boolean nothingRemoved) {
        int count = 0;
        for (int n = 0; n < found; n++) {
            long data = set.data(n);
            if (data == WAKE_UP) {
                continue;
            }
            EpollKey key = byFd[(int) data];
            if (key == null || key.generation() != (int) (data >>> Integer.SIZE)) {
                orphaned |= nothingRemoved;
            } else if (key.isValid() && sink.take(key, set.events(n))) {
                count++;
            }
        }
        return count;
    }

    private boolean collect(EpollKey key, int events) {
        return selected.contains(key)
                ? key.becomeReadyToo(events)
                : key.becomeReady(events) != 0 && selected.select(key);
    }

    private boolean handOut(EpollKey key, int events, Consumer<SelectionKey> action) {
        if (key.becomeReady(events) == 0) {
            return false;
        }
        action.accept(key);
        requireOpen();
        return true;
    }

    /** Returns whether there were any. */
    private boolean removeCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            if (cancelled.isEmpty()) {
                return false;
            }
            cancelled.forEach(key -> remove((EpollKey) key));
            cancelled.clear();
            return true;
        }
    }

    private void remove(EpollKey key) {
        key.leave();
        if (key.fd() < byFd.length && byFd[key.fd()] == key) {
            byFd[key.fd()] = null;
        }
        keys.remove(key);
        selected.remove(key);
        deregister(key);
        if (key.channel() instanceof NativeChannel own) {
            own.deregistered(key);
        }
    }

    /**
     * Starts over with an empty epoll set. Somebody closed a descriptor without leaving the set,
     * while a child holds the same open file: it is reported for ever, and without a descriptor
     * nothing can take it out (epoll(7), questions and answers). All leave the old set first, for
     * there may be no room for two (max_user_watches). If even so the new one cannot be had, it is
     * tried again by the next selection.
     */
    private void renewSet() {
        for (SelectionKey key : keys) {
            if (((EpollKey) key).startOver()) {
                changed((EpollKey) key);
            }
        }
        orphaned = !set.renew(wakeUp.fd(), WAKE_UP_EVENTS, WAKE_UP);
    }

    /** Waits for a selection in progress, which this ends, to be over. */
    @Override
    protected void implCloseSelector() {
        wakeUp.signal();
        synchronized (this) {
            synchronized (selected) {
                wakeUp.close();
                keys.forEach(key -> remove((EpollKey) key));
                set.close();
            }
        }
    }
}
