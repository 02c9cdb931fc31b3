package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import org.jinetd.config.Position;
import org.jinetd.plan.Access;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.AccessRule.Clients;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTreeTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static String text(AccessTree.Verdict verdict) {
        if (verdict instanceof AccessTree.Verdict.Refused refused) {
            return refused.reason().toString();
        }
        return verdict instanceof AccessTree.Verdict.Admitted admitted
                ? "yes" + admitted.rule().map(rule -> " " + rule.clients()).orElse("")
                : "name?";
    }

    private static Ip ip(String text) {
        return Ip.parse(text).orElseThrow().unmapped();
    }

    @ParameterizedTest(name = "only {0} not {1}: {2} is {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                      | ''                    | 192.0.2.1        | yes
                    192.0.2.0/24            | ''                    | 192.0.2.1        | yes 192.0.2.0/24
                    192.0.2.0/24            | ''                    | 192.0.3.1        | only-from: not among them (jinetd.ini:1:1)
                    192.0.2.0/24            | ''                    | ::ffff:192.0.2.1 | yes 192.0.2.0/24
                    ::ffff:192.0.2.0/120    | ''                    | 192.0.2.1        | yes ::ffff:192.0.2.0/120
                    192.0.2.0/24            | ''                    | 2001:db8::1      | only-from: not among them (jinetd.ini:1:1)
                    ''                      | 192.0.2.0/24          | 192.0.2.255      | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    ''                      | 192.0.2.0/24          | 192.0.3.0        | yes
                    192.0.2.0/24            | 192.0.2.128/25        | 192.0.2.127      | yes 192.0.2.0/24
                    192.0.2.0/24            | 192.0.2.128/25        | 192.0.2.128      | no-access: 192.0.2.128/25 (jinetd.ini:2:1)
                    192.0.2.7               | 192.0.2.0/24          | 192.0.2.7        | yes 192.0.2.7
                    192.0.2.7               | 192.0.2.0/24          | 192.0.2.8        | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    192.0.2.0/24            | 192.0.2.0/24          | 192.0.2.7        | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    10.0.0.0/8 10.1.0.0/16  | 10.1.2.0/24           | 10.1.3.1         | yes 10.1.0.0/16
                    10.0.0.0/8 10.1.2.3     | 10.1.2.0/24           | 10.1.2.3         | yes 10.1.2.3
                    0.0.0.0/0               | 10.0.0.0/8            | 11.0.0.1         | yes 0.0.0.0/0
                    0.0.0.0/0               | ''                    | 2001:db8::1      | only-from: not among them (jinetd.ini:1:1)
                    ::/0                    | ''                    | 10.0.0.1         | only-from: not among them (jinetd.ini:1:1)
                    ''                      | ::/0                  | 10.0.0.1         | yes
                    2001:db8::/32           | 2001:db8:0:1::/64     | 2001:db8::1      | yes 2001:db8::/32
                    2001:db8::/32           | 2001:db8:0:1::/64     | 2001:db8:0:1::1  | no-access: 2001:db8:0:1::/64 (jinetd.ini:2:1)
                    2001:db8:0:1::7         | 2001:db8:0:1::/64     | 2001:db8:0:1::7  | yes 2001:db8:0:1::7
                    """)
    void the_more_exact_rule_decides_and_a_tie_refuses(
            String onlyFrom, String noAccess, String client, String expected) {
        AccessTree tree = new AccessTree(Rules.lists(onlyFrom, noAccess));
        assertEquals(expected, text(tree.judge(ip(client))));
    }

    /** The client is 192.0.2.7, with or without a name. */
    @ParameterizedTest(name = "only {0} not {1}: named {2} is {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.example               | ''            | a.example   | yes a.example
                    a.example               | ''            | b.example   | only-from: not among them (jinetd.ini:1:1)
                    a.example               | ''            | ''          | only-from: not among them (jinetd.ini:1:1)
                    .example                | ''            | a.b.example | yes .example
                    .example                | ''            | example     | only-from: not among them (jinetd.ini:1:1)
                    .example                | .b.example    | a.b.example | no-access: .b.example (jinetd.ini:2:1)
                    .b.example              | .example      | a.b.example | yes .b.example
                    .example                | .example      | a.example   | no-access: .example (jinetd.ini:2:1)
                    a.example               | .example      | a.example   | yes a.example
                    a.example               | a.example     | a.example   | no-access: a.example (jinetd.ini:2:1)
                    ''                      | a.example     | a.example   | no-access: a.example (jinetd.ini:2:1)
                    ''                      | a.example     | b.example   | yes
                    ''                      | a.example     | ''          | no-name: a.example (jinetd.ini:2:1)
                    ''                      | .example      | ''          | no-name: .example (jinetd.ini:2:1)
                    192.0.2.0/24            | .example      | a.example   | no-access: .example (jinetd.ini:2:1)
                    192.0.2.0/24            | .example      | a.other     | yes 192.0.2.0/24
                    192.0.2.0/24            | .example      | ''          | no-name: .example (jinetd.ini:2:1)
                    .example                | 192.0.2.0/24  | a.example   | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    a.example               | 192.0.2.0/24  | a.example   | yes a.example
                    a.example               | 192.0.2.0/24  | b.example   | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    a.example               | 192.0.2.7     | a.example   | no-access: 192.0.2.7 (jinetd.ini:2:1)
                    192.0.2.7               | a.example     | a.example   | no-access: a.example (jinetd.ini:2:1)
                    192.0.2.7               | .example      | a.example   | yes 192.0.2.7
                    192.0.2.7               | .x a.example  | ''          | no-name: a.example (jinetd.ini:2:2)
                    .example                | 0.0.0.0/0     | a.example   | yes .example
                    0.0.0.0/0               | .example      | a.example   | no-access: .example (jinetd.ini:2:1)
                    0.0.0.0/0               | .example      | ''          | no-name: .example (jinetd.ini:2:1)
                    """)
    void names_and_networks_are_weighed_against_each_other(
            String onlyFrom, String noAccess, String name, String expected) {
        AccessTree tree = new AccessTree(Rules.lists(onlyFrom, noAccess));
        Optional<String> known = Optional.of(name).filter(n -> !n.isEmpty());
        assertEquals(expected, text(tree.judge(ip("192.0.2.7"), known)));
    }

    @ParameterizedTest(name = "only {0} not {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    192.0.2.7               | .example      | yes 192.0.2.7
                    192.0.2.7               | a.example     | name?
                    192.0.2.0/24            | a.example     | name?
                    192.0.2.0/24            | .example      | name?
                    192.0.2.0/24 a.example  | ''            | yes 192.0.2.0/24
                    a.example .example      | 192.0.2.7     | no-access: 192.0.2.7 (jinetd.ini:2:1)
                    .example                | 192.0.2.0/24  | no-access: 192.0.2.0/24 (jinetd.ini:2:1)
                    a.example               | 192.0.2.0/24  | name?
                    .example                | ''            | name?
                    ''                      | .example      | name?
                    """)
    void nobody_is_asked_for_his_name_where_it_changes_nothing(
            String onlyFrom, String noAccess, String expected) {
        AccessTree tree = new AccessTree(Rules.lists(onlyFrom, noAccess));
        assertEquals(expected, text(tree.judge(ip("192.0.2.7"))));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void without_a_name_nobody_comes_in_who_would_not_with_some_name(long seed) {
        Random random = new Random(seed);
        String[] words = {
            "10.0.0.0/8", "10.1.0.0/16", "10.1.1.1", "a.x", ".x", ".a.x", "0.0.0.0/0"
        };
        List<String> names = List.of("a.x", "b.a.x", "c.x", "other");
        for (int i = 0; i < 200; i++) {
            AccessTree tree = new AccessTree(Rules.lists(some(words, random), some(words, random)));
            for (String client : List.of("10.1.1.1", "10.1.1.2", "10.2.2.2", "11.0.0.0")) {
                Ip ip = ip(client);
                boolean asks = tree.judge(ip) instanceof AccessTree.Verdict.NeedsName;
                AccessTree.Verdict unnamed = tree.judge(ip, Optional.empty());
                for (String name : names) {
                    AccessTree.Verdict named = tree.judge(ip, Optional.of(name));
                    assertTrue(asks || named.equals(unnamed), "a name changed what was settled");
                }
                assertTrue(!asks || unnamed instanceof AccessTree.Verdict.Refused);
            }
        }
    }

    private static String some(String[] words, Random random) {
        StringBuilder some = new StringBuilder();
        for (String word : words) {
            if (random.nextInt(3) == 0) {
                some.append(word).append(' ');
            }
        }
        return some.toString();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void finds_what_a_search_through_the_list_finds(long seed) {
        Random random = new Random(seed);
        List<AccessRule> only = new ArrayList<>();
        List<AccessRule> not = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(300); i++) {
            Prefix prefix = prefix(random);
            Position at = new Position("f", i + 1, 1);
            (random.nextBoolean() ? only : not)
                    .add(new AccessRule(new Clients.Network(prefix), at));
        }
        AccessTree tree = new AccessTree(access(only, not));
        for (int i = 0; i < 500; i++) {
            Ip client = address(random);
            boolean admitted = tree.judge(client) instanceof AccessTree.Verdict.Admitted;
            assertEquals(slowly(only, not, client), admitted, () -> client.toString());
        }
    }

    private static Access access(List<AccessRule> only, List<AccessRule> not) {
        return new Access(
                only,
                not,
                Access.HostsAccess.IGNORED,
                List.of(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /** Few bits vary, so that networks contain each other. */
    private static Ip address(Random random) {
        int bits = random.nextInt() & 0xc000_0103;
        return random.nextBoolean()
                ? Ip.v4(bits)
                : Ip.v6(random.nextLong() & 0xc000_0000_0000_0003L, bits, 0);
    }

    private static Prefix prefix(Random random) {
        Ip ip = address(random);
        return Prefix.of(ip, random.nextInt(Prefix.bits(ip.family()) + 1));
    }

    private static boolean slowly(List<AccessRule> only, List<AccessRule> not, Ip client) {
        int allowed = longest(only, client);
        int shut = longest(not, client);
        return Math.max(allowed, shut) < 0 ? only.isEmpty() : allowed > shut;
    }

    private static int longest(List<AccessRule> rules, Ip client) {
        return rules.stream()
                .map(rule -> ((Clients.Network) rule.clients()).prefix())
                .filter(prefix -> prefix.contains(client))
                .mapToInt(Prefix::length)
                .max()
                .orElse(-1);
    }

    @Test
    void the_first_of_equal_rules_is_the_one_that_is_named() {
        AccessTree tree = new AccessTree(Rules.lists("", "192.0.2.0/24 192.0.2.7/24"));
        assertEquals("no-access: 192.0.2.0/24 (jinetd.ini:2:1)", text(tree.judge(ip("192.0.2.1"))));
    }

    @Test
    void a_list_of_who_may_has_no_client_without_an_address() {
        assertEquals(
                "only-from: not among them (jinetd.ini:1:1)",
                text(new AccessTree(Rules.lists("192.0.2.1", "")).judgeWithoutAddress()));
        assertEquals(
                "yes", text(new AccessTree(Rules.lists("", "192.0.2.1")).judgeWithoutAddress()));
    }
}
