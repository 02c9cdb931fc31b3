package org.jinetd.os.linux;

import static org.jinetd.os.linux.Argument.number;
import static org.jinetd.os.linux.CapabilitySteps.prctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.Program;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.ListenFds;
import org.jinetd.plan.ProcessSettings.NewPrivileges;
import org.jinetd.plan.ProcessSettings.Rights;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.ProcessSettings.Surroundings;

/**
 * What a child does between clone and exec, in order. The order is the security of it: the ids come
 * after everything that needs rights, and after them it only gives up more. A call that fails ends
 * the child, so a failed setresuid is never followed by execve.
 */
final class ChildSteps {

    private static final long SIG_SETMASK = 2;
    private static final long PR_SET_DUMPABLE = 4;
    private static final long PR_SET_KEEPCAPS = 8;
    private static final long PR_SET_NO_NEW_PRIVS = 38;
    private static final long CLOSE_RANGE_UNSHARE = 2;
    private static final long LAST_DESCRIPTOR = 0xffff_ffffL;
    private static final long SIGNAL_SET_BYTES = 8;
    private static final List<Long> DEFAULT_ACTION = List.of(0L, 0L, 0L, 0L);
    static final String OOM_SCORE = "/proc/self/oom_score_adj";

    private final List<Step> resetSignals;
    private final DescriptorLimit descriptorLimit;
    private final Kernel kernel;
    private final CapabilitySteps capabilities;

    /**
     * @param unusualSignals the signals whose action in the daemon is not the default one: the
     *     JVM's handlers must never run in the child, and exec keeps ignored signals ignored
     * @param descriptorLimit the limit that the daemon was started with, before it raised its own
     */
    ChildSteps(List<Integer> unusualSignals, DescriptorLimit descriptorLimit, Kernel kernel) {
        this.resetSignals = unusualSignals.stream().map(ChildSteps::resetSignal).toList();
        this.descriptorLimit = descriptorLimit;
        this.kernel = kernel;
        this.capabilities = new CapabilitySteps(kernel.lastCapability());
    }

    /** Returns the whole list. */
    List<Step> listFor(Program program, Slots slots) {
        ProcessSettings process = program.process();
        Surroundings surroundings = process.surroundings();
        List<Step> steps = new ArrayList<>(32);
        steps.addAll(resetSignals);
        steps.add(Step.of(SystemCall.SETSID));
        addDescriptors(process, slots, steps);
        process.oomScore()
                .ifPresent(
                        score ->
                                steps.addAll(
                                        ProcessSteps.write(OOM_SCORE, Integer.toString(score))));
        process.rights()
                .cgroup()
                .ifPresent(group -> steps.addAll(ProcessSteps.write(group + "/cgroup.procs", "0")));
        if (surroundings.listenFds() == ListenFds.SET) {
            steps.add(ProcessSteps.tellOwnPid());
            steps.add(duplicate(number(0), ProcessSteps.FREE));
        }
        steps.addAll(ProcessSteps.limits(process, descriptorLimit));
        process.nice().ifPresent(nice -> steps.add(ProcessSteps.nice(nice)));
        int umask = surroundings.umask();
        steps.add(Step.of(SystemCall.UMASK, number(umask, octal(umask))));
        surroundings
                .root()
                .ifPresent(root -> steps.add(Step.of(SystemCall.CHROOT, new Argument.Text(root))));
        steps.add(Step.of(SystemCall.CHDIR, new Argument.Text(surroundings.directory())));
        addRights(program.identity(), process.rights(), steps);
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

    private void addDescriptors(ProcessSettings process, Slots slots, List<Step> steps) {
        boolean apart = process.stderr() != Stderr.CLIENT;
        if (kernel.closeRange()) {
            // With CLONE_FILES this un-shares the table and drops the rest in one go: only the
            // descriptors below are copied, so the cost does not grow with the open sockets.
            steps.add(
                    closeFrom(
                            apart ? slots.behindErrors() : slots.behindSockets(),
                            number(CLOSE_RANGE_UNSHARE, "CLOSE_RANGE_UNSHARE")));
        }
        Argument socket = number(slots.socket(), "SOCKET");
        steps.add(duplicate(socket, 0));
        steps.add(duplicate(socket, 1));
        String errors = process.stderr() == Stderr.LOG ? "LOG" : "NULL_DEVICE";
        steps.add(duplicate(apart ? number(slots.errors(), errors) : socket, 2));
        if (kernel.closeRange()) {
            steps.add(closeFrom(ProcessSteps.FREE, number(0)));
        } else if (opensFiles(process)) {
            // Where the table is a copy, it may hold a descriptor of the daemon's.
            steps.add(duplicate(number(0), ProcessSteps.FREE));
            steps.add(Step.of(SystemCall.CLOSE, number(ProcessSteps.FREE)));
        }
    }

    private static boolean opensFiles(ProcessSettings process) {
        return process.oomScore().isPresent() || process.rights().cgroup().isPresent();
    }

    /**
     * Until exec the child shares the daemon's memory. Who may trace it, may write there, and with
     * fs.suid_dumpable=1 that is every process of the user it becomes (ptrace(2), ptrace access
     * mode checking): with 0 and 2 setresuid itself takes the memory from them. So the child keeps
     * its capabilities across setresuid, since nobody who has fewer may trace it, until it has
     * taken the memory from them. Exec gives both up, but for the ambient ones (capabilities(7)).
     */
    private void addRights(Optional<Identity> identity, Rights rights, List<Step> steps) {
        rights.capabilities().ifPresent(kept -> steps.addAll(capabilities.bound(kept)));
        rights.groups()
                .or(() -> identity.map(Identity::groups))
                .ifPresent(groups -> steps.add(setGroups(groups)));
        boolean keep = kernel.guarded() || rights.capabilities().isPresent();
        identity.ifPresent(user -> become(user, keep, steps));
        rights.capabilities().ifPresent(all -> steps.addAll(capabilities.have(all)));
        if (rights.newPrivileges() == NewPrivileges.NEVER) {
            steps.add(prctl(number(PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS"), number(1)));
        }
    }

    private static Step setGroups(List<Long> groups) {
        return Step.of(SystemCall.SETGROUPS, number(groups.size()), new Argument.Words(groups));
    }

    private void become(Identity identity, boolean keepCapabilities, List<Step> steps) {
        Argument gid = number(identity.gid());
        Argument uid = number(identity.uid());
        steps.add(Step.of(SystemCall.SETRESGID, gid, gid, gid));
        if (keepCapabilities) {
            steps.add(prctl(number(PR_SET_KEEPCAPS, "PR_SET_KEEPCAPS"), number(1)));
        }
        steps.add(Step.of(SystemCall.SETRESUID, uid, uid, uid));
        if (kernel.guarded()) {
            steps.add(prctl(number(PR_SET_DUMPABLE, "PR_SET_DUMPABLE"), number(0)));
        }
    }

    private static Step duplicate(Argument from, int to) {
        return Step.of(SystemCall.DUP3, from, number(to), number(0));
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

    private static String octal(int mask) {
        return "0" + Integer.toOctalString(mask);
    }
}
