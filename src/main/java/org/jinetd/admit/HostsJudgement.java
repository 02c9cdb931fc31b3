package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.hosts.HostsVerdict;

/**
 * Whether hosts.allow and hosts.deny let a client in, which is all of it that a gate wants to know.
 */
public sealed interface HostsJudgement {

    /** The client may come in; whether to the service or to a command in its place. */
    record Granted() implements HostsJudgement {}

    /** It may not. */
    record Denied(Reason reason) implements HostsJudgement {
        public Denied {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * Returns what a verdict comes to.
     *
     * @throws IllegalArgumentException for one that is none yet
     */
    static HostsJudgement of(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Needs) {
            throw new IllegalArgumentException("not decided: " + verdict);
        }
        return verdict instanceof HostsVerdict.Refused refused
                ? new Denied(
                        new Reason(
                                Reason.Kind.HOSTS,
                                refused.reason().isEmpty() ? "denied" : refused.reason(),
                                Optional.of(refused.rule())))
                : new Granted();
    }

    /** Makes a refusal that no rule of the files gives. */
    static HostsJudgement denied(String why) {
        return new Denied(Reason.of(Reason.Kind.HOSTS, why));
    }
}
