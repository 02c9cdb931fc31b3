package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What was found out about a client since it was asked for.
 *
 * @param question what was asked
 * @param name its confirmed name, in lower case without a dot at the end; empty when it has none,
 *     or when that could not be found out
 * @param hosts what hosts.allow and hosts.deny say; empty when they were not asked
 */
public record Answers(
        Decision.Question question, Optional<String> name, Optional<HostsJudgement> hosts) {

    public Answers {
        requireNonNull(question, "question");
        requireNonNull(name, "name");
        requireNonNull(hosts, "hosts");
    }
}
