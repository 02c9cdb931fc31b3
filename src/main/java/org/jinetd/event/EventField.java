package org.jinetd.event;

/**
 * What the parts of an event are called in the journal (systemd.journal-fields(7)). The name of the
 * constant is the name of the field. Those that other programs have as well are called as there,
 * all others begin with JINETD.
 */
public enum EventField {
    /** Which kind of event it is, for programs: 32 hexadecimal digits that never change. */
    MESSAGE_ID,
    /** The same in a word. */
    JINETD_EVENT,
    /** The service, as {@code ftp/tcp}. */
    JINETD_SERVICE,
    /** Where it is offered. */
    JINETD_ENDPOINT,
    /** The client's address, or what stands for it where addresses are not told. */
    REMOTE_ADDR,
    REMOTE_PORT,
    /** The address that the client came to, or the path of a UNIX socket. */
    LOCAL_ADDR,
    LOCAL_PORT,
    /** The sender of a datagram, with its port. */
    JINETD_SENDER,
    CHILD_PID,
    /** What a child gave to exit(3). */
    EXIT_STATUS,
    /** The number of the signal that ended a child. */
    EXIT_SIGNAL,
    /** How long a child lived, in microseconds. */
    DURATION_USEC,
    /** User and system time of a child, in microseconds. */
    CPU_USEC,
    /** The most memory that a child had, in KiB. */
    MAX_RSS_KB,
    /** Which test a client failed, in a word, or why the daemon ends. */
    REASON,
    /** The rule that decided, in the words of the configuration. */
    RULE,
    /** Where a rule, or what is wrong with the configuration, stands. */
    CONFIG_FILE,
    CONFIG_LINE,
    CONFIG_COLUMN,
    /** What failed, and why. */
    JINETD_ERROR,
    /** What can be done about a problem of the configuration. */
    JINETD_REMEDY,
    /** A line that a child wrote. */
    JINETD_LINE,
    /** The signal that was sent to a child, without SIG. */
    JINETD_SIGNAL,
    /** For how long, or until the next attempt, in seconds. */
    JINETD_SECONDS,
    /** How many others there are that nothing else is told of. */
    JINETD_COUNT,
    /** A socket that was passed to the daemon and that no service wants. */
    JINETD_SOCKET,
    JINETD_FROM_STORE,
    JINETD_FROM_UNITS,
    JINETD_SERVICES,
    JINETD_LISTENERS,
    JINETD_UNBOUND,
    JINETD_KEPT,
    JINETD_OPENED,
    JINETD_CLOSED,
    JINETD_CHANGED,
    JINETD_PROBLEMS,
    /** Programs that are at work when the daemon is to end. */
    JINETD_CHILDREN,
    /** Clients of built-in services that are. */
    JINETD_CONVERSATIONS
}
