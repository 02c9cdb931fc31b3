package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The signals of this process and of its threads (signal(7)). */
public final class Signals {

    private static final int LAST = 64;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int SIGCHLD = 17;
    private static final int SIG_BLOCK = 0;
    private static final int SET_BYTES = 128; // sigset_t of the C library
    private static final int KERNEL_SET_BYTES = 8;

    /** ILL, TRAP, BUS, FPE, SEGV: the JVM relies on them to come to the thread that caused them. */
    private static final Set<Integer> CAUSED_BY_THE_THREAD = Set.of(4, 5, 7, 8, 11);

    private Signals() {}

    /**
     * Lets children be waited for, which whoever started us may have switched off: with SIGCHLD
     * ignored the kernel reaps them itself (wait(2), NOTES).
     */
    public static void expectChildren() {
        LibC.INSTANCE.signal(SIGCHLD, 0);
    }

    /** Returns the signals whose action is not the default one. */
    static List<Integer> unusual(Architecture architecture) {
        ByteBuffer action = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
        long address = NativeMemory.address(action);
        List<Integer> unusual = new ArrayList<>();
        int call = SystemCall.RT_SIGACTION.number(architecture);
        for (int number = 1; number <= LAST; number++) {
            if (number == SIGKILL || number == SIGSTOP) {
                continue;
            }
            LibC.INSTANCE.syscall(call, number, 0, address, KERNEL_SET_BYTES, 0, 0);
            if (action.getLong(0) != 0) {
                unusual.add(number);
            }
        }
        return unusual;
    }

    /**
     * Blocks every signal that somebody could send, for good, in the thread that calls: a child
     * inherits that, so no handler of the JVM's can run in it before it has reset them.
     */
    static void blockInThisThread() {
        ByteBuffer set = ByteBuffer.allocateDirect(SET_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long bits = 0;
        for (int number = 1; number <= LAST; number++) {
            // CHLD stays open. Where it is blocked the kernel keeps it instead of dropping it, and
            // wakes another thread of ours for each child that ends, to find that it is ignored.
            if (number != SIGCHLD && !CAUSED_BY_THE_THREAD.contains(number)) {
                bits |= 1L << (number - 1);
            }
        }
        set.putLong(0, bits);
        LibC.INSTANCE.pthread_sigmask(SIG_BLOCK, NativeMemory.address(set), 0);
    }
}
