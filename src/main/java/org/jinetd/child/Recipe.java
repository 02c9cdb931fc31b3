package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

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

    /** Returns the child that serves one connection. */
    public Spawn forConnection(Action.Execute program, Peer peer, SocketType type) {
        return spawn(program, environment.with(peer, type));
    }

    /** Returns the child that is lent a listener. */
    public Spawn forListener(Action.Execute program) {
        return spawn(program, environment.withoutPeer());
    }

    private Spawn spawn(Action.Execute program, List<String> variables) {
        Optional<Identity> identity =
                powers == Powers.ROOT ? Optional.of(program.identity()) : Optional.empty();
        return new Spawn(
                program.path(), program.arguments(), variables, identity, UMASK, DIRECTORY);
    }
}
