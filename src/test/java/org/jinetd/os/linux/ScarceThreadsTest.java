package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jinetd.child.Program;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.plan.ProcessSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts for which the system has no thread, or the daemon no list. */
@Timeout(60)
class ScarceThreadsTest {

    private static final DescriptorLimit LIMIT = new DescriptorLimit(321, 4321);

    private final AtomicInteger threads = new AtomicInteger();
    private final Set<Integer> buried = new HashSet<>();

    /** A thread that can be started only while there is room for it, as the JVM has it. */
    private final class Scarce extends Thread {
        private final int most;

        Scarce(Runnable work, int most) {
            super(work);
            this.most = most;
        }

        @Override
        public synchronized void start() {
            if (threads.get() >= most) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.incrementAndGet();
            super.start();
        }
    }

    private Outcome<LinuxChildren> open(int most) {
        return LinuxChildren.open(
                LIMIT, LinuxChildren.Table.COPIED, work -> new Scarce(work, most));
    }

    @Test
    void one_thread_starts_the_children_of_every_lane() throws Exception {
        try (LinuxChildren children = value(open(1))) {
            List<CompletableFuture<Outcome<Child>>> starts = new ArrayList<>();
            for (int lane = 0; lane < 5; lane++) {
                Children.Lane own = children.newLane();
                for (int i = 0; i < 10; i++) {
                    starts.add(start(own, "/bin/true"));
                }
            }
            for (CompletableFuture<Outcome<Child>> started : starts) {
                bury(children, value(started.get(20, TimeUnit.SECONDS)));
            }
        }
        assertEquals(1, threads.get());
    }

    @Test
    void without_any_thread_there_is_nothing_to_begin_with() {
        Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, open(0));
        assertEquals(Errno.EAGAIN, failed.errno());
    }

    @Test
    void a_defect_on_the_way_is_reported_and_the_lane_goes_on() throws Exception {
        try (LinuxChildren children = value(open(1))) {
            Children.Lane lane = children.newLane();
            List<String> tooMany = Collections.nCopies(1000, "A=1");
            Spawn broken = new Spawn(program("/bin/true"), tooMany);
            for (int i = 0; i < 2; i++) {
                Outcome<Child> outcome = start(lane, broken).get(20, TimeUnit.SECONDS);
                Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, outcome);
                assertTrue(failed.call().startsWith("a defect of jinetd ("), failed.call());
            }
            bury(children, value(start(lane, "/bin/true").get(20, TimeUnit.SECONDS)));
        }
    }

    private static Program program(String path) {
        return new Program(path, List.of(path), List.of(), Optional.empty(), ProcessSettings.USUAL);
    }

    private static CompletableFuture<Outcome<Child>> start(Children.Lane lane, String path) {
        return start(lane, new Spawn(program(path), List.of()));
    }

    private static CompletableFuture<Outcome<Child>> start(Children.Lane lane, Spawn spawn) {
        CompletableFuture<Outcome<Child>> started = new CompletableFuture<>();
        Fd socket = TestCalls.event(0);
        lane.start(
                spawn,
                socket,
                Children.Custody.GIVEN,
                (outcome, pending) -> started.complete(outcome));
        return started;
    }

    private void bury(LinuxChildren children, Child child) {
        while (!buried.contains(child.pid())) {
            children.reap((gone, ended) -> buried.add(gone.pid()));
            Thread.onSpinWait();
        }
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }
}
