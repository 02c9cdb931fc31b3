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

    private static final Set<BuiltIn> FOR_STREAMS_ONLY = Set.of(TCPMUX, IDENT);

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

    boolean answersDatagrams() {
        return !FOR_STREAMS_ONLY.contains(this);
    }

    /** Returns the built-in with this official service name, or this word. */
    public static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(name) || each.officialName.equals(name))
                .findFirst();
    }
}
