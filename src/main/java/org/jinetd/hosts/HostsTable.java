package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;

/**
 * One of the two files.
 *
 * @param lines in their order; none when there is no such file
 */
public record HostsTable(List<HostsLine> lines) {

    /** A file that is not there. */
    public static final HostsTable EMPTY = new HostsTable(List.of());

    public HostsTable {
        lines = List.copyOf(lines);
    }

    /** Returns what stands for a file that is there and cannot be read: it refuses everybody. */
    public static HostsTable unreadable(String file) {
        return new HostsTable(List.of(new HostsLine.Broken(new Position(file, 1, 1))));
    }

    /** Returns the files that its rules name instead of hosts. */
    public Set<String> listFiles() {
        Set<String> files = new LinkedHashSet<>();
        for (HostsLine line : lines) {
            if (line instanceof HostsLine.Rule rule) {
                List<HostPattern> hosts = new ArrayList<>();
                addHosts(rule.daemons(), hosts);
                addClients(rule.clients(), hosts);
                hosts.stream()
                        .filter(HostPattern.Listed.class::isInstance)
                        .forEach(host -> files.add(host.toString()));
            }
        }
        return files;
    }

    private static void addHosts(PatternList<DaemonPattern> list, List<HostPattern> hosts) {
        for (Optional<PatternList<DaemonPattern>> l = Optional.of(list);
                l.isPresent();
                l = l.get().except()) {
            l.get().any().forEach(each -> each.host().ifPresent(hosts::add));
        }
    }

    private static void addClients(PatternList<ClientPattern> list, List<HostPattern> hosts) {
        for (Optional<PatternList<ClientPattern>> l = Optional.of(list);
                l.isPresent();
                l = l.get().except()) {
            l.get().any().forEach(each -> hosts.add(each.host()));
        }
    }
}
