package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.plan.Access;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.AccessRule.Clients;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;

/**
 * The two access lists of a service, ready to be asked. Immutable.
 *
 * <p>The most exact rule decides; of two that are equally exact, the one that refuses:
 *
 * <ul>
 *   <li>A rule about one host, by its address or by its name, is more exact than one about many.
 *   <li>Of two networks the smaller one is more exact, of two domains the longer one.
 *   <li>A network and a domain are equally exact, since nobody can say which is smaller.
 *   <li>A rule about everybody ({@code 0.0.0.0/0}, {@code ::/0}) is less exact than any other.
 * </ul>
 *
 * <p>Whom no rule is about comes in if there is no list of those who may.
 *
 * <p>Rules by name are asked only where they could change what the address says. Then the client
 * must have a name: who has none is refused, as the rule that is not known to be about somebody
 * might have refused, or was the only one to let him in.
 */
public final class AccessTree {

    /** What the lists say of a client. */
    public sealed interface Verdict {
        /**
         * It may come in.
         *
         * @param rule what decides; empty when no rule is about it
         */
        record Admitted(Optional<AccessRule> rule) implements Verdict {
            static final Admitted BY_NO_RULE = new Admitted(Optional.empty());

            public Admitted {
                requireNonNull(rule, "rule");
            }
        }

        /** It may not. */
        record Refused(Reason reason) implements Verdict {
            public Refused {
                requireNonNull(reason, "reason");
            }
        }

        /** It depends on its name. */
        record NeedsName() implements Verdict {
            static final NeedsName INSTANCE = new NeedsName();
        }
    }

    /** Rules in the order of how exact they are. */
    private enum Rank {
        NOBODY,
        EVERYBODY,
        MANY,
        ONE
    }

    private static final int MAPPED_BITS = 96;

    private enum Effect {
        ADMITS,
        REFUSES
    }

    /** A rule with what it does; for whom none is about, the absence of one. */
    private record Ruling(Effect effect, Rank rank, Optional<AccessRule> rule) {
        boolean refuses() {
            return effect == Effect.REFUSES;
        }

        Verdict verdict() {
            return refuses()
                    ? new Verdict.Refused(
                            new Reason(
                                    Reason.Kind.NO_ACCESS,
                                    rule.map(r -> r.clients().toString()).orElse(""),
                                    rule.map(AccessRule::at)))
                    : new Verdict.Admitted(rule);
        }
    }

    private final PrefixTrie v4 = new PrefixTrie();
    private final PrefixTrie v6 = new PrefixTrie();
    private final List<Ruling> networks = new ArrayList<>();
    private final Map<String, Ruling> hosts = new HashMap<>();
    private final Map<String, Ruling> domains = new HashMap<>();
    private final Optional<AccessRule> firstListed;
    private final Ruling otherwise;
    private boolean namesHosts;
    private boolean namesDomains;
    private Optional<AccessRule> firstHostShut = Optional.empty();
    private Optional<AccessRule> firstDomainShut = Optional.empty();

    /** Takes the lists of a service. */
    public AccessTree(Access access) {
        access.noAccess().forEach(rule -> add(rule, Effect.REFUSES));
        access.onlyFrom().forEach(rule -> add(rule, Effect.ADMITS));
        firstListed = access.onlyFrom().stream().findFirst();
        otherwise =
                new Ruling(
                        firstListed.isPresent() ? Effect.REFUSES : Effect.ADMITS,
                        Rank.NOBODY,
                        Optional.empty());
    }

    /** The first of equal rules stays, and those that refuse are added first. */
    private void add(AccessRule rule, Effect effect) {
        boolean shuts = effect == Effect.REFUSES;
        Clients clients = rule.clients();
        if (clients instanceof Clients.Network network) {
            add(network.prefix(), rule, effect);
        } else if (clients instanceof Clients.Host host) {
            hosts.putIfAbsent(host.name(), new Ruling(effect, Rank.ONE, Optional.of(rule)));
            namesHosts |= !shuts;
            if (shuts && firstHostShut.isEmpty()) {
                firstHostShut = Optional.of(rule);
            }
        } else if (clients instanceof Clients.Domain domain) {
            domains.putIfAbsent(domain.suffix(), new Ruling(effect, Rank.MANY, Optional.of(rule)));
            namesDomains |= !shuts;
            if (shuts && firstDomainShut.isEmpty()) {
                firstDomainShut = Optional.of(rule);
            }
        }
    }

    private void add(Prefix prefix, AccessRule rule, Effect effect) {
        int number = networks.size();
        Ip network = prefix.network();
        networks.add(new Ruling(effect, rank(prefix), Optional.of(rule)));
        if (network.family() == Ip.Family.V4) {
            v4.put(v4Bits(network), 0, prefix.length(), number);
        } else if (network.isMapped() && prefix.length() >= MAPPED_BITS) {
            v4.put(v4Bits(network.unmapped()), 0, prefix.length() - MAPPED_BITS, number);
        } else {
            v6.put(network.high(), network.low(), prefix.length(), number);
        }
    }

    private static long v4Bits(Ip address) {
        return address.low() << Integer.SIZE;
    }

    private static Rank rank(Prefix prefix) {
        if (prefix.length() == 0) {
            return Rank.EVERYBODY;
        }
        return prefix.isAddress() ? Rank.ONE : Rank.MANY;
    }

    /** Returns whether everybody may come in. */
    public boolean isOpen() {
        return networks.isEmpty() && hosts.isEmpty() && domains.isEmpty();
    }

    /** Judges an unmapped address. */
    public Verdict judge(Ip client) {
        Ruling ruling = byAddress(client);
        return mayDependOnName(ruling) ? Verdict.NeedsName.INSTANCE : verdict(ruling);
    }

    /**
     * Judges an unmapped address with its name.
     *
     * @param name in lower case, without a dot at its end; empty when there is none that both ways
     *     lead to, or when nobody knows
     */
    public Verdict judge(Ip client, Optional<String> name) {
        Ruling address = byAddress(client);
        if (!mayDependOnName(address)) {
            return verdict(address);
        }
        if (name.isEmpty()) {
            return address.refuses() ? verdict(address) : refuseUnnamed(address);
        }
        return verdict(
                byName(name.get()).map(named -> theMoreExact(address, named)).orElse(address));
    }

    /** Judges a client that has no address: a list of those who may does not have it. */
    Verdict judgeWithoutAddress() {
        return verdict(otherwise);
    }

    private Verdict verdict(Ruling ruling) {
        return ruling.refuses() && ruling.rank() == Rank.NOBODY
                ? new Verdict.Refused(
                        new Reason(
                                Reason.Kind.ONLY_FROM,
                                "not among them",
                                firstListed.map(AccessRule::at)))
                : ruling.verdict();
    }

    /** Names the first rule that may well be about the client. */
    private Verdict refuseUnnamed(Ruling address) {
        Optional<AccessRule> rule =
                address.rank() == Rank.ONE
                        ? firstHostShut
                        : firstHostShut.or(() -> firstDomainShut);
        return new Verdict.Refused(
                new Reason(
                        Reason.Kind.NO_NAME,
                        rule.map(r -> r.clients().toString()).orElse(""),
                        rule.map(AccessRule::at)));
    }

    private Ruling byAddress(Ip client) {
        int number =
                client.family() == Ip.Family.V4
                        ? v4.find(v4Bits(client), 0)
                        : v6.find(client.high(), client.low());
        return number < 0 ? otherwise : networks.get(number);
    }

    private Optional<Ruling> byName(String name) {
        Ruling host = hosts.get(name);
        if (host != null) {
            return Optional.of(host);
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Ruling domain = domains.get(name.substring(dot));
            if (domain != null) {
                return Optional.of(domain);
            }
        }
        return Optional.empty();
    }

    private static Ruling theMoreExact(Ruling address, Ruling named) {
        if (address.rank() == named.rank()) {
            return named.refuses() ? named : address;
        }
        return address.rank().compareTo(named.rank()) > 0 ? address : named;
    }

    /** Returns whether a rule by name, of whatever name, could turn it round. */
    private boolean mayDependOnName(Ruling address) {
        boolean turned = address.refuses() ? namesHosts : firstHostShut.isPresent();
        boolean turnedByMany = address.refuses() ? namesDomains : firstDomainShut.isPresent();
        return switch (address.rank()) {
            case NOBODY, EVERYBODY -> turned || turnedByMany;
            case MANY -> turned || (turnedByMany && !address.refuses());
            case ONE -> turned && !address.refuses();
        };
    }
}
