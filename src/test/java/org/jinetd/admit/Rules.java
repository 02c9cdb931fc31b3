package org.jinetd.admit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jinetd.config.Position;
import org.jinetd.plan.Access;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.AccessRule.Clients;
import org.jinetd.plan.Prefix;

/** Access lists that tests are made of, each word at the column of its number. */
final class Rules {

    private Rules() {}

    static Access lists(String onlyFrom, String noAccess) {
        return new Access(
                list(onlyFrom, 1),
                list(noAccess, 2),
                Access.HostsAccess.IGNORED,
                List.of(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    private static List<AccessRule> list(String words, int line) {
        List<AccessRule> rules = new ArrayList<>();
        for (String word : words.strip().split(" +")) {
            if (!word.isEmpty()) {
                Position at = new Position("jinetd.ini", line, rules.size() + 1);
                rules.add(new AccessRule(clients(word), at));
            }
        }
        return rules;
    }

    private static Clients clients(String word) {
        if (word.startsWith(".")) {
            return new Clients.Domain(word);
        }
        return Prefix.parse(word)
                .<Clients>map(Clients.Network::new)
                .orElseGet(() -> new Clients.Host(word));
    }
}
