package org.jinetd.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

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
    TIME("time"),
    /** RFC 865. */
    QOTD("qotd"),
    /** RFC 1078; for streams only. */
    TCPMUX("tcpmux"),
    /** RFC 1413; for streams only. Its port is registered as {@code auth}. */
    IDENT("ident", "auth");

    private static final Set<BuiltIn> OF_LINES = Set.of(TCPMUX, IDENT);

    private final String word;
    private final String officialName;

    BuiltIn(String word) {
        this(word, word);
    }

    BuiltIn(String word, String officialName) {
        this.word = word;
        this.officialName = officialName;
    }

    public String word() {
        return word;
    }

    /**
     * Returns whether it can be offered on a type of socket. What chargen says without end has no
     * boundaries that a sequence of packets could keep.
     */
    boolean goesWith(SocketType type) {
        return switch (type) {
            case STREAM -> true;
            case DATAGRAM -> !OF_LINES.contains(this);
            case SEQUENCED -> !OF_LINES.contains(this) && this != CHARGEN;
        };
    }

    /** Returns the built-in with this official service name, or this word. */
    public static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(name) || each.officialName.equals(name))
                .findFirst();
    }
}
