package org.jinetd.os.linux;

import static org.jinetd.os.linux.Argument.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.Resource;
import org.jinetd.plan.ResourceLimit;

/** What changes a child's process and needs the daemon's rights. */
final class ProcessSteps {

    /** The descriptor that is free until the child needs none any more. */
    static final int FREE = 3;

    private static final long AT_FDCWD = -100;
    private static final long O_WRONLY = 1;
    private static final long PRIO_PROCESS = 0;

    /** A pid has ten digits at most. */
    private static final int PID_ROOM = 16;

    private ProcessSteps() {}

    /**
     * Returns what writes the child's own pid into its environment. Nobody can know it before there
     * is a child, and the daemon waits as long as there is no program: but the link's target is the
     * pid of whoever reads it (proc(5)), and reading a link is a system call.
     */
    static Step tellOwnPid() {
        return Step.of(
                SystemCall.READLINKAT,
                number(AT_FDCWD, "AT_FDCWD"),
                new Argument.Text("/proc/self"),
                new Argument.Blank("LISTEN_PID", PID_ROOM),
                number(PID_ROOM));
    }

    /**
     * Returns what writes a text to a file. The kernel opens the lowest free descriptor (open(2)),
     * so its number is known.
     */
    static List<Step> write(String path, String text) {
        Argument file = number(FREE, FREE + "<" + path + ">");
        return List.of(
                Step.of(
                        SystemCall.OPENAT,
                        number(AT_FDCWD, "AT_FDCWD"),
                        new Argument.Text(path),
                        number(O_WRONLY, "O_WRONLY"),
                        number(0)),
                Step.of(SystemCall.WRITE, file, new Argument.Text(text), number(text.length())),
                Step.of(SystemCall.CLOSE, file));
    }

    /**
     * Returns the limits of the child's own.
     *
     * @param descriptors what RLIMIT_NOFILE is where nothing is said of it
     */
    static List<Step> limits(ProcessSettings process, DescriptorLimit descriptors) {
        List<Step> steps = new ArrayList<>();
        Map<Resource, ResourceLimit> limits = process.limits();
        for (Resource resource : Resource.values()) {
            ResourceLimit limit = limits.get(resource);
            if (limit != null) {
                steps.add(limit(resource, limit));
            } else if (resource == Resource.NOFILE) {
                steps.add(
                        limit(resource, new ResourceLimit(descriptors.soft(), descriptors.hard())));
            }
        }
        return steps;
    }

    private static Step limit(Resource resource, ResourceLimit limit) {
        String shown = "{" + shown(limit.soft()) + ", " + shown(limit.hard()) + "}";
        return Step.of(
                SystemCall.PRLIMIT64,
                number(0),
                number(numberOf(resource), "RLIMIT_" + resource),
                new Argument.LongWords(List.of(limit.soft(), limit.hard()), shown),
                number(0, "NULL"));
    }

    private static String shown(long limit) {
        return limit == ResourceLimit.UNLIMITED ? "RLIM_INFINITY" : Long.toString(limit);
    }

    /** Returns the number in asm-generic/resource.h, which both processors have. */
    private static int numberOf(Resource resource) {
        return switch (resource) {
            case CPU -> 0;
            case FSIZE -> 1;
            case DATA -> 2;
            case STACK -> 3;
            case CORE -> 4;
            case RSS -> 5;
            case NPROC -> 6;
            case NOFILE -> 7;
            case MEMLOCK -> 8;
            case AS -> 9;
        };
    }

    static Step nice(int nice) {
        return Step.of(
                SystemCall.SETPRIORITY,
                number(PRIO_PROCESS, "PRIO_PROCESS"),
                number(0),
                number(nice));
    }
}
