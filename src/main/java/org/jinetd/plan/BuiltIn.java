package org.jinetd.plan;

import java.util.Optional;

/** The services that the daemon answers by itself. */
public enum BuiltIn {
    /** RFC 862. */
    ECHO("echo"),
    /** RFC 863. */
    DISCARD("discard"),
    /** RFC 864. */
    CHARGEN("chargen"),
    /** RFC 867. */
    DAYTIME("daytime"),
    /** RFC 868. */
    TIME("time");

    private final String word;

    BuiltIn(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Returns the built-in with this official service name. */
    public static Optional<BuiltIn> named(String word) {
        for (BuiltIn builtIn : values()) {
            if (builtIn.word.equals(word)) {
                return Optional.of(builtIn);
            }
        }
        return Optional.empty();
    }
}
