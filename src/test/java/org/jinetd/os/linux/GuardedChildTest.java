package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jinetd.child.Program;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children where the kernel would let their new user trace them before their program. */
@Timeout(30)
class GuardedChildTest {

    private static final Identity NOBODY = new Identity("nobody", 65534, 65533, List.of());

    private static ChildSteps steps(boolean guarded) {
        return new ChildSteps(
                List.of(), new DescriptorLimit(321, 4321), new Kernel(false, guarded, 40));
    }

    private static Program program(Optional<Identity> identity) {
        return new Program(
                "/bin/grep",
                List.of("grep", "-E", "^(Uid|CapInh|CapPrm|CapEff|CapAmb)", "/proc/self/status"),
                List.of(),
                identity,
                ProcessSettings.USUAL);
    }

    private static List<String> told(boolean guarded, Optional<Identity> identity) {
        return steps(guarded).listFor(program(identity), new Slots(3, 4, 4, 5)).stream()
                .map(Step::toString)
                .filter(step -> step.startsWith("prctl") || step.startsWith("setres"))
                .toList();
    }

    @Test
    void nobody_may_trace_it_from_before_it_is_its_user_until_its_memory_is_closed_to_him() {
        assertEquals(
                List.of(
                        "setresgid(65533, 65533, 65533)",
                        "prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)",
                        "setresuid(65534, 65534, 65534)",
                        "prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)"),
                told(true, Optional.of(NOBODY)));
    }

    @Test
    void who_stays_who_he_is_needs_no_guard_and_nobody_does_where_the_kernel_is_one() {
        assertEquals(List.of(), told(true, Optional.empty()));
        assertFalse(told(false, Optional.of(NOBODY)).toString().contains("prctl"));
    }

    @Test
    void its_program_has_no_capabilities_left_and_the_daemon_still_sees_itself() {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        int slot = TestCalls.event(0).number();
        int other = TestCalls.event(0).number();
        Architecture architecture = Architecture.named(System.getProperty("os.arch")).orElseThrow();
        SpawnerKit kit =
                new SpawnerKit(
                        architecture,
                        Pages.executable(architecture.stub()),
                        steps(true),
                        new SlotBlock(slot, 1),
                        TestCalls.event(0).number(),
                        false);
        Outcome<Child> outcome =
                new Spawner(kit, new Slots(slot, other, 0, 0))
                        .spawn(
                                new Spawn(program(Optional.of(NOBODY)), List.of()),
                                pair.second().number(),
                                OptionalInt.empty());
        Child child =
                outcome.match(
                        Outcome.Done::value,
                        failed -> {
                            throw new AssertionError(failed.toString());
                        });
        assertEquals(child.pid(), LibC.INSTANCE.wait4(child.pid(), 0, 0, 0));
        ByteBuffer seen = ByteBuffer.allocateDirect(1000);
        assertTrue(new LinuxSockets().read(pair.first(), seen) > 0);
        String none = ":\t0000000000000000\n";
        assertEquals(
                "Uid:\t65534\t65534\t65534\t65534\n"
                        + "CapInh"
                        + none
                        + "CapPrm"
                        + none
                        + "CapEff"
                        + none
                        + "CapAmb"
                        + none,
                StandardCharsets.US_ASCII.decode(seen.flip()).toString());
        assertTrue(new java.io.File("/proc/self/fd").list().length > 3);
    }
}
