package org.jinetd.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.hosts.Facts.CommandResult;

/** What a line of one of the files decides about a client. */
final class HostsDecision {

    /** Which file a line stands in. */
    enum Table {
        ALLOW,
        DENY
    }

    private final Table table;
    private final Facts facts;
    private final Expansion expansion;

    HostsDecision(Table table, HostsRequest request, Facts facts) {
        this.table = table;
        this.facts = facts;
        this.expansion = new Expansion(request, facts);
    }

    /** Returns what a line says; nothing when it does not fit. */
    Optional<HostsVerdict> of(HostsLine line, HostsMatcher matcher) {
        if (!(line instanceof HostsLine.Rule rule)) {
            return Optional.of(refused(line.at(), "the line is faulty"));
        }
        Match match = matcher.match(rule);
        return switch (match) {
            case NO -> Optional.empty();
            case YES -> Optional.of(decided(rule));
            // Whether it fits nobody can tell: it must not let in, and may well keep out.
            case UNCERTAIN ->
                    grants(rule)
                            ? Optional.empty()
                            : Optional.of(refused(rule.at(), "the rule cannot be decided"));
            case NEEDS_CLIENT_NAME -> needs(new HostsFact.ClientName());
            case NEEDS_SERVER_NAME -> needs(new HostsFact.ServerName());
            case NEEDS_USER -> needs(new HostsFact.User(HostsFact.User.USUAL_TIMEOUT));
        };
    }

    private static Optional<HostsVerdict> needs(HostsFact fact) {
        return Optional.of(new HostsVerdict.Needs(fact));
    }

    private static HostsVerdict refused(Position at, String reason) {
        return new HostsVerdict.Refused(at, reason, List.of());
    }

    /** Returns whether somebody could be let in by this rule, or handed to a command. */
    private boolean grants(HostsLine.Rule rule) {
        boolean grants = table == Table.ALLOW;
        for (HostsOption option : rule.options()) {
            if (option instanceof HostsOption.Faulty || option instanceof HostsOption.Deny) {
                return false;
            }
            grants |= option instanceof HostsOption.Allow;
        }
        return grants;
    }

    /** Goes through the options of a rule that fits. */
    private HostsVerdict decided(HostsLine.Rule rule) {
        if (rule.options().stream().anyMatch(HostsOption.Faulty.class::isInstance)) {
            return refused(rule.at(), "the rule's options are faulty");
        }
        List<HostsOption> effects = new ArrayList<>();
        for (HostsOption option : rule.options()) {
            Optional<HostsFact> missing = missing(option);
            if (missing.isPresent()) {
                return new HostsVerdict.Needs(missing.get());
            }
            HostsOption expanded = expanded(option);
            if (expanded instanceof HostsOption.Allow) {
                return new HostsVerdict.Granted(Optional.of(rule.at()), effects);
            }
            if (expanded instanceof HostsOption.Deny) {
                return new HostsVerdict.Refused(rule.at(), "", effects);
            }
            if (expanded instanceof HostsOption.Twist twist) {
                return new HostsVerdict.Twisted(rule.at(), twist.command(), effects);
            }
            if (expanded instanceof HostsOption.Aclexec check) {
                if (facts.commands().get(check.command()) != CommandResult.SUCCEEDED) {
                    return new HostsVerdict.Refused(rule.at(), "aclexec said no", effects);
                }
            } else {
                effects.add(expanded);
            }
        }
        return table == Table.ALLOW
                ? new HostsVerdict.Granted(Optional.of(rule.at()), effects)
                : new HostsVerdict.Refused(rule.at(), "", effects);
    }

    private Optional<HostsFact> missing(HostsOption option) {
        if (option instanceof HostsOption.Rfc931 rfc931 && facts.user().isEmpty()) {
            return Optional.of(
                    new HostsFact.User(
                            rfc931.seconds()
                                    .map(Duration::ofSeconds)
                                    .orElse(HostsFact.User.USUAL_TIMEOUT)));
        }
        Optional<HostsFact> missing = expansion.missing(template(option));
        if (missing.isPresent() || !(option instanceof HostsOption.Aclexec check)) {
            return missing;
        }
        String command = expansion.expand(check.command());
        return facts.commands().containsKey(command)
                ? Optional.empty()
                : Optional.of(new HostsFact.Command(command));
    }

    private static String template(HostsOption option) {
        if (option instanceof HostsOption.Spawn spawn) {
            return spawn.command();
        }
        if (option instanceof HostsOption.Twist twist) {
            return twist.command();
        }
        if (option instanceof HostsOption.Aclexec check) {
            return check.command();
        }
        return option instanceof HostsOption.Setenv setenv ? setenv.value() : "";
    }

    private HostsOption expanded(HostsOption option) {
        String text = expansion.expand(template(option));
        if (option instanceof HostsOption.Spawn) {
            return new HostsOption.Spawn(text);
        }
        if (option instanceof HostsOption.Twist) {
            return new HostsOption.Twist(text);
        }
        if (option instanceof HostsOption.Aclexec) {
            return new HostsOption.Aclexec(text);
        }
        return option instanceof HostsOption.Setenv setenv
                ? new HostsOption.Setenv(setenv.name(), text)
                : option;
    }
}
