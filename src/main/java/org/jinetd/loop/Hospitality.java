package org.jinetd.loop;

import java.util.Optional;
import org.jinetd.admit.HostsJudgement;
import org.jinetd.admit.Reason;
import org.jinetd.child.Program;
import org.jinetd.child.Recipe;
import org.jinetd.config.Position;
import org.jinetd.event.Event;
import org.jinetd.hosts.HostsOption;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.HostsAccess.Treatment;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Served;

/**
 * Carries out what hosts.allow and hosts.deny want done with clients, as far as that is not done
 * yet when they have spoken.
 */
final class Hospitality {

    private Hospitality() {}

    /**
     * Returns whether a client may come in to a service: not if what the rule wants cannot be done
     * there.
     */
    static HostsJudgement judgement(Treatment treatment, Served service) {
        HostsJudgement said = HostsJudgement.of(treatment.verdict());
        Optional<String> obstacle =
                said instanceof HostsJudgement.Granted
                        ? obstacle(treatment, service)
                        : Optional.empty();
        return obstacle.isEmpty()
                ? said
                : new HostsJudgement.Denied(
                        new Reason(Reason.Kind.HOSTS, obstacle.get(), rule(treatment)));
    }

    private static Optional<String> obstacle(Treatment treatment, Served service) {
        if (service.action() instanceof Action.Execute program) {
            return treatment.adjustment().obstacle(program.identity());
        }
        if (isTwisted(treatment)) {
            return Optional.of("twist cannot take the place of a built-in service");
        }
        return treatment.adjustment().isAboutRights()
                ? Optional.of("a built-in service has no user or group of its own")
                : Optional.empty();
    }

    private static Optional<Position> rule(Treatment treatment) {
        if (treatment.verdict() instanceof HostsVerdict.Granted granted) {
            return granted.rule();
        }
        return treatment.verdict() instanceof HostsVerdict.Twisted twisted
                ? Optional.of(twisted.rule())
                : Optional.empty();
    }

    static boolean isTwisted(Treatment treatment) {
        return treatment.verdict() instanceof HostsVerdict.Twisted;
    }

    /** Returns the program for a client of a service that has one. */
    static Program program(Program usual, Served service, Treatment treatment) {
        if (treatment.equals(Treatment.NONE)
                || !(service.action() instanceof Action.Execute action)) {
            return usual;
        }
        Identity line = action.identity();
        Program adjusted = treatment.adjustment().on(usual, line);
        return treatment.verdict() instanceof HostsVerdict.Twisted twisted
                ? Recipe.twisted(adjusted, twisted.command())
                : adjusted;
    }

    /** Returns how much the operator wants to hear of a client; empty when no rule says that. */
    static Optional<Event.Level> level(Treatment treatment) {
        Optional<Event.Level> level = Optional.empty();
        for (HostsOption effect : treatment.effects()) {
            if (effect instanceof HostsOption.Severity severity) {
                level = Optional.of(level(severity.level()));
            }
        }
        return level;
    }

    private static Event.Level level(String severity) {
        return switch (severity) {
            case "emerg", "alert", "crit", "err" -> Event.Level.ERROR;
            case "warning" -> Event.Level.WARNING;
            case "debug" -> Event.Level.DEBUG;
            default -> Event.Level.INFO;
        };
    }

    /** Tells of the commands that could not be started. */
    static void tell(Treatment treatment, RunningService service, Peer peer, Works works) {
        for (String command : treatment.notStarted()) {
            failed("spawn " + command + ": not started", service, peer, works);
        }
    }

    /**
     * Sets the options of a connection. The kernel waits in close(2) of whoever closes it last, and
     * no thread of the daemon may wait for a client: a built-in service does without.
     */
    static void tune(
            Fd connection, Treatment treatment, RunningService service, Peer peer, Works works) {
        Sockets sockets = works.host().sockets();
        boolean program = service.service().action() instanceof Action.Execute;
        for (HostsOption effect : treatment.effects()) {
            int error = 0;
            if (effect instanceof HostsOption.Keepalive) {
                error = sockets.keepAlive(connection);
            } else if (effect instanceof HostsOption.Linger linger && program) {
                error = sockets.linger(connection, linger.seconds());
            }
            if (error < 0) {
                failed(effect + ": " + Errno.of(-error), service, peer, works);
            }
        }
    }

    private static void failed(String why, RunningService service, Peer peer, Works works) {
        works.say(new Event.HostsOptionFailed(service.name(), service.shown(peer), why));
    }
}
