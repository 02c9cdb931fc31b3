package org.jinetd.os;

import java.util.Optional;

/** The signals that tell the daemon something (signal(7)). */
public enum DaemonSignal {
    /** Read the configuration again. */
    HUP(1),
    /** Stop. */
    INT(2),
    /** Say in the log what is going on. */
    USR1(10),
    /** Stop. */
    TERM(15);

    private final int number;

    DaemonSignal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Optional<DaemonSignal> numbered(int number) {
        for (DaemonSignal signal : values()) {
            if (signal.number == number) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }
}
