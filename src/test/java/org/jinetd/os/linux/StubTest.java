package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.PageManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jinetd.child.ExitStatus;
import org.jinetd.child.ExitStatus.Exited;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the stub of this machine's processor in real children, and judges it by what they did. That
 * its machine code is what its listing says is checked by packaging/check-stubs.sh.
 */
class StubTest {

    private static final int CLONE_VM_VFORK_SIGCHLD = 0x100 | 0x4000 | 17;
    private static final int O_RDWR_CLOEXEC = 0x8_0002;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int STEPS = 40;

    private static final Architecture HERE =
            Architecture.named(System.getProperty("os.arch")).orElseThrow();
    private static final long STUB = Pages.executable(HERE.stub());
    private static final long STACK = Pages.newStack();

    private static final long LSEEK = number(8, 62);
    private static final long MMAP = number(9, 222);
    private static final long PWRITE64 = number(18, 68);
    private static final long EXIT = number(60, 93);
    private static final long CLOSE = number(3, 57);

    private static long number(long x86, long arm) {
        return HERE == Architecture.X86_64 ? x86 : arm;
    }

    static IntStream steps() {
        return IntStream.range(0, STEPS);
    }

    @TempDir private Path directory;

    /** Makes a child that walks the list, and waits until it has ended. */
    private static ExitStatus run(long list) {
        FutureTask<ExitStatus> child =
                new FutureTask<>(
                        () -> {
                            Signals.blockInThisThread();
                            NativeArea status = new NativeArea(4);
                            int pid =
                                    LibC.INSTANCE.clone(
                                            STUB, STACK, CLONE_VM_VFORK_SIGCHLD, list, 0, 0);
                            assertTrue(pid > 0, () -> "clone: " + LibC.errno());
                            assertEquals(pid, LibC.INSTANCE.wait4(pid, status.address(), 0, 0));
                            return ExitStatus.of(status.host().getInt(0));
                        });
        new Thread(child).start();
        try {
            return child.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no end of the child", e);
        }
    }

    /** Lays a list out by hand: each call's number and its arguments. */
    private static NativeArea list(List<long[]> calls) {
        NativeArea list = new NativeArea(16 + calls.size() * 56);
        for (int i = 0; i < calls.size(); i++) {
            for (int k = 0; k < calls.get(i).length; k++) {
                list.host().putLong(16 + i * 56 + k * 8, calls.get(i)[k]);
            }
        }
        return list;
    }

    private int open(String name, byte[] content) throws IOException {
        Path file = Files.write(directory.resolve(name), content);
        int fd = TestCalls.good(LibC.INSTANCE.open(file.toString(), O_RDWR_CLOEXEC, 0));
        // A number that is none of the other arguments, so that no two can be mistaken.
        int far = TestCalls.good(LibC.INSTANCE.fcntl(fd, F_DUPFD_CLOEXEC, 200));
        LibC.INSTANCE.close(fd);
        return far;
    }

    @Test
    void each_of_six_arguments_reaches_its_own_place() throws IOException {
        PageManager pages = PageManager.getInstance();
        int page = (int) pages.pageSize();
        byte[] content = new byte[4 * page];
        for (int i = 0; i < 4; i++) {
            Arrays.fill(content, i * page, (i + 1) * page, (byte) ('a' + i));
        }
        int fd = open("pages", content);
        long area = pages.allocatePages(4, PageManager.PROT_READ | PageManager.PROT_WRITE);
        long target = area + page;
        long readWrite = 3;
        long privateFixed = 0x12;
        NativeArea list =
                list(
                        List.of(
                                new long[] {
                                    MMAP, target, page, readWrite, privateFixed, fd, 2L * page
                                },
                                new long[] {EXIT, 42}));
        // The memory is one, so what the child maps is seen here.
        assertEquals(new Exited(42), run(list.address()));
        assertArrayEquals(new long[] {0, 0}, heads(list));
        byte[] seen = new byte[3 * page];
        MemoryIO.getInstance().getByteArray(area, seen, 0, seen.length);
        byte[] expected = new byte[3 * page];
        Arrays.fill(expected, page, 2 * page, (byte) 'c');
        assertArrayEquals(expected, seen);
        String range = Long.toHexString(target) + "-" + Long.toHexString(target + page) + " rw-p ";
        assertTrue(
                Files.readAllLines(Path.of("/proc/self/maps")).stream()
                        .anyMatch(line -> line.startsWith(range) && line.endsWith("/pages")),
                range);
        pages.freePages(area, 4);
        LibC.INSTANCE.close(fd);
    }

    private static long[] heads(NativeArea list) {
        return new long[] {list.host().getLong(0), list.host().getLong(8)};
    }

    @ParameterizedTest(name = "step {0}")
    @MethodSource("steps")
    void the_steps_before_the_one_that_fails_are_done_and_none_after(int failing)
            throws IOException {
        int fd = open("marks", new byte[0]);
        NativeArea mark = new NativeArea(1);
        List<long[]> calls = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            calls.add(new long[] {PWRITE64, fd, mark.address(), 1, i});
        }
        calls.set(failing, new long[] {CLOSE, -1});
        NativeArea list = list(calls);
        assertEquals(new Exited(127), run(list.address()));
        assertArrayEquals(
                new long[] {Errno.EBADF.number(), list.address() + 16 + failing * 56L},
                heads(list));
        assertEquals(failing, Files.size(directory.resolve("marks")));
        LibC.INSTANCE.close(fd);
    }

    @ParameterizedTest(name = "step {0}")
    @MethodSource("steps")
    void a_step_that_fails_is_told_with_its_number_and_its_errno(int failing) {
        record Failure(Step step, Errno errno) {}
        Argument zero = Argument.number(0);
        List<Failure> failures =
                List.of(
                        new Failure(
                                Step.of(SystemCall.CHDIR, new Argument.Text("/nonexistent")),
                                Errno.ENOENT),
                        new Failure(
                                Step.of(SystemCall.DUP3, Argument.number(-1), zero, zero),
                                Errno.EBADF),
                        new Failure(Step.of(SystemCall.DUP3, zero, zero, zero), Errno.EINVAL),
                        new Failure(
                                Step.of(SystemCall.EXECVE, new Argument.Text("/"), zero, zero),
                                Errno.EACCES),
                        new Failure(Step.of(SystemCall.CHDIR, Argument.number(-1)), Errno.EFAULT));
        Failure failure = failures.get(failing % failures.size());
        List<Step> steps =
                new ArrayList<>(
                        Collections.nCopies(
                                STEPS, Step.of(SystemCall.UMASK, Argument.number(022))));
        steps.set(failing, failure.step);
        Argument.Texts arguments = new Argument.Texts(List.of("true"));
        Argument.OpenTexts environment = new Argument.OpenTexts(List.of());
        Argument.Text program = new Argument.Text("/bin/true");
        steps.add(Step.of(SystemCall.EXECVE, program, arguments, environment));
        StepList list = new StepList(HERE);
        list.write(steps);
        assertEquals(new Exited(127), run(list.complete(List.of())));
        assertEquals(failure.errno, Errno.of(list.failedErrno()));
        assertEquals(failing, list.failedStep());
    }

    /** A position in /proc/self/mem can be any number, so lseek can be made to return any. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1L << 32, -4097, -4096})
    void a_result_that_is_no_errno_is_no_failure(long result) {
        NativeArea list = seekAndExit(result);
        assertEquals(new Exited(42), run(list.address()));
        assertArrayEquals(new long[] {0, 0}, heads(list));
    }

    @ParameterizedTest
    @ValueSource(longs = {-4095, -4094, -133, -1})
    void a_result_of_minus_4095_and_above_is_an_errno(long result) {
        NativeArea list = seekAndExit(result);
        assertEquals(new Exited(127), run(list.address()));
        assertArrayEquals(new long[] {-result, list.address() + 16}, heads(list));
    }

    private static NativeArea seekAndExit(long position) {
        int memory = TestCalls.good(LibC.INSTANCE.open("/proc/self/mem", O_RDWR_CLOEXEC, 0));
        return list(List.of(new long[] {LSEEK, memory, position, 0}, new long[] {EXIT, 42}));
    }

    @ParameterizedTest(name = "{0}, descriptor {1}")
    @CsvSource({
        "X86_64, 0, f30f1efa574889e6bf00000000ba01000000b8010000000f055fc3",
        "X86_64, 4660, f30f1efa574889e6bf34120000ba01000000b8010000000f055fc3",
        "X86_64, 65535, f30f1efa574889e6bfffff0000ba01000000b8010000000f055fc3",
        "AARCH64, 0, 5f2403d5e00f1ff800008052e1030091220080d2080880d2010000d4ff430091c0035fd6",
        "AARCH64, 4660, 5f2403d5e00f1ff880468252e1030091220080d2080880d2010000d4ff430091c0035fd6",
        "AARCH64, 65535, 5f2403d5e00f1ff8e0ff9f52e1030091220080d2080880d2010000d4ff430091c0035fd6",
    })
    void the_pipe_s_descriptor_stands_in_the_signal_handler(
            Architecture architecture, int fd, String code) {
        assertEquals(code, HexFormat.of().formatHex(architecture.signalHandler(fd)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
    void a_descriptor_that_has_no_room_in_the_signal_handler_is_refused(int fd) {
        for (Architecture architecture : Architecture.values()) {
            assertThrows(IllegalArgumentException.class, () -> architecture.signalHandler(fd));
        }
    }

    @Test
    void a_processor_is_known_by_the_jvm_s_name_for_it() {
        assertEquals(Optional.of(Architecture.X86_64), Architecture.named("amd64"));
        assertEquals(Optional.of(Architecture.AARCH64), Architecture.named("aarch64"));
        assertEquals(Optional.empty(), Architecture.named("riscv64"));
    }
}
