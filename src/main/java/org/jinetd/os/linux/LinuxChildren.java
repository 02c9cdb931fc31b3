package org.jinetd.os.linux;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;

/**
 * Children made by {@link Spawner}s on threads of their own. A lane has at most {@link
 * #SPAWNERS_PER_LANE} of them at a time, and there are {@link #MOST_SPAWNERS}: a program on a dead
 * NFS mount, whose exec hangs, leaves the others what they need.
 *
 * <p>Starting is safe from any thread; {@link #reap} belongs to one.
 */
public final class LinuxChildren implements Children {

    /** As many as can be in exec at a time before lanes wait for each other. */
    static final int MOST_SPAWNERS = 32;

    /** Two keep both halves of a start busy: one child runs exec while the next is prepared. */
    static final int SPAWNERS_PER_LANE = 2;

    private static final long THREAD_RETRY_NANOS = 1_000_000_000;
    private static final long LONGEST_CLOSE_NANOS = 1_000_000_000;

    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_SEND_SIGNAL = 424;
    private static final int CLOSE_RANGE = 436;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int O_RDWR_CLOEXEC = 0x8_0002;

    private final SpawnerKit kit;
    private final ChildEnds ends;

    private final Object lock = new Object();
    private final Deque<QueuedLane> waiting = new ArrayDeque<>();
    private final List<Spawner> spawners = new ArrayList<>();
    private final ThreadFactory threadFactory;
    private int threads;
    private int living;
    private int idle; // those that wait for work, or have yet to look for it the first time
    private long tryThreadsAgainNanos = System.nanoTime();
    private boolean closed;

    /** Says how the kernel is to be used. */
    enum Table {
        /** Share the descriptor table with the child until it drops it. */
        SHARED,
        /** Copy it: what kernels before 5.9 need. */
        COPIED
    }

    private LinuxChildren(SpawnerKit kit, ChildEnds ends, ThreadFactory threadFactory) {
        this.kit = kit;
        this.threadFactory = threadFactory;
        this.ends = ends;
    }

    /**
     * Returns the children of this process. To be called after the daemon's signal handlers are
     * installed, since they are what a child has to reset.
     *
     * @param limitAtStart the descriptor limit that children get back
     */
    public static Outcome<LinuxChildren> open(DescriptorLimit limitAtStart) {
        int probe =
                (int) LibC.INSTANCE.syscall(CLOSE_RANGE, 0xffff_ffffL, 0xffff_ffffL, 0, 0, 0, 0);
        return open(limitAtStart, probe == 0 ? Table.SHARED : Table.COPIED);
    }

    static Outcome<LinuxChildren> open(DescriptorLimit limitAtStart, Table table) {
        return open(limitAtStart, table, Thread::new);
    }

    static Outcome<LinuxChildren> open(
            DescriptorLimit limitAtStart, Table table, ThreadFactory threadFactory) {
        Optional<Architecture> architecture = Architecture.named(System.getProperty("os.arch"));
        if (architecture.isEmpty()) {
            return Outcome.failed("clone on " + System.getProperty("os.arch"), Errno.ENOSYS);
        }
        long self = ProcessHandle.current().pid();
        long pidfd = LibC.result(LibC.INSTANCE.syscall(PIDFD_OPEN, self, 0, 0, 0, 0, 0));
        if (pidfd < 0) {
            return Outcome.failed(
                    "pidfd_open (Linux 5.3 and newer have it)", Errno.of((int) -pidfd));
        }
        LibC.INSTANCE.close((int) pidfd);
        int placeholder = LibC.result(LibC.INSTANCE.open("/dev/null", O_RDWR_CLOEXEC, 0));
        if (placeholder < 0) {
            return Outcome.failed("open(/dev/null)", Errno.of(-placeholder));
        }
        Outcome<ChildEnds> ends = ChildEnds.open();
        if (ends instanceof Outcome.Failed<ChildEnds> failed) {
            return Outcome.failed(failed.call(), failed.errno());
        }
        ChildEnds opened = ((Outcome.Done<ChildEnds>) ends).value();
        return SlotBlock.reserve(placeholder, MOST_SPAWNERS)
                .match(
                        slots -> {
                            SpawnerKit kit =
                                    kit(
                                            architecture.get(),
                                            limitAtStart,
                                            table,
                                            placeholder,
                                            slots.value());
                            return new LinuxChildren(kit, opened, threadFactory).withOneThread();
                        },
                        failed -> Outcome.failed(failed.call(), failed.errno()));
    }

    /** Has a spawner from the beginning: later there may be no thread to be had. */
    private Outcome<LinuxChildren> withOneThread() {
        synchronized (lock) {
            return startThread()
                    ? Outcome.of(this)
                    : Outcome.failed("pthread_create(spawner)", Errno.EAGAIN);
        }
    }

    private static SpawnerKit kit(
            Architecture architecture,
            DescriptorLimit limitAtStart,
            Table table,
            int placeholder,
            SlotBlock slots) {
        boolean closeRange = table == Table.SHARED;
        if (!closeRange) {
            closeAllOnExec();
        }
        return new SpawnerKit(
                architecture,
                Pages.executable(architecture.stub()),
                new ChildSteps(
                        Signals.unusual(architecture), limitAtStart, Kernel.probed(closeRange)),
                slots,
                placeholder,
                closeRange);
    }

    /**
     * The JVM opens its jars without O_CLOEXEC; a copied table would carry them into every child.
     */
    private static void closeAllOnExec() {
        String[] open = new File("/proc/self/fd").list();
        for (String number : open == null ? new String[0] : open) {
            int fd = Integer.parseInt(number);
            if (fd > 2) {
                LibC.INSTANCE.fcntl(fd, F_SETFD, FD_CLOEXEC);
            }
        }
    }

    @Override
    public Lane newLane() {
        return new QueuedLane();
    }

    @Override
    public Fd ends() {
        return ends.fd();
    }

    @Override
    public void reap(Burial burial) {
        ends.take(burial);
    }

    @Override
    public void signal(Child child, int signal) {
        LibC.INSTANCE.syscall(PIDFD_SEND_SIGNAL, child.handle().number(), signal, 0, 0, 0, 0);
    }

    @Override
    public void signalGroup(Child child, int signal) {
        LibC.INSTANCE.kill(-child.pid(), signal);
    }

    @Override
    public Outcome<Errors> openErrors() {
        return LinuxErrors.open();
    }

    @Override
    public List<String> explain(Spawn spawn) {
        return kit.steps().listFor(spawn.program(), kit.slots().of(0)).stream()
                .map(Step::toString)
                .toList();
    }

    /**
     * Ends the threads and gives the descriptors back. A thread whose exec hangs ends when that is
     * done, and the last one gives them back then.
     */
    @Override
    public void close() {
        long until = System.nanoTime() + LONGEST_CLOSE_NANOS;
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            try {
                while (living > 0 && System.nanoTime() - until < 0) {
                    TimeUnit.NANOSECONDS.timedWait(lock, until - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void enqueue(QueuedLane lane, Launch launch) {
        synchronized (lock) {
            lane.launches.add(launch);
            lane.pending++;
            if (lane.spawners < SPAWNERS_PER_LANE && lane.spawners < lane.launches.size()) {
                lane.spawners++;
                waiting.add(lane);
                lock.notify();
            }
            // Asked even when no lane was added: one may wait since there was no thread for it.
            if (waiting.size() > idle
                    && threads < MOST_SPAWNERS
                    && System.nanoTime() - tryThreadsAgainNanos >= 0) {
                boolean unused = startThread();
            }
        }
    }

    /**
     * Adds a spawner. When the system has no thread to spare (RLIMIT_NPROC, a cgroup's limit of
     * tasks) the lanes wait for the spawners there are, and another is tried for a while later.
     *
     * @return whether there is one more
     */
    private boolean startThread() {
        if (spawners.size() == threads) {
            spawners.add(new Spawner(kit, kit.slots().of(threads)));
        }
        Spawner spawner = spawners.get(threads);
        Thread thread = threadFactory.newThread(() -> work(spawner));
        thread.setName("spawner-" + threads);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) { // so the JVM tells EAGAIN of pthread_create(3)
            tryThreadsAgainNanos = System.nanoTime() + THREAD_RETRY_NANOS;
            return false;
        }
        threads++;
        living++;
        idle++;
        return true;
    }

    private void work(Spawner spawner) {
        Signals.blockInThisThread();
        synchronized (lock) {
            idle--;
        }
        Optional<QueuedLane> lane = Optional.empty();
        while (true) {
            Launch launch;
            synchronized (lock) {
                lane = nextLane(lane);
                if (lane.isEmpty()) {
                    threadEnds();
                    return;
                }
                launch = lane.get().launches.remove();
            }
            perform(spawner, lane.get(), launch);
        }
    }

    private void threadEnds() {
        living--;
        if (living == 0) {
            kit.slots().release();
            LibC.INSTANCE.close(kit.placeholder());
            ends.close();
            lock.notifyAll();
        }
    }

    /** Returns a lane with a launch in it, waiting for one; empty when all is over. */
    private Optional<QueuedLane> nextLane(Optional<QueuedLane> current) {
        if (current.isPresent()) {
            QueuedLane lane = current.get();
            if (lane.launches.isEmpty()) {
                lane.spawners--;
            } else if (waiting.isEmpty()) {
                return current;
            } else {
                waiting.add(lane); // behind the others, so that a busy lane starves none
            }
        }
        while (true) {
            QueuedLane lane = waiting.poll();
            if (lane != null) {
                if (!lane.launches.isEmpty()) {
                    return Optional.of(lane);
                }
                lane.spawners--;
            } else if (closed || !awaitWork()) {
                return Optional.empty();
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the only caller is the loop
    private boolean awaitWork() {
        idle++;
        try {
            lock.wait();
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            idle--;
        }
    }

    private void perform(Spawner spawner, QueuedLane lane, Launch launch) {
        Outcome<Child> outcome = outcomeOf(spawner, launch);
        if (launch.custody == Custody.GIVEN) {
            LibC.INSTANCE.close(launch.socket.release());
        }
        launch.report.started(outcome, lane.reported());
        if (outcome instanceof Outcome.Done<Child> running) {
            ends.watch(running.value());
        }
    }

    /** Returns a failure even for a defect of ours: whoever started the child waits for a word. */
    private static Outcome<Child> outcomeOf(Spawner spawner, Launch launch) {
        try {
            return spawner.spawn(launch.spawn, launch.socket.number(), launch.errors);
        } catch (OutOfMemoryError noMemory) {
            return Outcome.failed("clone", Errno.ENOMEM);
        } catch (RuntimeException | Error defect) {
            return Outcome.failed("a defect of jinetd (" + defect + ")", Errno.UNKNOWN);
        }
    }

    private record Launch(
            Spawn spawn, Fd socket, OptionalInt errors, Custody custody, Report report) {}

    /** A lane's state; guarded by the lock. */
    private final class QueuedLane implements Lane {
        private final Deque<Launch> launches = new ArrayDeque<>();
        private int spawners;
        private int pending;
        private OptionalInt errors = OptionalInt.empty();

        /** Counts one more report; returns how many are still to come. */
        int reported() {
            synchronized (lock) {
                return --pending;
            }
        }

        @Override
        public void start(Spawn spawn, Fd socket, Custody custody, Report report) {
            enqueue(this, new Launch(spawn, socket, errors, custody, report));
        }

        @Override
        public void errorsTo(Optional<Errors> target) {
            errors =
                    target.isPresent()
                            ? OptionalInt.of(((LinuxErrors) target.get()).writing())
                            : OptionalInt.empty();
        }
    }
}
