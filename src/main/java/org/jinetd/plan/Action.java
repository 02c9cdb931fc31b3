package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/** What answers a client. */
public sealed interface Action {

    /** Returns what the function for this kind of action makes of it. */
    <R> R match(Function<Internal, R> internal, Function<Execute, R> execute);

    /** The daemon answers by itself. */
    record Internal(BuiltIn builtIn) implements Action {
        public Internal {
            requireNonNull(builtIn, "builtIn");
        }

        @Override
        public <R> R match(Function<Internal, R> internal, Function<Execute, R> execute) {
            return internal.apply(this);
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

        @Override
        public <R> R match(Function<Internal, R> internal, Function<Execute, R> execute) {
            return execute.apply(this);
        }
    }
}
