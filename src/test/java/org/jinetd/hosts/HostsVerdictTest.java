package org.jinetd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jinetd.config.SourceText;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsVerdictTest {

    private static final Peer PEER =
            new Peer.Inet(
                    Ip.parse("::ffff:10.0.0.1").orElseThrow(),
                    4711,
                    Ip.parse("127.0.0.1").orElseThrow(),
                    22);

    private final List<String> asked = new ArrayList<>();

    private final HostsLookups lookups =
            new HostsLookups() {
                @Override
                public HostName clientName(HostsRequest request) {
                    asked.add("client");
                    return new HostName("a.example");
                }

                @Override
                public HostName serverName(HostsRequest request) {
                    asked.add("server");
                    return new HostName("localhost");
                }

                @Override
                public String user(HostsRequest request, Duration timeout) {
                    asked.add("user " + timeout.toSeconds());
                    return "-joe;rm";
                }

                @Override
                public Facts.CommandResult run(String command) {
                    asked.add("run " + command);
                    return command.startsWith("true")
                            ? Facts.CommandResult.SUCCEEDED
                            : Facts.CommandResult.FAILED;
                }
            };

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ALL: 10.                              |
                    ALL: 10.0.0.2                         |
                    in.ftpd: a.example                    |
                    ALL: 9. a.example                     | client
                    ALL: LOCAL KNOWN UNKNOWN              | client
                    ALL: joe@10.                          | user 10
                    ALL: joe@9.                           |
                    ALL: joe@b.example                    | client
                    ALL@localhost: ALL                    | server
                    in.ftpd@localhost: ALL                |
                    ALL: 10. : rfc931 3                   | user 3
                    ALL: 10. : rfc931 3: spawn %u         | user 3
                    ALL: 10. : spawn %c                   | client
                    ALL: 10. : spawn %s                   | server
                    ALL: 10. : spawn %u                   | user 10
                    ALL: 10. : aclexec true %n            | client,run true a.example
                    ALL: 10. : aclexec false              | run false
                    ALL: 10. : aclexec true: setenv A %N  | run true,server
                    """)
    void no_fact_is_looked_up_that_no_rule_asks_for(String rule, String facts) {
        answer(rule, "");
        assertEquals(Optional.ofNullable(facts).orElse(""), String.join(",", asked));
    }

    @ParameterizedTest(name = "{0} ~ {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    22: ALL                          | ALL: ALL | granted allow:1
                    23: ALL                          | ALL: ALL | refused deny:1
                    ALL: a.example                   | ALL: ALL | granted allow:1
                    ALL: .example                    | ALL: ALL | granted allow:1
                    ALL: joe@ALL                     | ALL: ALL | refused deny:1
                    sshd: 10.: keepalive : linger 5  |          | granted allow:1 [keepalive, linger 5]
                    sshd: 10.: nice : umask 27 : user a.b : severity mail.info | | granted allow:1 [nice 10, umask 027, user a.b, severity mail.info]
                    sshd: 10.: setenv A %u x : group g |        | granted allow:1 [setenv A _joe_rm x, group g]
                    sshd: 10.: spawn x : banners /b : deny |    | refused allow:1 [spawn x, banners /b]
                    sshd: 10.: rfc931 : twist x %a   |          | twisted allow:1 x 10.0.0.1 [rfc931]
                    sshd: 10.: aclexec false         |          | refused allow:1 (aclexec said no)
                    sshd: 10.: aclexec false : allow |          | refused allow:1 (aclexec said no)
                    sshd: 10.: aclexec true : allow  | ALL: ALL | granted allow:1
                    sshd: 9.                         | ALL: ALL : aclexec true | refused deny:1
                    sshd: 9.                         | ALL: ALL : aclexec true : allow | granted deny:1
                    sshd: 9.                         | ALL: ALL : twist y | twisted deny:1 y
                    sshd: 9.                         |          | granted
                    sshd: ALL : keepaliv             |          | refused allow:1 (the rule's options are faulty)
                    sshd ALL                         |          | refused allow:1 (the line is faulty)
                    sshd: @n                         |          | granted
                    sshd: @n : deny                  |          | refused allow:1 (the rule cannot be decided)
                    sshd: 9.                         | ALL: @n  | refused deny:1 (the rule cannot be decided)
                    sshd: 9.                         | ALL: @n : allow | granted
                    sshd: 9.                         | ALL: @n EXCEPT 10. | granted
                    sshd: /good                      | ALL: ALL | granted allow:1
                    sshd: /other                     | ALL: ALL | granted allow:1
                    sshd: /empty                     | ALL: ALL | refused deny:1
                    sshd: /circle                    | ALL: ALL | refused deny:1
                    sshd: ALL EXCEPT /circle         |          | granted
                    sshd: ALL EXCEPT /secret         | ALL: ALL | refused deny:1
                    sshd: 9.                         | ALL: /secret | refused deny:1 (the rule cannot be decided)
                    """)
    void the_first_rule_that_fits_decides(String allow, String deny, String verdict) {
        assertEquals(verdict, text(answer(allow, Optional.ofNullable(deny).orElse("")).verdict()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    %a %A %d %p %r %R  | 10.0.0.1 127.0.0.1 sshd 99 4711 22
                    %h %H %n %N        | a.example localhost a.example localhost
                    %c %s              | a.example sshd@localhost
                    %u %c              | _joe_rm _joe_rm@a.example
                    100%% %z 5%        | 100%  5%
                    """)
    void sequences_stand_for_what_is_known(String text, String expanded) {
        HostsAnswer answer = answer("", "");
        assertEquals(expanded, answer.banner(text, request(PEER), lookups));
    }

    @Test
    void a_banner_has_network_line_ends() {
        assertEquals("a\r\nb\r\n", answer("", "").banner("a\nb\r\n", request(PEER), lookups));
    }

    @Test
    void what_is_not_known_is_called_so() {
        HostsRequest request = request(new Peer.Unix("/run/x"));
        Facts nothing =
                Facts.NONE
                        .withClientName(HostName.PARANOID)
                        .withServerName(HostName.UNKNOWN)
                        .withUser(Facts.UNKNOWN_USER);
        assertEquals(
                "unknown unknown unknown paranoid unknown unknown sshd 0 0",
                new Expansion(request, nothing).expand("%a %A %h %n %N %c %s %r %R"));
        assertEquals("unknown", new Expansion(request, Facts.NONE).expand("%u"));
    }

    @Test
    void a_client_without_an_address_is_unknown_and_in_no_network() {
        HostsTables tables = tables("ALL: 0.0.0.0/0.0.0.0 [::]/0 KNOWN: deny\nALL: UNKNOWN\n", "");
        HostsVerdict verdict = tables.verdict(request(new Peer.Unix("/run/x")), Facts.NONE);
        assertEquals("granted allow:2", text(verdict));
    }

    @Test
    void an_unreadable_table_refuses_whoever_gets_to_it() {
        HostsTables tables =
                new HostsTables(HostsTable.unreadable("allow"), HostsTable.EMPTY, Map.of());
        assertInstanceOf(HostsVerdict.Refused.class, tables.verdict(request(PEER), Facts.NONE));
    }

    @Test
    void an_answer_needs_nothing() {
        HostsVerdict needs = new HostsVerdict.Needs(new HostsFact.ClientName());
        Expansion expansion = new Expansion(request(PEER), Facts.NONE);
        assertThrows(IllegalArgumentException.class, () -> new HostsAnswer(needs, expansion));
    }

    @Test
    void a_network_has_no_bits_behind_its_mask() {
        assertThrows(IllegalArgumentException.class, () -> new HostPattern.Network4(1, -2));
    }

    @Test
    void a_table_knows_the_files_that_it_names() {
        HostsTable table = table("a@/1: /2 EXCEPT u@/3\ngarbage\nb EXCEPT c@/4: ALL\n", "allow");
        assertEquals("[/1, /2, /3, /4]", table.listFiles().toString());
    }

    @Test
    void a_rule_is_not_too_long() {
        String text = "ALL: " + "x ".repeat(40_000) + "\n";
        assertInstanceOf(HostsLine.Broken.class, table(text, "allow").lines().get(0));
    }

    @Test
    void exceptions_of_exceptions_have_an_end_and_nobody_knows_what_was_meant() {
        String text = "ALL: ALL" + " EXCEPT 9.".repeat(101) + "\n";
        assertEquals(
                "refused deny:1 (the rule cannot be decided)",
                text(tables("", text).verdict(request(PEER), Facts.NONE)));
    }

    @Test
    void a_message_quotes_no_more_than_is_read() {
        String text = "ALL: @" + "x".repeat(5000) + ": " + "y".repeat(5000) + "\n";
        HostsSyntax.parse(new SourceText("allow", text))
                .problems()
                .forEach(problem -> assertTrue(problem.toString().length() < 300));
    }

    private HostsAnswer answer(String allow, String deny) {
        return HostsAnswer.of(tables(ended(allow), ended(deny)), request(PEER), lookups);
    }

    private static String ended(String text) {
        return text.isEmpty() ? "" : text + "\n";
    }

    private static HostsRequest request(Peer peer) {
        return HostsRequest.of("sshd", peer, 99);
    }

    private static HostsTable table(String text, String name) {
        return HostsSyntax.parse(new SourceText(name, text)).value();
    }

    private static HostsTables tables(String allow, String deny) {
        return new HostsTables(
                table(allow, "allow"),
                table(deny, "deny"),
                Map.of(
                        "/good", list("9.0.0.1\n10. @x"),
                        "/other", list("/good"),
                        "/empty", List.of(),
                        "/circle", list("/circle")));
    }

    private static List<HostPattern> list(String text) {
        return HostsSyntax.parseList(new SourceText("list", text)).value();
    }

    private static String text(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Granted granted) {
            return "granted"
                    + granted.rule().map(at -> " " + at.file() + ":" + at.line()).orElse("")
                    + effects(granted.effects());
        }
        if (verdict instanceof HostsVerdict.Refused refused) {
            String reason = refused.reason().isEmpty() ? "" : " (" + refused.reason() + ")";
            return "refused "
                    + (refused.rule().file() + ":" + refused.rule().line())
                    + reason
                    + effects(refused.effects());
        }
        HostsVerdict.Twisted twisted = (HostsVerdict.Twisted) verdict;
        return "twisted "
                + (twisted.rule().file() + ":" + twisted.rule().line() + " ")
                + twisted.command()
                + effects(twisted.effects());
    }

    private static String effects(List<HostsOption> effects) {
        return effects.isEmpty()
                ? ""
                : effects.stream()
                        .map(HostsOption::toString)
                        .collect(Collectors.joining(", ", " [", "]"));
    }
}
