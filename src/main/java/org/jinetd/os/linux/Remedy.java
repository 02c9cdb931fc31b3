package org.jinetd.os.linux;

import java.util.Optional;
import org.jinetd.child.Program;
import org.jinetd.os.Errno;

/** What to do about a step of a child that failed, where its errno alone does not say it. */
final class Remedy {

    private Remedy() {}

    /** Returns the advice; empty when there is none. */
    static Optional<String> of(Step step, Errno errno, Program program) {
        return switch (step.call()) {
            case PRLIMIT64 -> ofLimit(step, errno);
            case SETPRIORITY -> ifDenied(errno, "a niceness below jinetd's takes CAP_SYS_NICE");
            case OPENAT, WRITE -> ofFile(step, errno);
            case CHROOT -> ifDenied(errno, "that takes CAP_SYS_CHROOT");
            case CHDIR, EXECVE -> ofPath(step, errno, program);
            case SETGROUPS, SETRESGID -> ifDenied(errno, "that takes CAP_SETGID, as root has it");
            case SETRESUID -> ifDenied(errno, "that takes CAP_SETUID, as root has it");
            case CAPSET ->
                    ifDenied(
                            errno,
                            "jinetd itself must have them: see CapPrm and CapBnd in /proc/PID/status");
            case PRCTL -> ofCapability(step, errno);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ifDenied(Errno errno, String advice) {
        return errno == Errno.EPERM || errno == Errno.EACCES
                ? Optional.of(advice)
                : Optional.empty();
    }

    private static Optional<String> ofLimit(Step step, Errno errno) {
        return ifDenied(
                errno,
                step.telling().equals("RLIMIT_NOFILE")
                        ? "a hard limit above jinetd's takes CAP_SYS_RESOURCE, and none may be"
                                + " above fs.nr_open"
                        : "a hard limit above jinetd's takes CAP_SYS_RESOURCE");
    }

    private static Optional<String> ofFile(Step step, Errno errno) {
        if (step.telling().contains(ChildSteps.OOM_SCORE)) {
            return errno == Errno.ENOENT
                    ? Optional.of("/proc must be mounted")
                    : ifDenied(errno, "a score below jinetd's takes CAP_SYS_RESOURCE");
        }
        return switch (errno) {
            case ENOENT -> Optional.of("make the control group first, with mkdir(1)");
            case EBUSY ->
                    Optional.of(
                            "it hands controllers on, so its groups can have processes and not"
                                    + " itself (cgroups(7))");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofPath(Step step, Errno errno, Program program) {
        boolean behindRoot = program.process().surroundings().root().isPresent();
        if (behindRoot && errno == Errno.ENOENT) {
            return Optional.of(
                    "behind chroot"
                            + (step.call() == SystemCall.EXECVE
                                    ? ", as its interpreter and its libraries must be"
                                    : ""));
        }
        if (step.call() == SystemCall.EXECVE && errno == Errno.EAGAIN) {
            return Optional.of(
                    "its user, not only this service, has more processes than limit-nproc");
        }
        return Optional.empty();
    }

    private static Optional<String> ofCapability(Step step, Errno errno) {
        if (step.telling().equals("PR_CAPBSET_DROP")) {
            return ifDenied(errno, "that takes CAP_SETPCAP, as root has it");
        }
        return errno == Errno.EINVAL
                ? Optional.of("this kernel does not know it")
                : Optional.empty();
    }
}
