package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Peer;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.ListenFds;
import org.jinetd.plan.ProcessSettings.Surroundings;
import org.jinetd.plan.Served;
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

    /** Where a child has its socket, too, when it is told of it as systemd does. */
    private static final String ONE_SOCKET = "LISTEN_FDS=1";

    /** How systemd calls the socket of a child that serves one connection (sd_listen_fds(3)). */
    private static final String CONNECTION = "connection";

    private static final String SHELL = "/bin/sh";

    private static final int LONGEST_SOCKET_NAME = 255;

    public Recipe {
        requireNonNull(environment, "environment");
        requireNonNull(powers, "powers");
    }

    /**
     * Returns what all children of a service have in common.
     *
     * @throws IllegalArgumentException for a service that the daemon answers itself
     */
    public Program program(Served service) {
        Action.Execute action =
                service.action()
                        .match(
                                internal -> {
                                    throw new IllegalArgumentException("no program: " + service);
                                },
                                execute -> execute);
        Optional<Identity> identity =
                powers == Powers.ROOT ? Optional.of(action.identity()) : Optional.empty();
        ProcessSettings process = service.settings().process();
        String socket = service.mode() == Mode.NOWAIT ? CONNECTION : service.label();
        return new Program(
                action.path(),
                action.arguments(),
                environment(process.surroundings(), socket),
                identity,
                process);
    }

    private List<String> environment(Surroundings surroundings, String socket) {
        Environment passed = surroundings.passed().map(environment::narrowedTo).orElse(environment);
        List<String> said = Environment.with(passed.variables(), surroundings.environment());
        return surroundings.listenFds() == ListenFds.UNSET
                ? said
                : Environment.with(
                        Environment.without(said, Set.of("LISTEN_PID")),
                        List.of(ONE_SOCKET, "LISTEN_FDNAMES=" + socketName(socket)));
    }

    /** A name has no colon, which ends it, and only visible characters of ASCII. */
    private static String socketName(String name) {
        String visible = name.replaceAll("[^!-9;-~]", "_");
        return visible.substring(0, Math.min(LONGEST_SOCKET_NAME, visible.length()));
    }

    /** Returns the child that serves one connection. */
    public static Spawn forConnection(Program program, Peer peer, Transport transport) {
        Set<String> replaced = Environment.names(program.process().surroundings().environment());
        return new Spawn(program, Environment.without(Environment.of(peer, transport), replaced));
    }

    /**
     * Returns a command of the shell in the place of a program, in the same surroundings; its
     * client has its descriptor 2, too.
     */
    public static Program twisted(Program program, String command) {
        ProcessSettings process = program.process();
        return new Program(
                SHELL,
                List.of("sh", "-c", command),
                program.environment(),
                program.identity(),
                new ProcessSettings(
                        process.surroundings(),
                        process.rights(),
                        process.limits(),
                        process.nice(),
                        process.oomScore(),
                        ProcessSettings.Stderr.CLIENT,
                        process.runTime()));
    }

    /** Returns the child that is lent a listener, and so has no client yet. */
    public static Spawn forListener(Program program) {
        return new Spawn(program, List.of());
    }
}
