package org.jinetd.os.linux;

import static org.jinetd.os.linux.Argument.number;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jinetd.plan.Capability;

/** What gives a child certain capabilities, and takes all others from it (capabilities(7)). */
final class CapabilitySteps {

    private static final long PR_CAPBSET_DROP = 24;
    private static final long PR_CAP_AMBIENT = 47;
    private static final long PR_CAP_AMBIENT_RAISE = 2;
    private static final long VERSION_3 = 0x2008_0522;

    private final int last;

    /**
     * @param last the highest number that the kernel knows
     */
    CapabilitySteps(int last) {
        this.last = last;
    }

    /**
     * Returns what takes all others from what it may ever have. Before it becomes its user, since
     * that takes CAP_SETPCAP.
     */
    List<Step> bound(List<Integer> kept) {
        List<Step> steps = new ArrayList<>();
        for (int each = 0; each <= last; each++) {
            if (!kept.contains(each)) {
                steps.add(prctl(number(PR_CAPBSET_DROP, "PR_CAPBSET_DROP"), shown(each)));
            }
        }
        return steps;
    }

    /**
     * Returns what gives it these and leaves it no others. After it has become its user with
     * PR_SET_KEEPCAPS, which leaves it what it is permitted. The ambient ones are those that exec
     * leaves to a program of an ordinary user.
     */
    List<Step> have(List<Integer> all) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.of(
                        SystemCall.CAPSET,
                        new Argument.Words(List.of(VERSION_3, 0L), "{VERSION_3, 0}"),
                        new Argument.Words(
                                sets(all),
                                all.stream()
                                        .map(Capability::nameOf)
                                        .collect(Collectors.joining("|", "{", "}")))));
        for (int each : all) {
            steps.add(
                    prctl(
                            number(PR_CAP_AMBIENT, "PR_CAP_AMBIENT"),
                            number(PR_CAP_AMBIENT_RAISE, "PR_CAP_AMBIENT_RAISE"),
                            shown(each)));
        }
        return steps;
    }

    /** Effective, permitted and inheritable ones, the lower 32 of each, then the others. */
    private static List<Long> sets(List<Integer> all) {
        long bits = 0;
        for (int each : all) {
            bits |= 1L << each;
        }
        long low = bits & 0xffff_ffffL;
        long high = bits >>> Integer.SIZE;
        return List.of(low, low, low, high, high, high);
    }

    private static Argument shown(int capability) {
        return number(capability, Capability.nameOf(capability));
    }

    /** Those arguments that prctl(2) does not use must be 0. */
    static Step prctl(Argument... used) {
        List<Argument> five = new ArrayList<>(List.of(used));
        while (five.size() < 5) {
            five.add(number(0));
        }
        return new Step(SystemCall.PRCTL, five);
    }
}
