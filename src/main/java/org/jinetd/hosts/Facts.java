package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has been looked up about a client so far. Each look-up takes time, so none is made before a
 * rule asks for it.
 *
 * @param clientName the name of its host; empty when it was not looked up
 * @param serverName the name of the address that it asked; empty when it was not looked up
 * @param user who it is there, {@code unknown} if nobody knows; empty when it was not looked up
 * @param commands how these commands of the shell ended
 */
public record Facts(
        Optional<HostName> clientName,
        Optional<HostName> serverName,
        Optional<String> user,
        Map<String, CommandResult> commands) {

    /** How a command ended. */
    public enum CommandResult {
        /** With exit status 0. */
        SUCCEEDED,
        /** In any other way, or not at all. */
        FAILED
    }

    /** Nothing was looked up yet. */
    public static final Facts NONE =
            new Facts(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /** The user of whom nothing can be found out. */
    public static final String UNKNOWN_USER = "unknown";

    public Facts {
        requireNonNull(clientName, "clientName");
        requireNonNull(serverName, "serverName");
        requireNonNull(user, "user");
        commands = Map.copyOf(commands);
    }

    public Facts withClientName(HostName name) {
        return new Facts(Optional.of(name), serverName, user, commands);
    }

    public Facts withServerName(HostName name) {
        return new Facts(clientName, Optional.of(name), user, commands);
    }

    public Facts withUser(String name) {
        return new Facts(clientName, serverName, Optional.of(name), commands);
    }

    /** Adds how a command ended. */
    public Facts withCommand(String command, CommandResult result) {
        Map<String, CommandResult> all = new HashMap<>(commands);
        all.put(command, result);
        return new Facts(clientName, serverName, user, all);
    }
}
