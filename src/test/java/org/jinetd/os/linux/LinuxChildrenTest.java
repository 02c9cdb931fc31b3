package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.child.Program;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Children;
import org.jinetd.os.Children.Custody;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Real children, with the descriptor table shared and, as on kernels before 5.9, copied. */
@ParameterizedClass
@EnumSource(LinuxChildren.Table.class)
class LinuxChildrenTest {

    private static final DescriptorLimit LIMIT = new DescriptorLimit(321, 4321);

    private final LinuxChildren children;

    private final LinuxChildren.Table table;
    private final Map<Integer, Ended> buried = new HashMap<>();

    LinuxChildrenTest(LinuxChildren.Table table) {
        this.table = table;
        children = value(LinuxChildren.open(LIMIT, table));
    }

    @AfterEach
    void close() {
        children.close();
    }

    @Test
    void a_child_has_the_socket_as_its_three_descriptors_and_no_other() {
        String seen =
                shell(
                        "i=0; while [ $i -lt 99 ]; do [ -L /proc/$$/fd/$i ] && echo $i $(readlink /proc/$$/fd/$i); i=$((i+1)); done");
        List<String> lines = seen.lines().toList();
        assertEquals(List.of("0", "1", "2"), lines.stream().map(l -> l.split(" ")[0]).toList());
        assertEquals(1, lines.stream().map(l -> l.split(" ")[1]).distinct().count(), seen);
        assertTrue(lines.get(0).contains("socket:["), seen);
    }

    @Test
    void no_signal_is_blocked_or_ignored_and_none_has_a_handler() {
        String seen = shell("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f2");
        assertEquals("0000000000000000\n0000000000000000\n", seen);
    }

    @Test
    void it_leads_a_session_of_its_own_with_umask_directory_and_descriptor_limit_as_told() {
        assertEquals(
                "022 / 321 4321 same\n",
                shell(
                        "set -- $(cut -d' ' -f1,6 /proc/$$/stat);"
                                + " s=other; [ $1 = $2 ] && s=same;"
                                + " echo $(umask | tail -c 4) $PWD $(ulimit -Sn) $(ulimit -Hn) $s"));
    }

    @Test
    void its_environment_and_arguments_are_exactly_those_given() {
        List<String> arguments = List.of("env", "-0");
        String awkward = ByteText.decode(new byte[] {'x', (byte) 0xff, (byte) 0xc3, (byte) 0xa9});
        Spawn spawn =
                spawned(
                        "/usr/bin/env",
                        arguments,
                        List.of("A=1", "B=" + awkward),
                        Optional.empty(),
                        022,
                        "/");
        assertEquals("A=1\0B=" + awkward + "\0", run(spawn).output);
    }

    @Test
    void what_is_told_of_the_client_is_added_for_this_child_alone() {
        Program env =
                new Program(
                        "/usr/bin/env",
                        List.of("env"),
                        List.of("A=1"),
                        Optional.empty(),
                        ProcessSettings.USUAL);
        Children.Lane lane = children.newLane();
        String longer = "B=" + "x".repeat(50_000);
        assertEquals("A=1\nB=1\nC=2\n", run(lane, new Spawn(env, List.of("B=1", "C=2"))).output);
        assertEquals("A=1\n", run(lane, new Spawn(env, List.of())).output);
        assertEquals("A=1\n" + longer + "\n", run(lane, new Spawn(env, List.of(longer))).output);
        assertEquals("A=1\nB=3\n", run(lane, new Spawn(env, List.of("B=3"))).output);
    }

    @Test
    void as_root_it_becomes_the_user_for_good() {
        Identity nobody = new Identity("nobody", 65534, 65533, List.of(4001L, 4002L));
        Spawn spawn = spawn(Optional.of(nobody), "grep -E '^(Uid|Gid|Groups)' /proc/self/status");
        assertEquals(
                "Uid:\t65534\t65534\t65534\t65534\nGid:\t65533\t65533\t65533\t65533\n"
                        + "Groups:\t4001 4002 \n",
                run(spawn).output);
    }

    @Test
    void its_end_tells_status_processor_time_and_memory() {
        Run run =
                run(
                        spawn(
                                Optional.empty(),
                                "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exit 7"));
        assertEquals(new ExitStatus.Exited(7), run.ended.status());
        assertTrue(run.ended.cpuMicros() > 0, "CPU time " + run.ended.cpuMicros());
    }

    @Test
    void its_peak_memory_is_told_when_it_had_more_than_the_daemon() {
        String hungry = "dd if=/dev/zero of=/dev/null bs=2000M count=1 2>/dev/null";
        assertTrue(run(spawn(Optional.empty(), hungry)).ended.peakRssKib() > 1_900_000);
        assertEquals(0, run(spawnOf("/bin/true")).ended.peakRssKib());
    }

    @Test
    void a_signal_that_ends_it_is_told() {
        Run run = run(spawn(Optional.empty(), "kill -9 $$"));
        assertEquals(new ExitStatus.Signalled(9, false), run.ended.status());
    }

    @Test
    void one_that_somebody_else_has_waited_for_is_gone_all_the_same() {
        Child child = value(start(spawnOf("/bin/true")));
        assertEquals(child.pid(), LibC.INSTANCE.wait4(child.pid(), 0, 0, 0));
        assertEquals(new ExitStatus.Unknown(), bury(child).status());
        assertEquals(false, bury(value(start(spawnOf("/bin/false")))).status().isSuccess());
    }

    @Test
    void a_program_that_is_not_there_is_named_with_the_call_that_found_out() {
        Outcome<Child> outcome = start(spawnOf("/nonexistent/prog"));
        Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, outcome);
        assertEquals(
                "execve(\"/nonexistent/prog\", …): ENOENT (No such file or directory)",
                failed.toString());
    }

    @Test
    void a_step_that_fails_ends_the_child_before_its_program() {
        Spawn spawn =
                spawned("/bin/sh", List.of("sh"), List.of(), Optional.empty(), 022, "/nonexistent");
        Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, start(spawn));
        assertEquals("chdir(\"/nonexistent\")", failed.call());
        assertEquals(Errno.ENOENT, failed.errno());
    }

    @Test
    void arguments_longer_than_the_list_has_room_for_are_no_trouble() {
        String big = "x".repeat(100_000);
        Spawn spawn =
                spawned(
                        "/bin/sh",
                        List.of("sh", "-c", "echo ${#0}", big),
                        List.of(),
                        Optional.empty(),
                        022,
                        "/");
        assertEquals("100000\n", run(spawn).output);
    }

    @Test
    void a_given_socket_is_closed_here_and_a_lent_one_is_not() {
        SocketPair given = new SocketPair();
        Fd fd = new Fd(given.theirs);
        await(children.newLane(), spawnOf("/bin/true"), fd, Custody.GIVEN);
        assertEquals(false, fd.isOpen());
        SocketPair lent = new SocketPair();
        Fd listener = new Fd(lent.theirs);
        await(children.newLane(), spawnOf("/bin/true"), listener, Custody.LENT);
        assertEquals(true, listener.isOpen());
    }

    @Test
    void a_thousand_children_through_one_lane_all_end_and_leave_no_descriptor() {
        run(spawnOf("/bin/true"));
        int before = SocketPair.openDescriptors();
        Children.Lane lane = children.newLane();
        for (int i = 0; i < 20; i++) {
            List<CompletableFuture<Outcome<Child>>> batch = new ArrayList<>();
            for (int k = 0; k < 50; k++) {
                SocketPair pair = new SocketPair();
                CompletableFuture<Outcome<Child>> started = new CompletableFuture<>();
                lane.start(
                        spawnOf("/bin/true"),
                        new Fd(pair.theirs),
                        Custody.GIVEN,
                        (outcome, pending) -> started.complete(outcome));
                LibC.INSTANCE.close(pair.ours);
                batch.add(started);
            }
            for (CompletableFuture<Outcome<Child>> started : batch) {
                assertTrue(bury(value(get(started))).status().isSuccess());
            }
        }
        assertTrue(SocketPair.openDescriptors() - before < 500, "other threads open a few, too");
    }

    /**
     * A lease is a way to make exec hang for certain: it waits for the holder to give it up
     * (fcntl(2), F_SETLEASE), as it would for a file server that does not answer.
     */
    @Test
    void programs_whose_exec_hangs_delay_no_other_lane(@TempDir Path directory) throws IOException {
        Path program = directory.resolve("hangs");
        Files.write(program, List.of("#!/bin/sh", "exit 0"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        LibC.INSTANCE.signal(SIGIO, 1); // what the kernel sends the holder would end the JVM
        int held = LibC.INSTANCE.open(program.toString(), O_RDONLY_CLOEXEC, 0);
        assertEquals(0, LibC.INSTANCE.fcntl(held, F_SETLEASE, F_WRLCK));
        Children.Lane hanging = children.newLane();
        List<CompletableFuture<Outcome<Child>>> stuck = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Outcome<Child>> started = new CompletableFuture<>();
            Fd socket = new Fd(new SocketPair().theirs);
            hanging.start(
                    spawnOf(program.toString()),
                    socket,
                    Custody.GIVEN,
                    (outcome, pending) -> started.complete(outcome));
            stuck.add(started);
        }
        for (int i = 0; i < 50; i++) {
            if (table == LinuxChildren.Table.SHARED) {
                run(spawnOf("/bin/true"));
            } else {
                bury(value(start(spawnOf("/bin/true"))));
            }
        }
        assertTrue(stuck.stream().noneMatch(CompletableFuture::isDone), "the lease held nobody up");
        LibC.INSTANCE.fcntl(held, F_SETLEASE, F_UNLCK);
        LibC.INSTANCE.close(held);
        for (CompletableFuture<Outcome<Child>> started : stuck) {
            assertTrue(bury(value(get(started))).status().isSuccess());
        }
    }

    private static final int SIGIO = 29;
    private static final int O_RDONLY_CLOEXEC = 0x8_0000;
    private static final int F_SETLEASE = 1024;
    private static final int F_WRLCK = 1;
    private static final int F_UNLCK = 2;

    private static Spawn spawned(
            String path,
            List<String> arguments,
            List<String> environment,
            Optional<Identity> identity,
            int umask,
            String directory) {
        return new Spawn(
                new Program(path, arguments, environment, identity, Processes.in(umask, directory)),
                List.of());
    }

    private record Run(String output, Ended ended) {}

    private String shell(String script) {
        return run(spawn(Optional.empty(), script)).output;
    }

    private static Spawn spawn(Optional<Identity> identity, String script) {
        return spawned(
                "/bin/sh",
                List.of("sh", "-c", script),
                List.of("PATH=/usr/bin:/bin"),
                identity,
                022,
                "/");
    }

    private static Spawn spawnOf(String program) {
        return spawned(program, List.of(program), List.of(), Optional.empty(), 022, "/");
    }

    private Run run(Spawn spawn) {
        return run(children.newLane(), spawn);
    }

    private Run run(Children.Lane lane, Spawn spawn) {
        SocketPair pair = new SocketPair();
        Child child = value(await(lane, spawn, new Fd(pair.theirs), Custody.GIVEN));
        String output = ByteText.decode(pair.readAll());
        return new Run(output, bury(child));
    }

    private Outcome<Child> start(Spawn spawn) {
        return await(children.newLane(), spawn, new Fd(new SocketPair().theirs), Custody.GIVEN);
    }

    private static Outcome<Child> await(
            Children.Lane lane, Spawn spawn, Fd socket, Custody custody) {
        CompletableFuture<Outcome<Child>> started = new CompletableFuture<>();
        lane.start(spawn, socket, custody, (outcome, pending) -> started.complete(outcome));
        return get(started);
    }

    private static Outcome<Child> get(CompletableFuture<Outcome<Child>> started) {
        try {
            return started.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no report of the start", e);
        }
    }

    private Ended bury(Child child) {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(limit)) {
            children.reap((gone, ended) -> buried.put(gone.pid(), ended));
            if (buried.containsKey(child.pid())) {
                return buried.remove(child.pid());
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the child does not end");
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.match(
                Outcome.Done::value,
                failed -> {
                    throw new AssertionError(failed.toString());
                });
    }

    /** Two connected stream sockets. */
    private static final class SocketPair {
        private final int ours;
        private final int theirs;

        SocketPair() {
            ByteBuffer ends = ByteBuffer.allocateDirect(8).order(java.nio.ByteOrder.nativeOrder());
            assertEquals(
                    0,
                    LibC.INSTANCE.syscall(
                            SOCKETPAIR, 1, 1 | 0x8_0000, 0, NativeMemory.address(ends), 0, 0));
            ours = ends.getInt(0);
            theirs = ends.getInt(4);
        }

        private static final long SOCKETPAIR =
                System.getProperty("os.arch").equals("amd64") ? 53 : 199;

        byte[] readAll() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            long address = NativeMemory.address(buffer);
            int total = 0;
            long got;
            while ((got = LibC.INSTANCE.read(ours, address + total, buffer.capacity() - total))
                    > 0) {
                total += (int) got;
            }
            LibC.INSTANCE.close(ours);
            byte[] bytes = new byte[total];
            buffer.get(bytes);
            return bytes;
        }

        static int openDescriptors() {
            return new java.io.File("/proc/self/fd").list().length;
        }
    }
}
