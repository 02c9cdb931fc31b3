package org.jinetd.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jinetd.config.Word;

/**
 * One word of an access list. What looks like an address and is none is never taken for a name, for
 * that would be a rule which nobody meets.
 */
final class ClientsGrammar {

    static final Grammar<List<AccessRule>> LIST =
            Grammar.list("address | network/bits | host | .domain ...", ClientsGrammar::rule);

    private static final String PERMITTED =
            "an address, a network as 192.0.2.0/24, a host's name, or .domain";

    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    private static final Pattern LIKE_ADDRESS = Pattern.compile("[0-9./]+|.*[:/\\[\\]{}].*");

    private static final Set<String> EVERYBODY = Set.of("all", "any", "*");

    private static final int LONGEST_NAME = 253;
    private static final int BITS_BEFORE_V4 = 96;

    private ClientsGrammar() {}

    private static Optional<AccessRule> rule(Word word, ValueContext context) {
        return clients(word, context).map(clients -> new AccessRule(clients, word.at()));
    }

    private static Optional<AccessRule.Clients> clients(Word word, ValueContext context) {
        String text = word.text();
        Optional<Prefix> network = Prefix.parse(text).map(ClientsGrammar::unmapped);
        if (network.isPresent()) {
            warnOfZeros(word, network.get(), context);
            return network.map(AccessRule.Clients.Network::new);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (EVERYBODY.contains(lower)) {
            return context.bad(word, PERMITTED, "everybody is 0.0.0.0/0 ::/0");
        }
        if (LIKE_ADDRESS.matcher(text).matches()) {
            return context.bad(word, PERMITTED, remedy(text));
        }
        boolean domain = lower.startsWith(".");
        String name = lower.substring(domain ? 1 : 0).replaceFirst("\\.$", "");
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            return context.bad(word, PERMITTED);
        }
        return Optional.of(
                domain
                        ? new AccessRule.Clients.Domain("." + name)
                        : new AccessRule.Clients.Host(name));
    }

    /** Clients are looked at as what they are, so a rule has to be, too. */
    private static Prefix unmapped(Prefix prefix) {
        return prefix.network().isMapped() && prefix.length() >= BITS_BEFORE_V4
                ? new Prefix(prefix.network().unmapped(), prefix.length() - BITS_BEFORE_V4)
                : prefix;
    }

    private static String remedy(String text) {
        if (text.matches("[0-9.]+/[0-9]+\\.[0-9.]+")) {
            return "write the bits of the mask, as 192.0.2.0/24";
        }
        if (text.matches("[0-9]+(\\.[0-9]+)*\\.?")) {
            return "write the whole network, as 10.0.0.0/8";
        }
        return text.contains("{") ? "write each network out" : "";
    }

    /** In xinetd a zero at the end stands for any number. */
    private static void warnOfZeros(Word word, Prefix network, ValueContext context) {
        if (word.text().contains("/")
                || network.network().family() != Ip.Family.V4
                || !word.text().endsWith(".0")) {
            return;
        }
        int zeroBytes = Math.min(4, Long.numberOfTrailingZeros(network.network().low()) / 8);
        context.findings()
                .warning(
                        word,
                        "this is one address, and no network as in xinetd",
                        "write " + word.text() + "/" + (32 - 8 * zeroBytes));
    }
}
