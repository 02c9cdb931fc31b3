package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What answers a client. */
public sealed interface Action {

    /** The daemon answers by itself. */
    record Internal(BuiltIn builtIn) implements Action {
        public Internal {
            requireNonNull(builtIn, "builtIn");
        }
    }

    /**
     * A program is started.
     *
     * @param path absolute
     * @param arguments the whole argument vector; never empty, since argc 0 has been exploited
     *     (CVE-2021-4034)
     * @param identity who it runs as
     */
    record Execute(String path, List<String> arguments, Identity identity) implements Action {
        public Execute {
            requireNonNull(path, "path");
            requireNonNull(identity, "identity");
            arguments = List.copyOf(arguments);
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("argv[0] is missing");
            }
        }
    }
}
