package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jinetd.config.Position;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.os.HostNames;
import org.jinetd.plan.Access;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.AccessRule.Clients;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Prefix;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchAnswerTest {

    private static final MatchAnswer.Hosts NO_FILES =
            (request, name) -> new HostsVerdict.Granted(Optional.empty(), List.of());

    private static Position at(int column) {
        return new Position("jinetd.ini", 2, column);
    }

    private static Access access() {
        Prefix network = Prefix.parse("192.0.2.0/24").orElseThrow();
        return new Access(
                List.of(
                        new AccessRule(new Clients.Network(network), at(1)),
                        new AccessRule(new Clients.Domain(".example"), at(2))),
                List.of(new AccessRule(new Clients.Host("bad.example"), at(3))),
                Access.HostsAccess.IGNORED,
                List.of(
                        new Access.Hours(
                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(8, 0),
                                LocalTime.of(18, 0),
                                at(4))),
                OptionalDouble.of(2),
                Optional.empty());
    }

    private static Service service() {
        return service(access());
    }

    private static Service service(Access access) {
        Endpoint endpoint = new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 7, false);
        Service echo =
                new Service(
                        "echo/tcp",
                        List.of(endpoint),
                        Buffers.KERNEL_CHOICE,
                        Mode.NOWAIT,
                        new Action.Internal(BuiltIn.ECHO),
                        Limits.NONE,
                        at(9));
        ServiceSettings none = ServiceSettings.NONE;
        return echo.with(
                Admission.UNLIMITED,
                new ServiceSettings(
                        access, none.banners(), none.idleTimeout(), none.process(), none.log()));
    }

    private static Options options(String... words) throws Options.UsageException {
        return Options.parse(List.of(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    192.0.2.1   | mon 08:30        | echo/tcp from 192.0.2.1 (good.example): admitted: only-from: 192.0.2.0/24 (jinetd.ini:2:1), access-times (jinetd.ini:2:4)
                    192.0.2.1   | Fri 18:00        | echo/tcp from 192.0.2.1: refused: access-times: not at this time (jinetd.ini:2:4)
                    192.0.2.1   | 2026-11-24T08:30 | echo/tcp from 192.0.2.1 (good.example): admitted: only-from: 192.0.2.0/24 (jinetd.ini:2:1), access-times (jinetd.ini:2:4)
                    192.0.2.1   | 2026-11-22T08:30 | echo/tcp from 192.0.2.1: refused: access-times: not at this time (jinetd.ini:2:4)
                    192.0.2.2   | mon 08:30        | echo/tcp from 192.0.2.2 (bad.example): refused: no-access: bad.example (jinetd.ini:2:3)
                    192.0.2.3   | mon 08:30        | echo/tcp from 192.0.2.3 (no name): refused: no-name: bad.example (jinetd.ini:2:3)
                    203.0.113.1 | mon 08:30        | echo/tcp from 203.0.113.1 (a.example): admitted: only-from: .example (jinetd.ini:2:2), access-times (jinetd.ini:2:4)
                    203.0.113.2 | mon 08:30        | echo/tcp from 203.0.113.2 (no name): refused: only-from: not among them (jinetd.ini:2:1)
                    """)
    void says_which_rule_decides(String client, String time, String expected)
            throws Options.UsageException {
        MatchAnswer answer =
                new MatchAnswer(
                        address ->
                                switch (address.toString()) {
                                    case "192.0.2.1" -> new HostName("good.example");
                                    case "192.0.2.2" -> new HostName("BAD.example");
                                    case "203.0.113.1" -> new HostName("a.example");
                                    default -> HostName.PARANOID;
                                },
                        () -> OptionalDouble.of(99),
                        NO_FILES);
        MatchQuestion question = options("--match", "echo", client, time).question().orElseThrow();
        assertEquals(expected, answer.to(question, service()));
    }

    @Test
    void tells_what_hosts_allow_and_hosts_deny_say() throws Options.UsageException {
        assertEquals(
                "echo/tcp from 192.0.2.1: admitted: hosts-access (hosts.allow:3:1)",
                ofHosts(new HostsVerdict.Granted(rule("hosts.allow"), List.of())));
        assertEquals(
                "echo/tcp from 192.0.2.1: admitted: hosts-access: no rule is about it",
                ofHosts(new HostsVerdict.Granted(Optional.empty(), List.of())));
        assertEquals(
                "echo/tcp from 192.0.2.1: refused: hosts-access: denied (hosts.deny:3:1)",
                ofHosts(new HostsVerdict.Refused(rule("hosts.deny").get(), "", List.of())));
        assertEquals(
                "echo/tcp from 192.0.2.1: admitted: hosts-access: twist date (hosts.deny:3:1)",
                ofHosts(new HostsVerdict.Twisted(rule("hosts.deny").get(), "date", List.of())));
    }

    private static Optional<Position> rule(String file) {
        return Optional.of(new Position(file, 3, 1));
    }

    private static String ofHosts(HostsVerdict verdict) throws Options.UsageException {
        MatchQuestion question = options("--match=echo", "192.0.2.1").question().orElseThrow();
        Access asked =
                new Access(
                        List.of(),
                        List.of(),
                        Access.HostsAccess.ASKED,
                        List.of(),
                        OptionalDouble.empty(),
                        Optional.empty());
        MatchAnswer answer =
                new MatchAnswer(
                        HostNames.NONE,
                        () -> OptionalDouble.of(0),
                        (request, name) -> {
                            assertEquals("echo", request.daemon());
                            return verdict;
                        });
        return answer.to(question, service(asked));
    }

    @Test
    void what_is_now_is_judged_by_the_load_of_now() throws Options.UsageException {
        MatchQuestion question = options("--match=echo", "192.0.2.1").question().orElseThrow();
        MatchAnswer answer = new MatchAnswer(HostNames.NONE, () -> OptionalDouble.of(99), NO_FILES);
        assertTrue(answer.to(question, service()).contains(": refused: "));
    }

    @Test
    void the_words_that_follow_are_the_client_the_time_and_files() throws Options.UsageException {
        Options options = options("--match", "echo", "::1", "sun", "07:05", "a.conf");
        assertEquals(List.of(Path.of("a.conf")), options.files());
        int minute = 6 * 24 * 60 + 7 * 60 + 5;
        assertEquals(Optional.of(minute), options.question().orElseThrow().minuteOfWeek());
        Options now = options("--match", "echo", "::1", "a.conf", "b.conf");
        assertEquals(2, now.files().size());
        assertEquals(Optional.empty(), now.question().orElseThrow().minuteOfWeek());
        assertThrows(Options.UsageException.class, () -> options("--match", "echo"));
        assertThrows(Options.UsageException.class, () -> options("--match", "echo", "host"));
    }
}
