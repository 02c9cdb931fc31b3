package org.jinetd.child;

/** How a child ended, as wait(2) tells it. */
public sealed interface ExitStatus {

    /**
     * Decodes the status word of wait4(2).
     *
     * @throws IllegalArgumentException for a child that only stopped, or goes on
     */
    static ExitStatus of(int word) {
        int signal = word & 0x7f;
        return signal == 0
                ? new Exited((word >> 8) & 0xff)
                : new Signalled(signal, (word & 0x80) != 0);
    }

    /** Returns whether it ended by itself with status 0. */
    boolean isSuccess();

    /**
     * It called exit.
     *
     * @param code 0 to 255
     */
    record Exited(int code) implements ExitStatus {
        public Exited {
            if (code < 0 || code > 255) {
                throw new IllegalArgumentException("no exit status: " + code);
            }
        }

        @Override
        public boolean isSuccess() {
            return code == 0;
        }

        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** It is gone, and somebody else was told how: a library in this process waited for it. */
    record Unknown() implements ExitStatus {
        @Override
        public boolean isSuccess() {
            return false;
        }

        @Override
        public String toString() {
            return "exit status unknown (somebody else waited for it)";
        }
    }

    /**
     * A signal ended it.
     *
     * @param signal its number, 1 to 126
     * @param core whether a core was dumped
     */
    record Signalled(int signal, boolean core) implements ExitStatus {
        public Signalled {
            if (signal < 1 || signal > 126) { // 127 stands for a stop (wait(2))
                throw new IllegalArgumentException("no signal that ends a process: " + signal);
            }
        }

        @Override
        public boolean isSuccess() {
            return false;
        }

        @Override
        public String toString() {
            return "signal " + signal + (core ? " (core dumped)" : "");
        }
    }
}
