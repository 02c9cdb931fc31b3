package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jinetd.child.Program;
import org.jinetd.os.Child;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Resource;
import org.jinetd.plan.ResourceLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every right and limit, seen by the child that has it. Needs root, as the daemon does. */
@ParameterizedClass
@EnumSource(LinuxChildren.Table.class)
@Timeout(60)
class RightsOfChildrenTest {

    private static final Optional<Identity> NOBODY =
            Optional.of(new Identity("nobody", 65534, 65533, List.of(4001L)));
    private static final Optional<Identity> STAYS = Optional.empty();

    private final ChildOnTrial trial;

    RightsOfChildrenTest(LinuxChildren.Table table) {
        trial = new ChildOnTrial(table);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private String said(Optional<Identity> identity, Processes process, String script) {
        return trial.output(ChildOnTrial.shell(identity, process.done(), script)).strip();
    }

    private Outcome.Failed<?> failure(Processes process) {
        return trial.failure(ChildOnTrial.shell(NOBODY, process.done(), "true"));
    }

    private static String oneSpace(String table) {
        return table.replaceAll("[ \t]+", " ");
    }

    @Test
    void each_limit_is_the_child_s_own() {
        Map<Resource, ResourceLimit> limits = new LinkedHashMap<>();
        limits.put(Resource.AS, new ResourceLimit(1L << 32, 1L << 33));
        limits.put(Resource.CORE, new ResourceLimit(0, 0));
        limits.put(Resource.CPU, new ResourceLimit(11, 12));
        limits.put(Resource.DATA, new ResourceLimit(1L << 30, ResourceLimit.UNLIMITED));
        limits.put(Resource.FSIZE, new ResourceLimit(1000, 2000));
        limits.put(Resource.MEMLOCK, new ResourceLimit(4096, 8192));
        limits.put(Resource.NOFILE, new ResourceLimit(33, 44));
        limits.put(Resource.NPROC, new ResourceLimit(55, 66));
        limits.put(Resource.RSS, new ResourceLimit(77, 88));
        limits.put(Resource.STACK, new ResourceLimit(1 << 20, 1 << 21));
        String seen =
                oneSpace(said(NOBODY, new Processes().limits(limits), "cat /proc/self/limits"));
        for (String line :
                List.of(
                        "Max address space 4294967296 8589934592 bytes",
                        "Max core file size 0 0 bytes",
                        "Max cpu time 11 12 seconds",
                        "Max data size 1073741824 unlimited bytes",
                        "Max file size 1000 2000 bytes",
                        "Max locked memory 4096 8192 bytes",
                        "Max open files 33 44 files",
                        "Max processes 55 66 processes",
                        "Max resident set 77 88 bytes",
                        "Max stack size 1048576 2097152 bytes")) {
            assertTrue(seen.contains(line), line + " in " + seen);
        }
    }

    @Test
    void a_limit_that_is_not_named_stays_and_the_daemon_keeps_its_own() throws IOException {
        String before = Files.readString(Path.of("/proc/self/limits"));
        Processes process =
                new Processes().limits(Map.of(Resource.CORE, new ResourceLimit(123, 123)));
        String child = said(STAYS, process, "cat /proc/self/limits");
        assertEquals(before, Files.readString(Path.of("/proc/self/limits")));
        assertEquals(
                rest(before), rest(child), "all but the two that it has and the table's own size");
    }

    private static List<String> rest(String limits) {
        return limits.lines()
                .map(line -> oneSpace(line).strip())
                .filter(line -> !line.startsWith("Max core") && !line.startsWith("Max open"))
                .toList();
    }

    @Test
    void more_processes_of_its_user_than_allowed_let_no_other_be_started() {
        Optional<Identity> other = Optional.of(new Identity("other", 61_234, 61_234, List.of()));
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        new LinuxSockets().blocking(pair.second(), true);
        Program waits = ChildOnTrial.shell(other, ProcessSettings.USUAL, "read x");
        Child first = ChildOnTrial.value(trial.start(waits, pair.second(), Optional.empty()));
        Processes process = new Processes().limits(Map.of(Resource.NPROC, new ResourceLimit(0, 0)));
        Outcome.Failed<?> failed = trial.failure(ChildOnTrial.shell(other, process.done(), "true"));
        TestCalls.close(pair.first());
        trial.bury(first);
        assertEquals(
                "execve(\"/bin/sh\", …): EAGAIN (Resource temporarily unavailable) — its user, not"
                        + " only this service, has more processes than limit-nproc",
                failed.toString());
    }

    @Test
    void it_is_as_nice_as_told_and_the_daemon_is_not() throws IOException {
        String before = niceness(Files.readString(Path.of("/proc/self/stat")));
        Processes process = new Processes().nice(7);
        assertEquals("7", niceness(said(NOBODY, process, "cat /proc/self/stat")));
        assertEquals("-3", niceness(said(NOBODY, new Processes().nice(-3), "cat /proc/self/stat")));
        assertEquals(before, niceness(Files.readString(Path.of("/proc/self/stat"))));
    }

    /**
     * Returns the 19th field, counted behind the name, which may hold blanks (proc_pid_stat(5)).
     */
    private static String niceness(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
    }

    @Test
    void its_oom_score_is_its_own_though_it_shared_the_daemon_s_memory() throws IOException {
        Path own = Path.of("/proc/self/oom_score_adj");
        String before = Files.readString(own);
        assertEquals(
                "777", said(NOBODY, new Processes().oomScore(777), "cat /proc/self/oom_score_adj"));
        assertEquals(before, Files.readString(own));
    }

    @Test
    void it_starts_in_its_control_group_and_the_daemon_stays_in_its_own() throws IOException {
        Path group = Files.createDirectory(hierarchy().resolve("jinetd-test-" + PID));
        try {
            String before = Files.readString(Path.of("/proc/self/cgroup"));
            String seen =
                    said(NOBODY, new Processes().cgroup(group.toString()), "cat /proc/self/cgroup");
            assertTrue(seen.lines().anyMatch(l -> l.endsWith("/" + group.getFileName())), seen);
            assertEquals(before, Files.readString(Path.of("/proc/self/cgroup")));
        } finally {
            Files.delete(group);
        }
    }

    private static final long PID = ProcessHandle.current().pid();

    /** Returns where control groups are made; the unified hierarchy if there is one. */
    private static Path hierarchy() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.map(line -> line.split(" "))
                    .filter(mount -> mount[2].startsWith("cgroup"))
                    .sorted((a, b) -> b[2].compareTo(a[2]))
                    .map(mount -> Path.of(mount[1]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_control_group_that_is_not_there_is_an_error_that_says_what_to_do() {
        assertEquals(
                "openat(\"/sys/fs/cgroup/none/cgroup.procs\", …): ENOENT (No such file or"
                        + " directory) — make the control group first, with mkdir(1)",
                failure(new Processes().cgroup("/sys/fs/cgroup/none")).toString());
    }

    @Test
    void it_has_no_more_capabilities_than_told_and_those_though_it_is_not_root() {
        String seen =
                said(
                        NOBODY,
                        new Processes().capabilities("net_bind_service", "net_raw"),
                        "grep -E '^(Uid|Cap)' /proc/self/status");
        String both = "0000000000002400";
        assertEquals(
                "Uid: 65534 65534 65534 65534\nCapInh: "
                        + both
                        + "\nCapPrm: "
                        + both
                        + "\nCapEff: "
                        + both
                        + "\nCapBnd: "
                        + both
                        + "\nCapAmb: "
                        + both,
                oneSpace(seen));
    }

    @Test
    void root_without_capabilities_has_none() {
        Optional<Identity> root = Optional.of(new Identity("root", 0, 0, List.of()));
        String seen =
                said(root, new Processes().capabilities(), "grep -E '^Cap' /proc/self/status");
        String none = "0000000000000000";
        assertEquals(5, seen.lines().filter(line -> line.endsWith(none)).count(), seen);
    }

    @Test
    void one_that_the_kernel_does_not_know_is_an_error() {
        Outcome.Failed<?> failed =
                trial.failure(ChildOnTrial.shell(STAYS, withCapabilities(List.of(63)), "true"));
        assertEquals("prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 63, 0, 0)", failed.call());
        assertEquals(Optional.of("this kernel does not know it"), failed.remedy());
    }

    private static ProcessSettings withCapabilities(List<Integer> numbers) {
        ProcessSettings usual = ProcessSettings.USUAL;
        return new ProcessSettings(
                usual.surroundings(),
                new ProcessSettings.Rights(
                        ProcessSettings.NewPrivileges.ALLOWED,
                        Optional.of(numbers),
                        Optional.empty(),
                        Optional.empty()),
                Map.of(),
                usual.nice(),
                usual.oomScore(),
                usual.stderr(),
                usual.runTime());
    }

    @Test
    void the_highest_capability_is_the_running_kernel_s() throws IOException {
        String status = Files.readString(Path.of("/proc/self/status"));
        String bounding = status.replaceAll("(?s).*CapBnd:\\s*(\\w+).*", "$1");
        int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(Long.parseLong(bounding, 16));
        assertEquals(highest, Kernel.probed(true).lastCapability());
    }

    @Test
    void its_exec_gives_it_no_new_privileges() {
        String status = "grep NoNewPrivs /proc/self/status";
        assertEquals("NoNewPrivs: 0", oneSpace(said(NOBODY, new Processes(), status)));
        Processes process = new Processes().noNewPrivileges();
        assertEquals("NoNewPrivs: 1", oneSpace(said(NOBODY, process, status)));
    }

    @Test
    void its_groups_replace_those_of_its_user() {
        String status = "grep Groups /proc/self/status";
        assertEquals("Groups: 4001", oneSpace(said(NOBODY, new Processes(), status)));
        Processes other = new Processes().groups(4002L, 4003L);
        assertEquals("Groups: 4002 4003", oneSpace(said(NOBODY, other, status)));
        assertEquals("Groups:", oneSpace(said(NOBODY, new Processes().groups(), status)));
    }

    @Test
    void its_root_directory_is_another_and_its_working_directory_behind_it(@TempDir Path root)
            throws IOException {
        Processes process = new Processes().place(077, "/work", Optional.of(root.toString()));
        Program program =
                new Program("/bin/cat", List.of("cat", "here"), List.of(), NOBODY, process.done());
        assertEquals(
                "chdir(\"/work\"): ENOENT (No such file or directory) — behind chroot",
                trial.failure(program).toString());
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(root.resolve("work"));
        assertTrue(trial.failure(program).remedy().orElseThrow().startsWith("behind chroot, as"));
        Files.write(root.resolve("work/here"), List.of("found"));
        copyWithLibraries("/bin/cat", root);
        assertEquals("found\n", trial.output(program));
    }

    private static void copyWithLibraries(String program, Path root) throws IOException {
        String libraries =
                new String(
                        new ProcessBuilder("ldd", program).start().getInputStream().readAllBytes(),
                        StandardCharsets.UTF_8);
        List<String> files = new ArrayList<>(List.of(program));
        for (String word : libraries.split("\\s+")) {
            if (word.startsWith("/")) {
                files.add(word);
            }
        }
        for (String file : files) {
            Path copy = root.resolve(file.substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy);
        }
    }

    @Test
    void a_root_directory_that_is_not_there_is_an_error() {
        Processes process = new Processes().place(022, "/", Optional.of("/nonexistent"));
        assertEquals(
                "chroot(\"/nonexistent\"): ENOENT (No such file or directory)",
                failure(process).toString());
    }

    @Test
    void all_at_once(@TempDir Path directory) throws IOException {
        Path group = Files.createDirectory(hierarchy().resolve("jinetd-all-" + PID));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Processes process =
                    new Processes()
                            .limits(Map.of(Resource.NPROC, new ResourceLimit(1000, 2000)))
                            .nice(3)
                            .place(027, directory.toString(), Optional.of("/"))
                            .oomScore(321)
                            .cgroup(group.toString())
                            .capabilities("kill")
                            .groups(4005L)
                            .noNewPrivileges()
                            .listenFds()
                            .stderr(Stderr.NULL);
            String seen =
                    said(
                            NOBODY,
                            process,
                            "umask; pwd; cat /proc/self/oom_score_adj; echo $LISTEN_PID $$;"
                                    + " readlink /proc/$$/fd/2; cat /proc/self/cgroup"
                                    + " /proc/self/limits /proc/self/status /proc/self/stat");
            String flat = oneSpace(seen);
            List<String> lines = flat.lines().toList();
            assertEquals("0027", lines.get(0));
            assertEquals(directory.toString(), lines.get(1));
            assertEquals("321", lines.get(2));
            assertEquals(lines.get(3).split(" ")[0], lines.get(3).split(" ")[1]);
            assertEquals("/dev/null", lines.get(4));
            assertEquals("3", niceness(lines.get(lines.size() - 1)));
            for (String part :
                    List.of(
                            "/" + group.getFileName() + "\n",
                            "\nMax processes 1000 2000 processes",
                            "\nMax open files 321 4321 files",
                            "\nUid: 65534 65534 65534 65534\n",
                            "\nGid: 65533 65533 65533 65533\n",
                            "\nGroups: 4005 \n",
                            "\nNoNewPrivs: 1\n",
                            "\nCapEff: 0000000000000020\n",
                            "\nCapBnd: 0000000000000020\n",
                            "\nCapAmb: 0000000000000020\n",
                            "\nSigBlk: 0000000000000000\n",
                            "\nSigIgn: 0000000000000000\n")) {
                assertTrue(flat.contains(part), part + " in " + flat);
            }
        } finally {
            Files.delete(group);
        }
    }
}
