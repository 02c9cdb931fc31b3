package org.jinetd.os.linux;

import static org.jinetd.os.linux.Argument.number;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.child.Program;
import org.jinetd.plan.Identity;

/**
 * What a child does between clone and exec, in order. The order is the security of it: the ids come
 * after everything that needs rights, and nothing comes after them but the mask and the exec. A
 * call that fails ends the child, so a failed setresuid is never followed by execve.
 */
final class ChildSteps {

    private static final long SIG_SETMASK = 2;
    private static final long PR_SET_DUMPABLE = 4;
    private static final long PR_SET_KEEPCAPS = 8;
    private static final long RLIMIT_NOFILE = 7;
    private static final long CLOSE_RANGE_UNSHARE = 2;
    private static final long LAST_DESCRIPTOR = 0xffff_ffffL;
    private static final long SIGNAL_SET_BYTES = 8;
    private static final List<Long> DEFAULT_ACTION = List.of(0L, 0L, 0L, 0L);

    private final List<Step> resetSignals;
    private final Step restoreDescriptorLimit;
    private final boolean closeRange;
    private final boolean guarded;

    /**
     * @param unusualSignals the signals whose action in the daemon is not the default one: the
     *     JVM's handlers must never run in the child, and exec keeps ignored signals ignored
     * @param descriptorLimit the limit that the daemon was started with, before it raised its own
     * @param closeRange whether the kernel has close_range(2)
     * @param guarded whether others must be kept from tracing the child before its program, since
     *     the kernel does not (fs.suid_dumpable)
     */
    ChildSteps(
            List<Integer> unusualSignals,
            DescriptorLimit descriptorLimit,
            boolean closeRange,
            boolean guarded) {
        this.resetSignals = unusualSignals.stream().map(ChildSteps::resetSignal).toList();
        this.restoreDescriptorLimit = restore(descriptorLimit);
        this.closeRange = closeRange;
        this.guarded = guarded;
    }

    /**
     * Returns the whole list.
     *
     * @param slot the descriptor below {@code firstShared} that holds the child's socket
     * @param firstShared the first descriptor that the child does not need a copy of
     */
    List<Step> listFor(Program program, int slot, int firstShared) {
        List<Step> steps = new ArrayList<>(32);
        steps.addAll(resetSignals);
        steps.add(Step.of(SystemCall.SETSID));
        if (closeRange) {
            // With CLONE_FILES this un-shares the table and drops the rest in one go: only the
            // descriptors below are copied, so the cost does not grow with the open sockets.
            steps.add(closeFrom(firstShared, number(CLOSE_RANGE_UNSHARE, "CLOSE_RANGE_UNSHARE")));
        }
        for (int standard = 0; standard <= 2; standard++) {
            steps.add(
                    Step.of(SystemCall.DUP3, number(slot, "SOCKET"), number(standard), number(0)));
        }
        if (closeRange) {
            steps.add(closeFrom(3, number(0)));
        }
        steps.add(restoreDescriptorLimit);
        steps.add(Step.of(SystemCall.UMASK, number(program.umask(), octal(program.umask()))));
        steps.add(Step.of(SystemCall.CHDIR, new Argument.Text(program.directory())));
        program.identity().ifPresent(identity -> become(identity, steps));
        steps.add(
                Step.of(
                        SystemCall.RT_SIGPROCMASK,
                        number(SIG_SETMASK, "SIG_SETMASK"),
                        new Argument.LongWords(List.of(0L), "[]"),
                        number(0, "NULL"),
                        number(SIGNAL_SET_BYTES)));
        steps.add(
                Step.of(
                        SystemCall.EXECVE,
                        new Argument.Text(program.path()),
                        new Argument.Texts(program.arguments()),
                        new Argument.OpenTexts(program.environment())));
        return steps;
    }

    /**
     * Until exec the child shares the daemon's memory. Who may trace it, may write there, and with
     * fs.suid_dumpable=1 that is every process of the user it becomes (ptrace(2), ptrace access
     * mode checking): with 0 and 2 setresuid itself takes the memory from them. So the child keeps
     * its capabilities across setresuid, since nobody who has fewer may trace it, until it has
     * taken the memory from them. Exec gives both up (capabilities(7)).
     */
    private void become(Identity identity, List<Step> steps) {
        steps.add(
                Step.of(
                        SystemCall.SETGROUPS,
                        number(identity.groups().size()),
                        new Argument.Words(identity.groups())));
        Argument gid = number(identity.gid());
        Argument uid = number(identity.uid());
        steps.add(Step.of(SystemCall.SETRESGID, gid, gid, gid));
        if (guarded) {
            steps.add(prctl(PR_SET_KEEPCAPS, "PR_SET_KEEPCAPS", 1));
        }
        steps.add(Step.of(SystemCall.SETRESUID, uid, uid, uid));
        if (guarded) {
            steps.add(prctl(PR_SET_DUMPABLE, "PR_SET_DUMPABLE", 0));
        }
    }

    private static Step prctl(long option, String name, long value) {
        return Step.of(
                SystemCall.PRCTL,
                number(option, name),
                number(value),
                number(0),
                number(0),
                number(0));
    }

    private static Step closeFrom(int first, Argument flags) {
        return Step.of(SystemCall.CLOSE_RANGE, number(first), number(LAST_DESCRIPTOR, "~0"), flags);
    }

    private static Step resetSignal(int number) {
        return Step.of(
                SystemCall.RT_SIGACTION,
                number(number),
                new Argument.LongWords(DEFAULT_ACTION, "SIG_DFL"),
                number(0, "NULL"),
                number(SIGNAL_SET_BYTES));
    }

    private static Step restore(DescriptorLimit limit) {
        return Step.of(
                SystemCall.PRLIMIT64,
                number(0),
                number(RLIMIT_NOFILE, "RLIMIT_NOFILE"),
                new Argument.LongWords(List.of(limit.soft(), limit.hard()), limit.toString()),
                number(0, "NULL"));
    }

    private static String octal(int mask) {
        return "0" + Integer.toOctalString(mask);
    }
}
