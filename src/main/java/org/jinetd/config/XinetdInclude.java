package org.jinetd.config;

import static java.util.Objects.requireNonNull;

/** A line of xinetd.conf(5) that stands for other files. */
public record XinetdInclude(Kind kind, Word path) implements XinetdStatement {

    /** What is named. */
    public enum Kind {
        /** {@code include}: a file. */
        FILE,
        /**
         * {@code includedir}: a directory, of which files with a dot in their name are not read.
         */
        DIRECTORY
    }

    public XinetdInclude {
        requireNonNull(kind, "kind");
        requireNonNull(path, "path");
    }
}
