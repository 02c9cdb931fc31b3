package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jinetd.child.Program;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Resource;
import org.jinetd.plan.ResourceLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the list for each setting, and where. */
class ChildStepsTest {

    private static final Identity NOBODY = new Identity("nobody", 65534, 65533, List.of(7L));

    /** The steps of a child of which nothing is said, on a kernel that knows three capabilities. */
    private static final List<String> USUAL =
            List.of(
                    "setsid()",
                    "close_range(40, ~0, CLOSE_RANGE_UNSHARE)",
                    "dup3(SOCKET, 0, 0)",
                    "dup3(SOCKET, 1, 0)",
                    "dup3(SOCKET, 2, 0)",
                    "close_range(3, ~0, 0)",
                    "prlimit64(0, RLIMIT_NOFILE, {321, 4321}, NULL)",
                    "umask(022)",
                    "chdir(\"/\")",
                    "setgroups(1, [7])",
                    "setresgid(65533, 65533, 65533)",
                    "setresuid(65534, 65534, 65534)",
                    "rt_sigprocmask(SIG_SETMASK, [], NULL, 8)",
                    "execve(\"/bin/sh\", [\"sh\"], [])");

    private static List<String> steps(
            boolean closeRange, boolean guarded, ProcessSettings process) {
        Program program =
                new Program("/bin/sh", List.of("sh"), List.of(), Optional.of(NOBODY), process);
        return new ChildSteps(
                        List.of(),
                        new DescriptorLimit(321, 4321),
                        new Kernel(closeRange, guarded, 2))
                .listFor(program, new Slots(8, 41, 40, 72)).stream().map(Step::toString).toList();
    }

    private static Arguments of(String key, Processes process, String behind, String... added) {
        return Arguments.of(key, process.done(), behind, List.of(added));
    }

    /** A setting, the step behind which its own come, and those. */
    static Stream<Arguments> settings() {
        return Stream.of(
                of("nothing", new Processes(), "setsid()"),
                of(
                        "oom-score",
                        new Processes().oomScore(-17),
                        "close_range(3, ~0, 0)",
                        "openat(AT_FDCWD, \"/proc/self/oom_score_adj\", O_WRONLY, 0)",
                        "write(3</proc/self/oom_score_adj>, \"-17\", 3)",
                        "close(3</proc/self/oom_score_adj>)"),
                of(
                        "cgroup",
                        new Processes().cgroup("/sys/fs/cgroup/a"),
                        "close_range(3, ~0, 0)",
                        "openat(AT_FDCWD, \"/sys/fs/cgroup/a/cgroup.procs\", O_WRONLY, 0)",
                        "write(3</sys/fs/cgroup/a/cgroup.procs>, \"0\", 1)",
                        "close(3</sys/fs/cgroup/a/cgroup.procs>)"),
                of(
                        "listen-fds",
                        new Processes().listenFds(),
                        "close_range(3, ~0, 0)",
                        "readlinkat(AT_FDCWD, \"/proc/self\", &LISTEN_PID, 16)",
                        "dup3(0, 3, 0)"),
                of(
                        "limits",
                        new Processes()
                                .limits(
                                        Map.of(
                                                Resource.AS,
                                                new ResourceLimit(5, ResourceLimit.UNLIMITED))),
                        "close_range(3, ~0, 0)",
                        "prlimit64(0, RLIMIT_AS, {5, RLIM_INFINITY}, NULL)"),
                of(
                        "nice",
                        new Processes().nice(-5),
                        "prlimit64(0, RLIMIT_NOFILE, {321, 4321}, NULL)",
                        "setpriority(PRIO_PROCESS, 0, -5)"),
                of(
                        "chroot",
                        new Processes().place(022, "/", Optional.of("/srv")),
                        "umask(022)",
                        "chroot(\"/srv\")"),
                of(
                        "no-new-privileges",
                        new Processes().noNewPrivileges(),
                        "setresuid(65534, 65534, 65534)",
                        "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void a_setting_adds_its_steps_at_its_place(
            String key, ProcessSettings process, String behind, List<String> added) {
        List<String> expected = new ArrayList<>(USUAL);
        expected.addAll(expected.indexOf(behind) + 1, added);
        assertEquals(expected, steps(true, false, process), key);
    }

    private static Arguments instead(Processes process, String usual, String... other) {
        return Arguments.of(process.done(), usual, List.of(other));
    }

    static Stream<Arguments> replacements() {
        return Stream.of(
                instead(
                        new Processes().place(077, "/", Optional.empty()),
                        "umask(022)",
                        "umask(077)"),
                instead(
                        new Processes().place(022, "/srv", Optional.empty()),
                        "chdir(\"/\")",
                        "chdir(\"/srv\")"),
                instead(
                        new Processes().groups(1L, 2L),
                        "setgroups(1, [7])",
                        "setgroups(2, [1, 2])"),
                instead(new Processes().groups(), "setgroups(1, [7])", "setgroups(0, [])"),
                instead(
                        new Processes().limits(Map.of(Resource.NOFILE, new ResourceLimit(10, 20))),
                        "prlimit64(0, RLIMIT_NOFILE, {321, 4321}, NULL)",
                        "prlimit64(0, RLIMIT_NOFILE, {10, 20}, NULL)"));
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void a_setting_stands_in_place_of_the_usual(
            ProcessSettings process, String usual, List<String> other) {
        List<String> expected = new ArrayList<>(USUAL);
        expected.set(expected.indexOf(usual), other.get(0));
        assertEquals(expected, steps(true, false, process));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(Stderr.LOG, "dup3(LOG, 2, 0)"),
                Arguments.of(Stderr.NULL, "dup3(NULL_DEVICE, 2, 0)"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void where_2_leads_elsewhere_the_slots_of_that_are_copied_too(Stderr stderr, String step) {
        List<String> expected = new ArrayList<>(USUAL);
        expected.set(1, "close_range(72, ~0, CLOSE_RANGE_UNSHARE)");
        expected.set(4, step);
        assertEquals(expected, steps(true, false, new Processes().stderr(stderr).done()));
    }

    @Test
    void capabilities_are_bounded_before_and_given_after_it_becomes_its_user() {
        List<String> expected = new ArrayList<>(USUAL);
        int groups = expected.indexOf("setgroups(1, [7])");
        expected.add(groups, "prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)");
        expected.add(groups + 1, "prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)");
        int user = expected.indexOf("setresuid(65534, 65534, 65534)");
        expected.add(user, "prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)");
        expected.addAll(
                user + 2,
                List.of(
                        "capset({VERSION_3, 0}, {CAP_DAC_OVERRIDE|CAP_NET_RAW})",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0)"));
        ProcessSettings process = new Processes().capabilities("dac_override", "net_raw").done();
        assertEquals(expected, steps(true, false, process));
    }

    @Test
    void a_capability_is_a_bit_in_each_of_the_three_sets() {
        List<Step> steps = new CapabilitySteps(40).have(List.of(0, 13, 40));
        Argument.Words words = (Argument.Words) steps.get(0).arguments().get(1);
        assertEquals(List.of(0x2001L, 0x2001L, 0x2001L, 0x100L, 0x100L, 0x100L), words.values());
        assertEquals(41, new CapabilitySteps(40).bound(List.of()).size());
    }

    @Test
    void its_memory_is_closed_to_its_user_before_it_gives_capabilities_up() {
        List<String> steps = steps(true, true, new Processes().capabilities("net_raw").done());
        int user = steps.indexOf("setresuid(65534, 65534, 65534)");
        assertEquals("prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)", steps.get(user - 1));
        assertEquals("prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)", steps.get(user + 1));
        assertTrue(steps.get(user + 2).startsWith("capset("), steps.get(user + 2));
    }

    @Test
    void after_it_is_its_user_it_only_gives_up_more() {
        ProcessSettings all =
                new Processes()
                        .capabilities("net_raw")
                        .noNewPrivileges()
                        .cgroup("/c")
                        .oomScore(1)
                        .nice(1)
                        .listenFds()
                        .place(022, "/", Optional.of("/srv"))
                        .limits(Map.of(Resource.CPU, new ResourceLimit(1, 1)))
                        .done();
        List<String> steps = steps(true, true, all);
        List<String> after =
                steps.subList(steps.indexOf("setresuid(65534, 65534, 65534)") + 1, steps.size());
        assertEquals(
                List.of(
                        "prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)",
                        "capset({VERSION_3, 0}, {CAP_NET_RAW})",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0)",
                        "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)",
                        "rt_sigprocmask(SIG_SETMASK, [], NULL, 8)",
                        "execve(\"/bin/sh\", [\"sh\"], [])"),
                after);
    }

    @Test
    void where_the_table_is_a_copy_descriptor_3_is_made_free_before_a_file_is_opened() {
        List<String> steps = steps(false, false, new Processes().oomScore(5).done());
        int open = steps.indexOf("openat(AT_FDCWD, \"/proc/self/oom_score_adj\", O_WRONLY, 0)");
        assertEquals(List.of("dup3(0, 3, 0)", "close(3)"), steps.subList(open - 2, open));
        assertTrue(!steps(false, false, ProcessSettings.USUAL).contains("close(3)"));
    }
}
