package org.jinetd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jinetd.config.Parsed;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostsLawTest {

    private static final String ALPHABET = "AL:.@/[]*?,1 9x\t\n\r\\#%=\u0000\u007fé\uD83D";

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_rule_that_is_printed_reads_back_as_the_same(long seed) {
        HostsLine.Rule rule = new RandomRules(new Random(seed)).rule();
        Parsed<HostsTable> parsed = parse(rule + "\n");
        assertEquals(List.of(), parsed.problems().stream().filter(Problem::isError).toList());
        assertEquals(List.of(rule), parsed.value().lines());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_text_is_read_and_each_faulty_line_has_its_problem(long seed) {
        String text = randomText(new Random(seed));
        Parsed<HostsTable> parsed = parse(text);
        for (HostsLine line : parsed.value().lines()) {
            boolean faulty =
                    line instanceof HostsLine.Broken
                            || ((HostsLine.Rule) line)
                                    .options().stream()
                                            .anyMatch(HostsOption.Faulty.class::isInstance);
            assertFalse(faulty && parsed.ok(), text);
        }
        HostsVerdict verdict = tables(parsed.value(), HostsTable.EMPTY).verdict(request(), known());
        assertFalse(verdict instanceof HostsVerdict.Needs needs && !isCommand(needs));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_faulty_word_in_a_table_lets_nobody_in_who_was_refused(long seed) {
        Random random = new Random(seed);
        RandomRules rules = new RandomRules(random);
        HostsLine.Rule good = rules.rule();
        PatternList<ClientPattern> with =
                new PatternList<>(
                        List.of(
                                new ClientPattern(
                                        Optional.empty(), new HostPattern.Faulty("@hosts"))),
                        good.clients().except());
        HostsLine.Rule bad = new HostsLine.Rule(good.at(), good.daemons(), with, good.options());
        for (HostsTable rest : List.of(HostsTable.EMPTY, new HostsTable(List.of(rules.rule())))) {
            HostsVerdict without = tables(rest, rest).verdict(request(), known());
            List<HostsLine> lines = new ArrayList<>(List.of(bad));
            lines.addAll(rest.lines());
            HostsVerdict allow = tables(new HostsTable(lines), rest).verdict(request(), known());
            HostsVerdict deny = tables(rest, new HostsTable(lines)).verdict(request(), known());
            assertTrue(!isIn(allow) || isIn(without));
            assertTrue(!isIn(deny) || isIn(without));
        }
    }

    private static boolean isIn(HostsVerdict verdict) {
        return verdict instanceof HostsVerdict.Granted;
    }

    private static boolean isCommand(HostsVerdict.Needs needs) {
        return needs.fact() instanceof HostsFact.Command;
    }

    private static HostsTables tables(HostsTable allow, HostsTable deny) {
        return new HostsTables(allow, deny, Map.of());
    }

    private static HostsRequest request() {
        return new HostsRequest(
                "sshd",
                Ip.parse("10.0.0.1"),
                OptionalInt.of(4711),
                Ip.parse("127.0.0.1"),
                OptionalInt.of(22),
                1);
    }

    private static Facts known() {
        return Facts.NONE
                .withClientName(new HostName("a.example"))
                .withServerName(HostName.UNKNOWN)
                .withUser("joe");
    }

    private static Parsed<HostsTable> parse(String text) {
        return HostsSyntax.parse(new SourceText("t", text));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(300);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** Rules as somebody might write them. */
    private static final class RandomRules {
        private final Random random;

        RandomRules(Random random) {
            this.random = random;
        }

        HostsLine.Rule rule() {
            List<HostsOption> options = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                options.add(option());
            }
            List<HostsOption> last =
                    List.of(
                            new HostsOption.Allow(),
                            new HostsOption.Deny(),
                            new HostsOption.Twist("exec cat: %h"));
            if (random.nextBoolean()) {
                options.add(last.get(random.nextInt(last.size())));
            }
            return new HostsLine.Rule(
                    new Position("t", 1, 1), list(this::daemon), list(this::client), options);
        }

        private <P> PatternList<P> list(Supplier<P> one) {
            List<P> any = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                any.add(one.get());
            }
            return new PatternList<>(
                    any, random.nextInt(3) == 0 ? Optional.of(list(one)) : Optional.empty());
        }

        private DaemonPattern daemon() {
            return new DaemonPattern(
                    text(), random.nextInt(3) == 0 ? Optional.of(host()) : Optional.empty());
        }

        private ClientPattern client() {
            return new ClientPattern(
                    random.nextInt(3) == 0 ? Optional.of(text()) : Optional.empty(), host());
        }

        private TextPattern text() {
            List<String> words =
                    List.of(
                            "ALL",
                            "KNOWN",
                            "UNKNOWN",
                            "sshd",
                            "in.*",
                            "j?e",
                            ".example",
                            "x.",
                            "22");
            return TextPattern.of(words.get(random.nextInt(words.size())));
        }

        private HostPattern host() {
            int mask = random.nextInt() & ~1;
            return switch (random.nextInt(6)) {
                case 0 -> new HostPattern.Network4(random.nextInt() & mask, mask);
                case 1 ->
                        new HostPattern.Network6(
                                Prefix.of(
                                        Ip.v6(random.nextLong(), random.nextLong(), 0),
                                        random.nextInt(129)));
                case 2 -> new HostPattern.Listed("/etc/hosts.list");
                case 3 -> new HostPattern.Known();
                case 4 -> new HostPattern.Local();
                default -> new HostPattern.Called(TextPattern.of("a*.example"));
            };
        }

        private HostsOption option() {
            List<HostsOption> options =
                    List.of(
                            new HostsOption.Severity(Optional.of("mail"), "info"),
                            new HostsOption.Severity(Optional.empty(), "notice"),
                            new HostsOption.Spawn("echo a:b %h | cat"),
                            new HostsOption.Aclexec("check %a"),
                            new HostsOption.Keepalive(),
                            new HostsOption.Linger(random.nextInt(100)),
                            new HostsOption.Rfc931(Optional.of(1 + random.nextInt(9))),
                            new HostsOption.Rfc931(Optional.empty()),
                            new HostsOption.Banners("/etc/banners"),
                            new HostsOption.Nice(random.nextInt(40) - 20),
                            new HostsOption.Setenv("A", "b c:d"),
                            new HostsOption.Setenv("A", ""),
                            new HostsOption.Umask(random.nextInt(01000)),
                            new HostsOption.User("nobody", Optional.of("nogroup")),
                            new HostsOption.User("nobody", Optional.empty()),
                            new HostsOption.Group("kmem"));
            return options.get(random.nextInt(options.size()));
        }
    }
}
