package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;

/** What the two files say about a client. */
public sealed interface HostsVerdict {

    /** Ask again when this is known. */
    record Needs(HostsFact fact) implements HostsVerdict {
        public Needs {
            requireNonNull(fact, "fact");
        }
    }

    /**
     * The client is served.
     *
     * @param rule the rule that decided; empty when none fits
     * @param effects what is to be done, in this order, its text expanded
     */
    record Granted(Optional<Position> rule, List<HostsOption> effects) implements HostsVerdict {
        public Granted {
            requireNonNull(rule, "rule");
            effects = List.copyOf(effects);
        }
    }

    /**
     * The client is refused.
     *
     * @param rule the line that decided
     * @param reason why, where it is not that the rule fits; empty when that is all
     * @param effects what is to be done, in this order, its text expanded
     */
    record Refused(Position rule, String reason, List<HostsOption> effects)
            implements HostsVerdict {
        public Refused {
            requireNonNull(rule, "rule");
            requireNonNull(reason, "reason");
            effects = List.copyOf(effects);
        }
    }

    /**
     * A command answers the client in the place of the service.
     *
     * @param rule the rule that decided
     * @param command for {@code /bin/sh -c}, expanded
     * @param effects what is to be done before, in this order, its text expanded
     */
    record Twisted(Position rule, String command, List<HostsOption> effects)
            implements HostsVerdict {
        public Twisted {
            requireNonNull(rule, "rule");
            requireNonNull(command, "command");
            effects = List.copyOf(effects);
        }
    }
}
