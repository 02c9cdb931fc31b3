package org.jinetd.event;

/** How urgent a line of a log is, for those who sort by it (syslog(3)). */
public enum Severity {
    ERROR(3),
    WARNING(4),
    INFO(6),
    DEBUG(7);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** Returns the number that syslog(3) and the journal have for it. */
    public int number() {
        return number;
    }
}
