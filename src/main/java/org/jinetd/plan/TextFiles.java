package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

/** The files whose text is a value of a setting. Reading one may block. */
@FunctionalInterface
public interface TextFiles {

    /** What became of reading a file. */
    sealed interface Reading {

        /**
         * It was read.
         *
         * @param text its bytes as characters up to 255
         */
        record Done(String text) implements Reading {
            public Done {
                requireNonNull(text, "text");
            }
        }

        /**
         * It was not read.
         *
         * @param why the system call that failed, and how
         */
        record Failed(String why) implements Reading {
            public Failed {
                requireNonNull(why, "why");
            }
        }
    }

    /**
     * Reads a regular file.
     *
     * @param most the largest size in bytes that is read
     */
    Reading read(String path, int most);
}
