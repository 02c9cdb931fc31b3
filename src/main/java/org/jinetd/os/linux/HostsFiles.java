package org.jinetd.os.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jinetd.config.Parsed;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.hosts.HostPattern;
import org.jinetd.hosts.HostsSyntax;
import org.jinetd.hosts.HostsTable;
import org.jinetd.hosts.HostsTables;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/**
 * hosts.allow and hosts.deny, with the files that their rules name, read again when one of them has
 * changed. Safe for use by any thread.
 */
final class HostsFiles {

    /** No table is larger; one that is was not written by anybody. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_LIST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_LISTS = 100;

    private final String allow;
    private final String deny;
    private final Consumer<Problem> problems;
    private Map<String, Optional<FileState>> states = Map.of();
    private Optional<HostsTables> tables = Optional.empty();

    /**
     * @param problems gets what is wrong with the files, each time they are read
     */
    HostsFiles(String allow, String deny, Consumer<Problem> problems) {
        this.allow = allow;
        this.deny = deny;
        this.problems = problems;
    }

    /** Returns what stands in the files now. */
    synchronized HostsTables current() {
        boolean changed =
                states.entrySet().stream()
                        .anyMatch(each -> !FileState.of(each.getKey()).equals(each.getValue()));
        if (tables.isEmpty() || changed) {
            tables = Optional.of(read());
        }
        return tables.get();
    }

    private HostsTables read() {
        Map<String, Optional<FileState>> seen = new HashMap<>();
        HostsTable granting = table(allow, seen);
        HostsTable refusing = table(deny, seen);
        Deque<String> wanted = new ArrayDeque<>(granting.listFiles());
        wanted.addAll(refusing.listFiles());
        Map<String, List<HostPattern>> lists = new HashMap<>();
        Set<String> done = new HashSet<>();
        while (!wanted.isEmpty() && done.size() < MOST_LISTS) {
            String path = wanted.poll();
            if (done.add(path)) {
                list(path, seen)
                        .ifPresent(
                                patterns -> {
                                    lists.put(path, patterns);
                                    wanted.addAll(named(patterns));
                                });
            }
        }
        states = Map.copyOf(seen);
        return new HostsTables(granting, refusing, lists);
    }

    private static List<String> named(List<HostPattern> patterns) {
        List<String> named = new ArrayList<>();
        for (HostPattern pattern : patterns) {
            if (pattern instanceof HostPattern.Listed listed) {
                named.add(listed.path());
            }
        }
        return named;
    }

    /** Looks at the state first: what changes in between is seen the next time. */
    private Outcome<String> text(String path, int most, Map<String, Optional<FileState>> seen) {
        seen.put(path, FileState.of(path));
        return LinuxFiles.read(path, most);
    }

    private HostsTable table(String path, Map<String, Optional<FileState>> seen) {
        Outcome<String> text = text(path, MOST_BYTES, seen);
        if (text instanceof Outcome.Failed<String> failed) {
            if (failed.errno() == Errno.ENOENT) {
                return HostsTable.EMPTY;
            }
            tell(path, failed, "whoever gets to it is refused");
            return HostsTable.unreadable(path);
        }
        return told(HostsSyntax.parse(new SourceText(path, ((Outcome.Done<String>) text).value())));
    }

    private Optional<List<HostPattern>> list(String path, Map<String, Optional<FileState>> seen) {
        Outcome<String> text = text(path, MOST_LIST_BYTES, seen);
        if (text instanceof Outcome.Failed<String> failed) {
            if (failed.errno() == Errno.ENOENT) {
                return Optional.of(List.of());
            }
            tell(path, failed, "it lets nobody in");
            return Optional.empty();
        }
        String content = ((Outcome.Done<String>) text).value();
        return Optional.of(told(HostsSyntax.parseList(new SourceText(path, content))));
    }

    private <T> T told(Parsed<T> parsed) {
        parsed.problems().forEach(problems);
        return parsed.value();
    }

    private void tell(String path, Outcome.Failed<?> why, String consequence) {
        problems.accept(
                Problem.error(
                        new Position(path, 1, 1),
                        "it cannot be read (" + why + "); " + consequence,
                        "make it a readable file"));
    }
}
