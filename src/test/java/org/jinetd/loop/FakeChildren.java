package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errno;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.plan.ProcessSettings;

/** Children whose starts and ends the test decides. The pid of one that was reaped comes back. */
final class FakeChildren implements Children {

    private final FakeOs os;
    private final TreeSet<Integer> freePids = new TreeSet<>();
    private final List<Start> pending = new ArrayList<>();
    private final List<FakeProcess> processes = new ArrayList<>();
    private int nextPid = 100;
    private Optional<Fd> ends = Optional.empty();
    private Optional<Errno> noErrors = Optional.empty();

    FakeChildren(FakeOs os) {
        this.os = os;
    }

    /** Returns the starts under way, in their order. */
    List<Start> pending() {
        return List.copyOf(pending);
    }

    /** Returns those that run, and those that have ended and are not reaped yet. */
    List<FakeProcess> running() {
        return processes.stream().filter(process -> !process.isReaped).toList();
    }

    /** Returns how many starts and children of a service there are. */
    int of(Lane lane) {
        return (int)
                (pending.stream().filter(start -> start.lane == lane).count()
                        + running().stream().filter(child -> child.lane == lane).count());
    }

    @Override
    public Lane newLane() {
        return new FakeLane();
    }

    @Override
    public Fd ends() {
        if (ends.isEmpty()) {
            ends = Optional.of(os.newFd());
            os.enter(ends.get(), new Ends());
        }
        return ends.get();
    }

    @Override
    public void reap(Burial burial) {
        for (FakeProcess process : running()) {
            if (process.ended.isPresent()) {
                process.isReaped = true;
                freePids.add(process.pid);
                Child child = new Child(process.pid, process.handle);
                os.close(process.handle);
                burial.ended(child, process.ended.get());
            }
        }
    }

    /** Readable while a child has ended that nobody has waited for; the daemon's for good. */
    final class Ends implements Opened {
        @Override
        public boolean isReadable() {
            return running().stream().anyMatch(process -> process.ended.isPresent());
        }
    }

    @Override
    public void signal(Child child, int signal) {}

    @Override
    public void signalGroup(Child child, int signal) {
        FakeProcess process =
                running().stream().filter(one -> one.pid == child.pid()).findFirst().orElseThrow();
        process.signals.add(signal);
    }

    @Override
    public Outcome<Errors> openErrors() {
        if (noErrors.isPresent()) {
            return Outcome.failed("socketpair(AF_UNIX)", noErrors.get());
        }
        FakeErrors errors = new FakeErrors(os);
        return Outcome.of(errors);
    }

    /** Lets there be no room for what children write, until another word. */
    void noErrors(Optional<Errno> why) {
        noErrors = why;
    }

    @Override
    public List<String> explain(Spawn spawn) {
        return List.of(spawn.program().path());
    }

    @Override
    public void close() {}

    /** A lane in which each start waits for the test. */
    private final class FakeLane implements Lane {
        private Optional<FakeErrors> errors = Optional.empty();

        @Override
        public void errorsTo(Optional<Errors> target) {
            errors = target.map(FakeErrors.class::cast);
        }

        @Override
        public void start(Spawn spawn, Fd socket, Custody custody, Report report) {
            os.requireOpen(socket);
            Opened opened = os.opened(socket);
            if (opened instanceof Client client) {
                assertTrue(client.isBlocking, "a child expects a blocking connection");
                assertEquals(Custody.GIVEN, custody);
            } else if (opened instanceof FakeListener listener) {
                assertTrue(listener.isBlocking, "a child expects a blocking listener");
                assertEquals(Custody.LENT, custody);
                assertEquals(0, listener.borrowers, "it is lent to one child only");
            }
            Optional<FakeErrors> stderr =
                    spawn.program().process().stderr() == ProcessSettings.Stderr.LOG
                            ? errors
                            : Optional.empty();
            pending.add(new Start(spawn, socket, custody, report, this, stderr));
        }
    }

    /** A start under way. */
    final class Start {
        final Spawn spawn;
        final Lane lane;
        private final Fd socket;
        private final Opened opened;
        private final Custody custody;
        private final Report report;
        private final Optional<FakeErrors> stderr;

        Start(
                Spawn spawn,
                Fd socket,
                Custody custody,
                Report report,
                Lane lane,
                Optional<FakeErrors> stderr) {
            this.stderr = stderr;
            this.spawn = spawn;
            this.socket = socket;
            this.opened = os.opened(socket);
            this.custody = custody;
            this.report = report;
            this.lane = lane;
        }

        boolean isLent() {
            return custody == Custody.LENT;
        }

        FakeProcess succeeds() {
            leave();
            int pid = freePids.isEmpty() ? nextPid++ : freePids.pollFirst();
            Fd handle = os.newFd();
            FakeProcess process = new FakeProcess(pid, spawn, handle, opened, lane);
            stderr.ifPresent(errors -> errors.heldBy(process));
            os.enter(handle, process);
            processes.add(process);
            report.started(Outcome.of(new Child(pid, handle)), stillPending());
            return process;
        }

        void fails(String step, Errno errno) {
            leave();
            report.started(Outcome.failed(step, errno), stillPending());
        }

        private int stillPending() {
            return (int) pending.stream().filter(start -> start.lane == lane).count();
        }

        private void leave() {
            assertTrue(pending.remove(this), "a start is reported once");
            os.requireOpen(socket); // or the child would get nothing, or somebody else's
            if (custody == Custody.GIVEN) {
                assertFalse(os.isWatched(socket), "a connection leaves the poller first");
                os.close(socket);
            }
        }
    }
}
