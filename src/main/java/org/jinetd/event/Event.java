package org.jinetd.event;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.admit.Reason;
import org.jinetd.child.Ended;
import org.jinetd.config.Problem;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Peer;

/** One fact about the daemon's life; {@link EventText} has its words. */
public sealed interface Event {

    /** How much an operator has to do with an event. */
    enum Level {
        /** Never needed to explain an incident. */
        DEBUG,
        /** A step of life. */
        INFO,
        /** The operator may want to act. */
        WARNING,
        /** The operator must act. */
        ERROR
    }

    Level level();

    /** Something is wrong, or noteworthy, in the configuration. */
    record ConfigProblem(Problem problem) implements Event {
        public ConfigProblem {
            requireNonNull(problem, "problem");
        }

        @Override
        public Level level() {
            return switch (problem.severity()) {
                case ERROR -> Level.ERROR;
                case WARNING -> Level.WARNING;
                case NOTE -> Level.INFO;
            };
        }
    }

    /** There are more problems in the configuration than were told. */
    record MoreProblems(int count) implements Event {
        @Override
        public Level level() {
            return Level.ERROR;
        }
    }

    /** A listener is bound. */
    record Listening(String service, Endpoint endpoint) implements Event {
        @Override
        public Level level() {
            return Level.DEBUG;
        }
    }

    /**
     * A listener could not be bound.
     *
     * @param why the system call and its errno
     * @param retrySeconds when it is tried again
     * @param level whether this is the first attempt, of which the operator wants to know
     */
    record BindFailed(String service, Endpoint endpoint, String why, long retrySeconds, Level level)
            implements Event {}

    /** An option of an open socket could not be changed; it serves on without. */
    record TuningFailed(String service, Endpoint endpoint, String why) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** A listener that could not be bound is bound now. */
    record BoundAtLast(String service, Endpoint endpoint) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A socket that was lent, or killed from outside, is of no use any more; another is bound. */
    record SocketReplaced(String service, Endpoint endpoint) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /**
     * The kernel does not have SCTP, which a service is to be offered by.
     *
     * @param why the system call and its errno
     * @param level whether it was not said of this service so far
     */
    record ProtocolMissing(String service, String why, Level level) implements Event {}

    /** A family that this host does not have is left out; said once. */
    record FamilyMissing(String why) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** Sockets that were there before the daemon are in use again. */
    record TakenOver(int fromStore, int fromUnits) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A socket came that no service wants; it is closed. */
    record SocketDropped(String what) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A socket of a unit came that no service wants; it is left to its unit. */
    record SocketUnclaimed(String what) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** A child of an earlier daemon still has the listener. */
    record StillLent(String service, Endpoint endpoint, int pid) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** It has ended, and the listener is polled again. */
    record GivenBack(String service, Endpoint endpoint, int pid) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * A child reached its program.
     *
     * @param peer the client; empty for a child that was lent the listener
     * @param level whether every connection is to be logged
     */
    record Started(String service, Optional<Peer> peer, int pid, Level level) implements Event {}

    /** A client got no child: the step that failed, and why. */
    record StartFailed(String service, Optional<Peer> peer, String why) implements Event {
        @Override
        public Level level() {
            return Level.ERROR;
        }
    }

    /**
     * A child is gone.
     *
     * @param millis how long it lived
     */
    record ChildEnded(
            String service, Optional<Peer> peer, int pid, long millis, Ended ended, Level level)
            implements Event {}

    /**
     * A child wrote a line to its descriptor 2.
     *
     * @param pid who has written it: the child, or what it has started
     * @param line without its end, whatever it holds
     */
    record ChildSaid(String service, int pid, String line) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** Children wrote more lines than are told in a while. */
    record StderrLeftOut(String service, long lines) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** What children write to their descriptor 2 cannot be read, and is lost. */
    record StderrLost(String service, String why) implements Event {
        @Override
        public Level level() {
            return Level.ERROR;
        }
    }

    /**
     * A child ran for longer than it may, and was sent a signal.
     *
     * @param seconds how long it may
     * @param signal TERM or KILL
     */
    record Overtime(String service, int pid, long seconds, String signal) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * A client was turned away.
     *
     * @param leftOut how many like it were turned away since the last time it was told
     * @param level how much the operator wants to hear of it
     */
    record Refused(String service, Peer peer, Reason reason, long leftOut, Level level)
            implements Event {

        /** Makes the usual one. */
        public Refused(String service, Peer peer, Reason reason, long leftOut) {
            this(service, peer, reason, leftOut, Level.INFO);
        }

        /** Returns the same at another level. */
        public Refused at(Level other) {
            return new Refused(service, peer, reason, leftOut, other);
        }
    }

    /** Something that a rule of hosts.allow wants for a client could not be done. */
    record HostsOptionFailed(String service, Peer peer, String why) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** Clients were turned away of whom nothing is told but their number. */
    record RefusedMore(String service, long count) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /**
     * A source came too often, and is turned away for a while.
     *
     * @param from the client that was one too many
     * @param what from what it is shut out
     */
    record ShutOut(String service, Peer from, DenyAfter.Reach what, long seconds, Reason reason)
            implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** A client that was let in did not take the banner. */
    record BannerFailed(String service, Peer peer, String why) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A service takes nobody for a while. */
    record Paused(String service, String reason, long seconds) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /**
     * It takes clients again.
     *
     * @param refused how many were turned away meanwhile
     */
    record Resumed(String service, long refused) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** The system has no room for another connection; told once until it has again. */
    record Exhausted(String service, String why) implements Event {
        @Override
        public Level level() {
            return Level.ERROR;
        }
    }

    /** There is room again. */
    record Recovered(String service) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A child ended without reading the datagram that woke it, so the datagram is dropped. */
    record DatagramDropped(String service, String source, String why) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /**
     * The host's register of RPC programs was not changed as it should be.
     *
     * @param level whether this is the first attempt, of which the operator wants to know
     */
    record RpcFailed(String why, long retrySeconds, Level level) implements Event {}

    /**
     * The register is as it should be.
     *
     * @param mappings how many are ours
     * @param level whether it was not for a while, of which the operator has been told
     */
    record RpcRegistered(int mappings, Level level) implements Event {}

    /** The daemon serves. */
    record Ready(int services, int listeners, int unbound) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A new configuration is in force. */
    record Reloaded(int kept, int opened, int closed, int changed, int problems) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** A new configuration could not be read; the old one stays in force. */
    record ReloadFailed(String why) implements Event {
        @Override
        public Level level() {
            return Level.ERROR;
        }
    }

    /** One line of what is going on, because somebody asked. */
    record Status(String line) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** The daemon ends, but first lets those at work come to their end. */
    record Draining(String why, int children, int conversations, long seconds) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** Those that are still at work have been sent a signal. */
    record Hurried(String signal, int children) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }

    /** The daemon ends; children stay. */
    record Stopping(String why, int children) implements Event {
        @Override
        public Level level() {
            return Level.INFO;
        }
    }

    /** Messages were lost, since whoever keeps the log did not take them in time. */
    record LogLost(long count) implements Event {
        @Override
        public Level level() {
            return Level.WARNING;
        }
    }
}
