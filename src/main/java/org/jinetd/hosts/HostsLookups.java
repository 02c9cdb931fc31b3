package org.jinetd.hosts;

import java.time.Duration;

/** Finds out what rules ask of a client. Each waits, for a bounded time; none fails. */
public interface HostsLookups {

    /** Returns the name of the client's host. */
    HostName clientName(HostsRequest request);

    /** Returns the name of the address that the client asked. */
    HostName serverName(HostsRequest request);

    /** Returns the client's user; {@link Facts#UNKNOWN_USER} when nobody says who it is. */
    String user(HostsRequest request, Duration timeout);

    /** Runs a command of the shell to its end, and returns how it ended. */
    Facts.CommandResult run(String command);
}
