package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import org.jinetd.os.Fd;

/** Calls that only tests make, and descriptors to make them with. */
final class TestCalls {

    static final Native NATIVE = LibraryLoader.create(Native.class).load("c");

    static final int O_CLOEXEC_NONBLOCK = 0x8_0800;

    private static final int F_DUPFD_CLOEXEC = 1030;

    private TestCalls() {}

    /** The functions themselves. */
    @SuppressWarnings({"checkstyle:MethodName", "checkstyle:ParameterName"})
    public interface Native {

        int gettid();

        int tgkill(int process, int thread, int signal);

        int socketpair(int domain, int type, int protocol, long ends);
    }

    /** Two descriptors that are connected. */
    record Pair(Fd first, Fd second) {}

    /** Returns an eventfd, readable when it counts more than 0, and always writable. */
    static Fd event(int count) {
        return new Fd(good(LibC.INSTANCE.eventfd(count, O_CLOEXEC_NONBLOCK)));
    }

    /**
     * Returns an eventfd with the first free number that is not below {@code least}: high ones stay
     * free, whatever other threads of the tests open, until they are asked for again.
     */
    static Fd event(int count, int least) {
        Fd low = event(count);
        int high = good(LibC.INSTANCE.fcntl(low.number(), F_DUPFD_CLOEXEC, least));
        close(low);
        return new Fd(high);
    }

    /** Returns a pipe, the end to read from first. */
    static Pair pipe() {
        NativeArea ends = new NativeArea(8);
        good(LibC.INSTANCE.pipe2(ends.address(), O_CLOEXEC_NONBLOCK));
        return new Pair(new Fd(ends.host().getInt(0)), new Fd(ends.host().getInt(4)));
    }

    static Pair socketPair(int type) {
        NativeArea ends = new NativeArea(8);
        good(
                NATIVE.socketpair(
                        SocketConstants.AF_UNIX, type | O_CLOEXEC_NONBLOCK, 0, ends.address()));
        return new Pair(new Fd(ends.host().getInt(0)), new Fd(ends.host().getInt(4)));
    }

    /** Returns another descriptor of the same open file, as a child would hold. */
    static Fd sameFile(Fd fd) {
        return new Fd(good(LibC.INSTANCE.fcntl(fd.number(), F_DUPFD_CLOEXEC, 0)));
    }

    static void close(Fd fd) {
        good(LibC.INSTANCE.close(fd.release()));
    }

    /** Returns the address a socket is bound to. */
    static KernelAddress boundTo(Fd fd) {
        KernelAddress address = new KernelAddress();
        address.clear();
        good(LibC.INSTANCE.getsockname(fd.number(), address.address(), address.lengthAddress()));
        return address;
    }

    /** Returns what the kernel says about a descriptor (proc_pid_fdinfo(5)). */
    static String told(int fd) throws IOException {
        return Files.readString(Path.of("/proc/self/fdinfo/" + fd));
    }

    static int good(int result) {
        assertTrue(result >= 0, () -> LibC.errno().toString());
        return result;
    }
}
