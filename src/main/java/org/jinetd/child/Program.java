package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings;

/**
 * All that the children of a service have in common. One object serves as long as the service stays
 * as it is, so whoever starts children can prepare it once.
 *
 * @param path the program, absolute, behind the root directory of {@code process}
 * @param arguments argv, never empty
 * @param environment {@code NAME=value} each, without what is said of the client; all that {@code
 *     process} says of it is done but {@code LISTEN_PID}, which only the child knows
 * @param identity who it becomes; empty stays who the daemon is, which is right only when the two
 *     are the same
 * @param process what else its process is like
 */
public record Program(
        String path,
        List<String> arguments,
        List<String> environment,
        Optional<Identity> identity,
        ProcessSettings process) {

    public Program {
        requireNonNull(path, "path");
        requireNonNull(identity, "identity");
        requireNonNull(process, "process");
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("argv[0] is missing");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not absolute: " + path);
        }
    }
}
