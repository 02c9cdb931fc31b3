package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jinetd.child.Ended;
import org.jinetd.child.Program;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;

/** Starts real children one at a time, and hears what they say of themselves. */
final class ChildOnTrial implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LinuxChildren children;
    private final Map<Integer, Ended> buried = new HashMap<>();

    ChildOnTrial(LinuxChildren.Table table) {
        children = value(LinuxChildren.open(new DescriptorLimit(321, 4321), table));
    }

    LinuxChildren children() {
        return children;
    }

    static Program shell(Optional<Identity> identity, ProcessSettings process, String script) {
        return new Program(
                "/bin/sh",
                List.of("sh", "-c", script),
                List.of("PATH=/usr/bin:/bin"),
                identity,
                process);
    }

    /** Returns all that it writes to its descriptor 1, and 2 unless that leads elsewhere. */
    String output(Program program) {
        return output(program, Optional.empty());
    }

    String output(Program program, Optional<Errors> errors) {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        new LinuxSockets().blocking(pair.second(), true);
        Child child = value(start(program, pair.second(), errors));
        String output = readAll(pair.first());
        bury(child);
        return output;
    }

    Outcome.Failed<?> failure(Program program) {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        Outcome<Child> outcome = start(program, pair.second(), Optional.empty());
        TestCalls.close(pair.first());
        return assertInstanceOf(Outcome.Failed.class, outcome);
    }

    Outcome<Child> start(Program program, Fd socket, Optional<Errors> errors) {
        CompletableFuture<Outcome<Child>> started = new CompletableFuture<>();
        Children.Lane lane = children.newLane();
        lane.errorsTo(errors);
        lane.start(
                new Spawn(program, List.of()),
                socket,
                Children.Custody.GIVEN,
                (outcome, pending) -> started.complete(outcome));
        try {
            return started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no report of the start", e);
        }
    }

    Ended bury(Child child) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(limit)) {
            children.reap((gone, ended) -> buried.put(gone.pid(), ended));
            if (buried.containsKey(child.pid())) {
                return buried.remove(child.pid());
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the child does not end");
    }

    static String readAll(Fd fd) {
        new LinuxSockets().blocking(fd, true);
        StringBuilder all = new StringBuilder();
        ByteBuffer some = ByteBuffer.allocateDirect(1 << 16);
        while (new LinuxSockets().read(fd, some) > 0) {
            all.append(StandardCharsets.UTF_8.decode(some.flip()));
            some.clear();
        }
        TestCalls.close(fd);
        return all.toString();
    }

    static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }

    @Override
    public void close() {
        children.close();
    }
}
