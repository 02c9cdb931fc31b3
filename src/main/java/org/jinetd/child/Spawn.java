package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A child that is to be: everything but the socket. Each is a value of its own; nothing of the
 * daemon's state is looked up while it starts.
 *
 * @param program what it shares with the other children of its service
 * @param client the variables that tell it of its client, {@code NAME=value} each; empty when it
 *     has none yet
 */
public record Spawn(Program program, List<String> client) {

    public Spawn {
        requireNonNull(program, "program");
        client = List.copyOf(client);
    }

    /** Returns its whole environment. */
    public List<String> environment() {
        List<String> all = new ArrayList<>(program.environment());
        all.addAll(client);
        return all;
    }
}
