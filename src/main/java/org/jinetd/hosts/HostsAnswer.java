package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What hosts.allow and hosts.deny say in the end.
 *
 * @param verdict never {@link HostsVerdict.Needs}
 * @param expansion what {@code %} sequences stand for; of use for a banner
 */
public record HostsAnswer(HostsVerdict verdict, Expansion expansion) {

    public HostsAnswer {
        requireNonNull(verdict, "verdict");
        requireNonNull(expansion, "expansion");
        if (verdict instanceof HostsVerdict.Needs) {
            throw new IllegalArgumentException("not an answer");
        }
    }

    /** Asks the tables, and the look-ups for each fact that a rule needs, once at most. */
    public static HostsAnswer of(HostsTables tables, HostsRequest request, HostsLookups lookups) {
        Facts facts = Facts.NONE;
        HostsVerdict verdict = tables.verdict(request, facts);
        while (verdict instanceof HostsVerdict.Needs needs) {
            facts = with(needs.fact(), facts, request, lookups);
            verdict = tables.verdict(request, facts);
        }
        return new HostsAnswer(verdict, new Expansion(request, facts));
    }

    /** Completes a text that is sent to the client: a banner's, each line with CR and LF. */
    public String banner(String text, HostsRequest request, HostsLookups lookups) {
        Expansion known = expansion;
        Facts facts = known.facts();
        Optional<HostsFact> missing = known.missing(text);
        while (missing.isPresent()) {
            facts = with(missing.get(), facts, request, lookups);
            known = new Expansion(request, facts);
            missing = known.missing(text);
        }
        return known.expand(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    private static Facts with(
            HostsFact fact, Facts facts, HostsRequest request, HostsLookups lookups) {
        if (fact instanceof HostsFact.ClientName) {
            return facts.withClientName(lookups.clientName(request));
        }
        if (fact instanceof HostsFact.ServerName) {
            return facts.withServerName(lookups.serverName(request));
        }
        if (fact instanceof HostsFact.User user) {
            return facts.withUser(lookups.user(request, user.timeout()));
        }
        String command = ((HostsFact.Command) fact).command();
        return facts.withCommand(command, lookups.run(command));
    }
}
