package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Identity;

/**
 * All that the children of a service have in common. One object serves as long as the service stays
 * as it is, so whoever starts children can prepare it once.
 *
 * @param path the program, absolute
 * @param arguments argv, never empty
 * @param environment {@code NAME=value} each, without what is said of the client
 * @param identity who it becomes; empty stays who the daemon is, which is right only when the two
 *     are the same
 * @param umask the file creation mask, 0 to 0777
 * @param directory the working directory, absolute
 */
public record Program(
        String path,
        List<String> arguments,
        List<String> environment,
        Optional<Identity> identity,
        int umask,
        String directory) {

    public Program {
        requireNonNull(path, "path");
        requireNonNull(identity, "identity");
        requireNonNull(directory, "directory");
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("argv[0] is missing");
        }
        if (!path.startsWith("/") || !directory.startsWith("/")) {
            throw new IllegalArgumentException("not absolute: " + path + " in " + directory);
        }
        if (umask < 0 || umask > 0777) {
            throw new IllegalArgumentException("no umask: " + umask);
        }
    }
}
