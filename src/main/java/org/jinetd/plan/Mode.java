package org.jinetd.plan;

/** Who takes the clients off a listener. */
public enum Mode {
    /** The daemon: it accepts, and each client gets a child or a conversation of its own. */
    NOWAIT("nowait"),
    /** A child, which is lent the listener itself; the daemon does not look at it until then. */
    WAIT("wait");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
