package org.jinetd.child;

/** How a child ended, as wait(2) tells it. */
public sealed interface ExitStatus {

    /** Decodes the status word of wait4(2) of a child that ended. */
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
        @Override
        public boolean isSuccess() {
            return code == 0;
        }

        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /**
     * A signal ended it.
     *
     * @param signal its number
     * @param core whether a core was dumped
     */
    record Signalled(int signal, boolean core) implements ExitStatus {
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
