package org.jinetd.os.linux;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** One system call of a child, as data. */
record Step(SystemCall call, List<Argument> arguments) {

    private static final int MOST_ARGUMENTS = 6;

    Step {
        requireNonNull(call, "call");
        arguments = List.copyOf(arguments);
        if (arguments.size() > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("a system call has at most six arguments");
        }
    }

    static Step of(SystemCall call, Argument... arguments) {
        return new Step(call, List.of(arguments));
    }

    /** Returns the call with its first argument only, which is enough to name a failed one. */
    String shortText() {
        boolean more = arguments.size() > 1;
        return arguments.isEmpty()
                ? call + "()"
                : call + "(" + arguments.get(0) + (more ? ", …)" : ")");
    }

    /** Returns the call as strace(1) would write it. */
    @Override
    public String toString() {
        return arguments.stream()
                .map(Argument::toString)
                .collect(Collectors.joining(", ", call + "(", ")"));
    }
}
