package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jinetd.os.Errno;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Resource;
import org.jinetd.plan.ResourceLimit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each step that may be refused. */
class RemedyTest {

    private static final Optional<Identity> NOBODY =
            Optional.of(new Identity("nobody", 65534, 65533, List.of()));

    private static final ProcessSettings ALL =
            new Processes()
                    .oomScore(-1)
                    .cgroup("/sys/fs/cgroup/a")
                    .nice(-1)
                    .limits(
                            Map.of(
                                    Resource.NPROC, new ResourceLimit(1, 2),
                                    Resource.NOFILE, new ResourceLimit(1, 2)))
                    .capabilities("kill")
                    .noNewPrivileges()
                    .done();

    private static final ProcessSettings BEHIND_ROOT =
            new Processes().place(022, "/work", Optional.of("/srv")).done();

    private static Arguments of(
            ProcessSettings process, String call, Errno errno, String... advice) {
        return Arguments.of(process, call, errno, String.join("", advice));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                of(
                        ALL,
                        "prlimit64(RLIMIT_NPROC, …)",
                        Errno.EPERM,
                        "a hard limit above jinetd's takes CAP_SYS_RESOURCE"),
                of(
                        ALL,
                        "prlimit64(RLIMIT_NOFILE, …)",
                        Errno.EPERM,
                        "a hard limit above jinetd's takes CAP_SYS_RESOURCE,"
                                + " and none may be above fs.nr_open"),
                of(
                        ALL,
                        "setpriority(-1)",
                        Errno.EACCES,
                        "a niceness below jinetd's takes CAP_SYS_NICE"),
                of(
                        ALL,
                        "openat(\"/proc/self/oom_score_adj\", …)",
                        Errno.ENOENT,
                        "/proc must be mounted"),
                of(
                        ALL,
                        "write(3</proc/self/oom_score_adj>, …)",
                        Errno.EACCES,
                        "a score below jinetd's takes CAP_SYS_RESOURCE"),
                of(
                        ALL,
                        "openat(\"/sys/fs/cgroup/a/cgroup.procs\", …)",
                        Errno.ENOENT,
                        "make the control group first, with mkdir(1)"),
                of(
                        ALL,
                        "write(3</sys/fs/cgroup/a/cgroup.procs>, …)",
                        Errno.EBUSY,
                        "it hands controllers on, so its groups can have processes and not itself"
                                + " (cgroups(7))"),
                of(ALL, "openat(\"/sys/fs/cgroup/a/cgroup.procs\", …)", Errno.EROFS));
    }

    static Stream<Arguments> failuresOfRights() {
        return Stream.of(
                of(
                        ALL,
                        "prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)",
                        Errno.EPERM,
                        "that takes CAP_SETPCAP, as root has it"),
                of(
                        ALL,
                        "capset({CAP_KILL})",
                        Errno.EPERM,
                        "jinetd itself must have them: see CapPrm and CapBnd in /proc/PID/status"),
                of(
                        ALL,
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)",
                        Errno.EINVAL,
                        "this kernel does not know it"),
                of(ALL, "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)", Errno.EPERM),
                of(ALL, "setgroups(0, …)", Errno.EPERM, "that takes CAP_SETGID, as root has it"),
                of(
                        ALL,
                        "setresgid(65533, …)",
                        Errno.EPERM,
                        "that takes CAP_SETGID, as root has it"),
                of(
                        ALL,
                        "setresuid(65534, …)",
                        Errno.EPERM,
                        "that takes CAP_SETUID, as root has it"),
                of(ALL, "setresuid(65534, …)", Errno.EAGAIN),
                of(ALL, "chdir(\"/\")", Errno.ENOENT),
                of(
                        ALL,
                        "execve(\"/bin/sh\", …)",
                        Errno.EAGAIN,
                        "its user, not only this service, has more processes than limit-nproc"),
                of(ALL, "execve(\"/bin/sh\", …)", Errno.ENOENT),
                of(ALL, "setsid()", Errno.EPERM),
                of(BEHIND_ROOT, "chroot(\"/srv\")", Errno.EPERM, "that takes CAP_SYS_CHROOT"),
                of(BEHIND_ROOT, "chdir(\"/work\")", Errno.ENOENT, "behind chroot"),
                of(
                        BEHIND_ROOT,
                        "execve(\"/bin/sh\", …)",
                        Errno.ENOENT,
                        "behind chroot, as its interpreter and its libraries must be"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource({"failures", "failuresOfRights"})
    void a_failed_step_says_what_to_do(
            ProcessSettings process, String call, Errno errno, String advice) {
        var program = ChildOnTrial.shell(NOBODY, process, "true");
        Step step =
                new ChildSteps(List.of(), new DescriptorLimit(1, 2), new Kernel(true, false, 40))
                        .listFor(program, new Slots(8, 41, 40, 72)).stream()
                                .filter(each -> each.shortText().equals(call))
                                .findFirst()
                                .orElseThrow();
        assertEquals(advice, Remedy.of(step, errno, program).orElse(""));
    }
}
