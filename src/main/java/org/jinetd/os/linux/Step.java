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

    /** Returns the argument that tells calls of this name apart. */
    String telling() {
        return arguments.isEmpty() ? "" : arguments.get(call.telling()).toString();
    }

    /** Returns the call with that argument only, which is enough to name a failed one. */
    String shortText() {
        if (call == SystemCall.PRCTL) {
            return toString(); // many calls in one
        }
        int behind = arguments.size() - 1 - call.telling();
        return call + "(" + telling() + (behind > 0 ? ", …)" : ")");
    }

    /** Returns the call as strace(1) would write it. */
    @Override
    public String toString() {
        return arguments.stream()
                .map(Argument::toString)
                .collect(Collectors.joining(", ", call + "(", ")"));
    }
}
