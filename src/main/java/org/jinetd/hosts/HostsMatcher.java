package org.jinetd.hosts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jinetd.plan.Ip;

/** Says whether rules fit one client, from what is known of it. */
final class HostsMatcher {

    /** Files that name each other name nobody. */
    private static final int DEEPEST = 8;

    private final HostsRequest request;
    private final Facts facts;
    private final Map<String, List<HostPattern>> lists;

    HostsMatcher(HostsRequest request, Facts facts, Map<String, List<HostPattern>> lists) {
        this.request = request;
        this.facts = facts;
        this.lists = lists;
    }

    /** The host of one end. */
    private record End(
            Optional<Ip> address, String text, Optional<HostName> name, Match nameNeeded) {}

    /** Returns whether a rule fits; its daemons are asked first. */
    Match match(HostsLine.Rule rule) {
        Match daemons = rule.daemons().match(this::daemon);
        if (daemons == Match.NO || daemons.isNeed()) {
            return daemons;
        }
        return daemons.and(rule.clients().match(this::client));
    }

    private Match daemon(DaemonPattern pattern) {
        OptionalInt port = pattern.port();
        Match process =
                port.isPresent()
                        ? Match.of(port.equals(request.serverPort()))
                        : pattern.process().matches(request.daemon());
        if (process == Match.NO || pattern.host().isEmpty()) {
            return process;
        }
        End server =
                new End(
                        request.server(),
                        request.serverAddress(),
                        facts.serverName(),
                        Match.NEEDS_SERVER_NAME);
        return process.and(host(pattern.host().get(), server, DEEPEST));
    }

    private Match client(ClientPattern pattern) {
        End client =
                new End(
                        request.client(),
                        request.clientAddress(),
                        facts.clientName(),
                        Match.NEEDS_CLIENT_NAME);
        Match host = host(pattern.host(), client, DEEPEST);
        if (host == Match.NO || host.isNeed() || pattern.user().isEmpty()) {
            return host;
        }
        TextPattern wanted = pattern.user().get();
        return host.and(facts.user().map(wanted::matches).orElse(Match.NEEDS_USER));
    }

    private Match host(HostPattern pattern, End end, int deepest) {
        if (pattern instanceof HostPattern.Network4 network) {
            return Match.of(end.address().filter(network::contains).isPresent());
        }
        if (pattern instanceof HostPattern.Network6 network) {
            return Match.of(end.address().filter(network.prefix()::contains).isPresent());
        }
        if (pattern instanceof HostPattern.Called called) {
            return called(called, end);
        }
        if (pattern instanceof HostPattern.Known) {
            return end.address().isEmpty()
                    ? Match.NO
                    : end.name().map(name -> Match.of(name.isKnown())).orElse(end.nameNeeded());
        }
        if (pattern instanceof HostPattern.Local) {
            return end.name().map(HostsMatcher::isLocal).orElse(end.nameNeeded());
        }
        return pattern instanceof HostPattern.Listed listed
                ? listed(listed, end, deepest)
                : Match.UNCERTAIN;
    }

    private static Match isLocal(HostName name) {
        return Match.of(name.isKnown() && name.text().indexOf('.') < 0);
    }

    private static Match called(HostPattern.Called called, End end) {
        Match address = called.text().matches(end.text());
        if (address != Match.NO || called.isNumeric()) {
            return address;
        }
        return end.name().map(name -> called.text().matches(name.text())).orElse(end.nameNeeded());
    }

    private Match listed(HostPattern.Listed listed, End end, int deepest) {
        Optional<List<HostPattern>> patterns = Optional.ofNullable(lists.get(listed.path()));
        if (patterns.isEmpty() || deepest == 0) {
            return Match.UNCERTAIN;
        }
        Match found = Match.NO;
        for (HostPattern pattern : patterns.get()) {
            Match match = host(pattern, end, deepest - 1);
            if (match == Match.YES || match.isNeed()) {
                return match;
            }
            found = match == Match.UNCERTAIN ? match : found;
        }
        return found;
    }
}
