package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import org.jinetd.config.Position;

/** A line of hosts.allow or hosts.deny that is neither blank nor a comment. */
public sealed interface HostsLine {

    /** Returns where it begins. */
    Position at();

    /**
     * A rule.
     *
     * @param options in the order in which they hold
     */
    record Rule(
            Position at,
            PatternList<DaemonPattern> daemons,
            PatternList<ClientPattern> clients,
            List<HostsOption> options)
            implements HostsLine {
        public Rule {
            requireNonNull(at, "at");
            requireNonNull(daemons, "daemons");
            requireNonNull(clients, "clients");
            options = List.copyOf(options);
        }

        /** Returns the rule as it is written. */
        @Override
        public String toString() {
            return daemons
                    + ": "
                    + clients
                    + options.stream().map(each -> ": " + each).collect(Collectors.joining());
        }
    }

    /** A line that is no rule: it refuses whoever gets that far, for nobody knows whom it meant. */
    record Broken(Position at) implements HostsLine {
        public Broken {
            requireNonNull(at, "at");
        }
    }
}
