package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;

/**
 * Says what to start for a client.
 *
 * @param environment what children inherit
 * @param powers whether the daemon can make a child somebody else
 */
public record Recipe(Environment environment, Powers powers) {

    /** What the daemon itself is allowed to do. */
    public enum Powers {
        /** It runs as root and gives each child the identity of its service. */
        ROOT,
        /** It is an ordinary user; only services of that user are in the plan. */
        ORDINARY
    }

    private static final int UMASK = 022;
    private static final String DIRECTORY = "/";

    public Recipe {
        requireNonNull(environment, "environment");
        requireNonNull(powers, "powers");
    }

    /** Returns what all children of a service have in common. */
    public Program program(Action.Execute action) {
        Optional<Identity> identity =
                powers == Powers.ROOT ? Optional.of(action.identity()) : Optional.empty();
        return new Program(
                action.path(),
                action.arguments(),
                environment.variables(),
                identity,
                UMASK,
                DIRECTORY);
    }

    /** Returns the child that serves one connection. */
    public static Spawn forConnection(Program program, Peer peer, Transport transport) {
        return new Spawn(program, Environment.of(peer, transport));
    }

    /** Returns the child that is lent a listener, and so has no client yet. */
    public static Spawn forListener(Program program) {
        return new Spawn(program, List.of());
    }
}
