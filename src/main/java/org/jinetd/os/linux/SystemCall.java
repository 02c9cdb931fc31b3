package org.jinetd.os.linux;

import java.util.Locale;

/** The system calls that a child makes on its way to exec, with their numbers. */
enum SystemCall {
    WRITE(1, 64),
    CLOSE(3, 57),
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    EXECVE(59, 221),
    CHDIR(80, 49),
    UMASK(95, 166),
    SETSID(112, 157),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    CAPSET(126, 91),
    SETPRIORITY(141, 140),
    CHROOT(161, 51),
    OPENAT(257, 56),
    READLINKAT(267, 78),
    DUP3(292, 24),
    PRCTL(157, 167),
    PRLIMIT64(302, 261),
    CLOSE_RANGE(436, 436);

    private final int x86;
    private final int arm;

    /**
     * @param x86 arch/x86/entry/syscalls/syscall_64.tbl
     * @param arm include/uapi/asm-generic/unistd.h, which aarch64 uses
     */
    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /** Returns the index of the argument that tells two calls of this name apart. */
    int telling() {
        return switch (this) {
            case PRLIMIT64, OPENAT, READLINKAT, CAPSET -> 1; // behind a process or a directory
            case SETPRIORITY -> 2;
            default -> 0;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
