package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.junit.jupiter.api.Test;

class ResolverTest {

    private static final Privilege JOHN = new Privilege(1000, 1000);

    @Test
    void who_is_not_root_serves_as_himself_only() {
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        JOHN,
                        """
                        7001 stream tcp nowait john /bin/cat
                        7002 stream tcp nowait john:1000 /bin/cat
                        7003 stream tcp nowait root internal echo
                        7004 stream tcp nowait root /bin/cat
                        7005 stream tcp nowait john:tty /bin/cat
                        """);
        assertEquals(
                List.of(
                        "f0:4:24: error: jinetd does not run as root and cannot become 'root'"
                                + " — start jinetd as root, or write the user that it runs as",
                        "f0:5:29: error: jinetd does not run as root and cannot change its group"
                                + " — leave the group out, or start jinetd as root"),
                texts(resolution));
        assertEquals(3, resolution.plan().services().size());
    }

    @Test
    void an_ordinary_user_s_children_have_the_daemon_s_group_and_no_other() {
        Privilege nobodyKnown = new Privilege(4711, 4712);
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        nobodyKnown,
                        """
                        7001 stream tcp nowait 4711:4712 /bin/cat
                        7002 stream tcp nowait 4711:4713 /bin/cat
                        7003 stream tcp nowait 4711:tty /bin/cat
                        7004 on protocol = tcp, wait = no, user = 4711, group = 0, exec = /bin/cat;
                        """);
        assertEquals(
                List.of("f0:2:29:", "f0:3:29:", "f0:4:57:"),
                texts(resolution).stream().map(text -> text.split(" ", 2)[0]).toList());
        assertTrue(
                texts(resolution).stream()
                        .allMatch(text -> text.contains("cannot change its group")));
        Resolution newgrp =
                resolve(
                        Defaults.CLASSIC,
                        new Privilege(1000, 27),
                        """
                        7001 stream tcp nowait john:27 /bin/cat
                        7002 stream tcp nowait john:1000 /bin/cat
                        7003 stream tcp nowait john /bin/cat
                        """);
        assertEquals(2, newgrp.plan().services().size());
    }

    @Test
    void the_command_line_s_address_holds_where_no_other_is_written() {
        Defaults defaults = new Defaults(Limits.NONE, "127.0.0.1");
        Resolution resolution =
                resolve(
                        defaults,
                        Privilege.ROOT,
                        """
                        1 stream tcp nowait root /bin/cat
                        *:2 stream tcp4 nowait root /bin/cat
                        ::1:
                        3 stream tcp nowait root /bin/cat
                        *:
                        4 stream tcp nowait root /bin/cat
                        :
                        5 stream tcp nowait root /bin/cat
                        6 stream tcp6 nowait root /bin/cat
                        """);
        assertEquals(
                List.of(
                        "127.0.0.1:1/tcp",
                        "*:2/tcp",
                        "[::1]:3/tcp",
                        "127.0.0.1:4/tcp",
                        "127.0.0.1:5/tcp"),
                resolution.plan().byEndpoint().keySet().stream().map(Endpoint::toString).toList());
        assertEquals(
                List.of(
                        "f0:9:10: error: '127.0.0.1' has no address that tcp6 can be offered on"
                                + " — write the protocol without its number"),
                texts(resolution));
    }

    @Test
    void a_wrong_address_on_the_command_line_is_told_once_and_never_widened() {
        Resolution resolution =
                resolve(
                        new Defaults(Limits.NONE, "127.0.0.256"),
                        Privilege.ROOT,
                        "echo stream tcp nowait root internal\n");
        assertEquals(
                List.of(
                        "-a:1:1: error: '127.0.0.256' is not an address",
                        "f0:1:1: error: the default address of this line is not known"
                                + " — correct -a:1:1, or write an address before the service"),
                texts(resolution));
        assertEquals(Plan.EMPTY, resolution.plan());
    }

    @Test
    void a_default_address_ends_with_its_file() {
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        Privilege.ROOT,
                        "127.0.0.1:\necho stream tcp4 nowait root internal\n",
                        "discard stream tcp4 nowait root internal\n");
        assertEquals(
                List.of("127.0.0.1:7/tcp", "*:9/tcp"),
                resolution.plan().byEndpoint().keySet().stream().map(Endpoint::toString).toList());
    }

    @Test
    void a_default_address_goes_on_in_included_files_and_theirs_ends_with_each() {
        List<Statement> statements = new ArrayList<>(parse("f", "127.0.0.1:\n.include x\n"));
        List<List<Statement>> included =
                List.of(
                        parse("a", "1 stream tcp nowait root /bin/cat\n::1:\n"),
                        parse("b", "2 stream tcp nowait root /bin/cat\n"));
        Statement.Include include = (Statement.Include) statements.remove(1);
        statements.add(new Statement.Include(include.pattern(), included));
        statements.addAll(parse("f", "3 stream tcp nowait root /bin/cat\n"));
        Resolution resolution =
                new Resolver(TestNames.debian(), Defaults.CLASSIC, Privilege.ROOT)
                        .resolve(List.of(statements));
        assertEquals(
                List.of("127.0.0.1:1/tcp", "127.0.0.1:2/tcp", "127.0.0.1:3/tcp"),
                resolution.plan().byEndpoint().keySet().stream().map(Endpoint::toString).toList());
    }

    @Test
    void a_second_offer_in_another_file_names_both_places() {
        String line = "echo stream tcp4 nowait root internal\n";
        String other = "\necho stream tcp4 nowait root /bin/cat\n";
        Resolution resolution = resolve(Defaults.CLASSIC, Privilege.ROOT, line, other, line);
        assertEquals(
                List.of(
                        "f1:2:1: error: *:7/tcp is already offered by 'echo/tcp4' at f0:1:1"
                                + " — write each of them its own address, or delete one",
                        "f2:1:1: warning: the same is already offered by 'echo/tcp4' at f0:1:1"
                                + " — delete one of the two"),
                texts(resolution));
        assertEquals(1, resolution.rejected().size());
    }

    @Test
    void login_classes_are_noted_once_for_each_file() {
        String lines =
                "%d stream tcp nowait root/a /bin/cat\n%d stream tcp nowait root/b /bin/cat\n";
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        Privilege.ROOT,
                        String.format(lines, 1, 2),
                        String.format(lines, 3, 4));
        assertEquals(2, resolution.problems().size());
    }

    @Test
    void the_command_line_s_limits_hold_where_a_line_has_none() {
        Limits limits = new Limits(1, 2, 3, 4);
        Resolution resolution =
                resolve(
                        new Defaults(limits, Defaults.ALL_ADDRESSES),
                        Privilege.ROOT,
                        """
                        1 stream tcp nowait root /bin/cat
                        2 stream tcp nowait.9 root /bin/cat
                        3 stream tcp nowait/9 root /bin/cat
                        4 stream tcp nowait/9/8/7 root /bin/cat
                        """);
        assertEquals(
                List.of(
                        limits,
                        new Limits(9, 2, 3, 4),
                        new Limits(1, 9, 3, 4),
                        new Limits(1, 9, 7, 8)),
                resolution.plan().services().stream().map(Service::limits).toList());
    }

    @Test
    void what_a_message_quotes_is_short() {
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        Privilege.ROOT,
                        "'ab" + "c".repeat(200) + "' stream tcp nowait root /bin/cat\n");
        assertEquals(
                "f0:1:1: error: unknown service 'ab" + "c".repeat(98) + "…' for tcp",
                texts(resolution).get(0));
    }

    @Test
    void a_line_whose_type_and_protocol_contradict_each_other_may_have_been_either() {
        Resolution resolution =
                resolve(
                        Defaults.CLASSIC,
                        Privilege.ROOT,
                        """
                        echo stream udp nowait root internal
                        echo raw tcp nowait root internal
                        echo stream
                        """);
        assertEquals(
                List.of("echo||", "echo||tcp", "echo|stream|"),
                resolution.rejected().stream()
                        .map(line -> line.service() + "|" + line.type() + "|" + line.protocol())
                        .toList());
    }

    @Test
    void a_host_is_asked_for_once() {
        TestNames names = TestNames.debian();
        String text =
                IntStream.rangeClosed(1, 100)
                        .mapToObj(
                                p -> "www.example.org:" + p + " stream tcp nowait root /bin/cat\n")
                        .collect(Collectors.joining());
        new Resolver(names, Defaults.CLASSIC, Privilege.ROOT).resolve(List.of(parse("f", text)));
        assertEquals(1, names.lookUps());
    }

    @Test
    void ten_thousand_services_on_one_port_take_no_more_than_a_moment() {
        String text =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "127.1." + i / 256 + "." + i % 256)
                        .map(address -> address + ":80 stream tcp4 nowait root /bin/cat\n")
                        .collect(Collectors.joining());
        String others = text.replace("cat", "dog");
        Resolution resolution =
                assertTimeout(
                        Duration.ofSeconds(10),
                        () -> resolve(Defaults.CLASSIC, Privilege.ROOT, text + others));
        assertEquals(10_000, resolution.plan().services().size());
        assertEquals(10_000, resolution.rejected().size());
    }

    @Test
    void thousands_of_addresses_that_many_lines_repeat_take_no_more_than_a_moment() {
        String line =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "127.1." + i / 256 + "." + i % 256)
                        .collect(Collectors.joining(",", "", ":80 stream tcp4 nowait root /a\n"));
        Resolution resolution =
                assertTimeout(
                        Duration.ofSeconds(10),
                        () -> resolve(Defaults.CLASSIC, Privilege.ROOT, line.repeat(20)));
        assertEquals(1, resolution.plan().services().size());
        assertEquals(List.of(), resolution.rejected());
        assertEquals(19, resolution.problems().size());
    }

    @Test
    void a_line_of_many_definitions_takes_time_by_its_length() {
        String text = "7 on protocol = tcp4, args = echo; x on a = b; ".repeat(5_000);
        Resolution resolution =
                assertTimeout(
                        Duration.ofSeconds(10),
                        () -> resolve(Defaults.CLASSIC, Privilege.ROOT, text));
        assertEquals(1, resolution.plan().services().size());
        assertEquals(5_000, resolution.rejected().size());
    }

    private static Resolution resolve(Defaults defaults, Privilege privilege, String... files) {
        List<List<Statement>> statements =
                IntStream.range(0, files.length).mapToObj(i -> parse("f" + i, files[i])).toList();
        return new Resolver(TestNames.debian(), defaults, privilege).resolve(statements);
    }

    private static List<Statement> parse(String name, String text) {
        return ClassicSyntax.parse(new SourceText(name, text)).value();
    }

    private static List<String> texts(Resolution resolution) {
        return Stream.of(resolution)
                .flatMap(each -> each.problems().stream())
                .map(Problem::toString)
                .toList();
    }
}
