package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both files, and those that their rules name. hosts.allow is asked first; the first rule that fits
 * decides; whom none fits is served (hosts_access(5)).
 *
 * @param allow whom its rules fit is served
 * @param deny whom its rules fit is refused
 * @param lists the patterns in each file that could be read; an empty list for one that is not
 *     there, and nothing for one that cannot be read
 */
public record HostsTables(HostsTable allow, HostsTable deny, Map<String, List<HostPattern>> lists) {

    public HostsTables {
        requireNonNull(allow, "allow");
        requireNonNull(deny, "deny");
        lists = Map.copyOf(lists);
    }

    /** Returns what they say about a client, or what they need to know first. */
    public HostsVerdict verdict(HostsRequest request, Facts facts) {
        HostsMatcher matcher = new HostsMatcher(request, facts, lists);
        HostsDecision granting = new HostsDecision(HostsDecision.Table.ALLOW, request, facts);
        HostsDecision refusing = new HostsDecision(HostsDecision.Table.DENY, request, facts);
        return first(allow, matcher, granting)
                .or(() -> first(deny, matcher, refusing))
                .orElse(new HostsVerdict.Granted(Optional.empty(), List.of()));
    }

    private static Optional<HostsVerdict> first(
            HostsTable table, HostsMatcher matcher, HostsDecision decision) {
        for (HostsLine line : table.lines()) {
            Optional<HostsVerdict> verdict = decision.of(line, matcher);
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }
}
