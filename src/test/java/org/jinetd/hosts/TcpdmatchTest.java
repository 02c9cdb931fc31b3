package org.jinetd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jinetd.config.Position;
import org.jinetd.config.SourceText;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same verdicts as tcpdmatch(8) of Debian's package tcpd, by the same rule, for the table in
 * tcpdmatch.txt.
 */
class TcpdmatchTest {

    private static final Path TABLE = Path.of("src/test/resources/hosts/tcpdmatch.txt");
    private static final Pattern LINE = Pattern.compile("(client|server): +(\\w+) +(.*)");
    private static final Pattern MATCHED = Pattern.compile("matched (\\w+) (\\d+)\n");
    private static final int CASES = 300;

    @TempDir private Path directory;

    /**
     * A line of the table.
     *
     * @param theirs what tcpdmatch says; empty for the same as we
     * @param ours empty for the same as tcpdmatch
     */
    record Case(
            String daemon, String client, String allow, String deny, String theirs, String ours) {
        @Override
        public String toString() {
            return (daemon + " " + client + " ~ " + allow + " ~ " + deny).replace("\n", "\\n");
        }
    }

    /** What tcpdmatch says of one address of the client. */
    private record Said(Map<String, String> facts, String access, String rule) {}

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.isBlank() || line.startsWith("--")) {
                continue;
            }
            String[] fields = line.split(" *\\| *", -1);
            String[] differs = fields.length > 3 ? fields[3].split(" ", 3) : new String[] {"", ""};
            for (String who : fields[0].split(", *", -1)) {
                String[] pair = who.split(" +", -1);
                cases.add(
                        new Case(
                                pair[0],
                                pair[1],
                                text(fields[1]),
                                fields[2].equals("*") ? "ALL: ALL\n" : text(fields[2]),
                                differs[0],
                                differs[1]));
            }
        }
        return cases.stream();
    }

    private static String text(String field) {
        String text =
                field.replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("\\r", "\r")
                        .replace("\\0", "\0");
        return text.endsWith("\\c")
                ? text.substring(0, text.length() - 2)
                : text.isEmpty() ? "" : text + "\n";
    }

    @Test
    void the_table_is_long_enough() throws IOException {
        assertTrue(cases().count() >= CASES, () -> "fewer than " + CASES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void both_say_the_same_by_the_same_rule(Case one) throws Exception {
        HostsTables tables =
                new HostsTables(
                        HostsSyntax.parse(new SourceText("allow", one.allow())).value(),
                        HostsSyntax.parse(new SourceText("deny", one.deny())).value(),
                        lists());
        List<Said> all = tcpdmatch(one);
        assertTrue(!all.isEmpty());
        for (Said said : all) {
            HostsVerdict verdict = verdict(tables, one.daemon(), said);
            if (one.theirs().isEmpty()) {
                assertEquals(said.access(), access(verdict));
                assertEquals(said.rule(), instrumentedRule(verdict, one));
            } else {
                assertEquals(one.theirs(), said.access());
                assertEquals(one.ours(), access(verdict));
            }
        }
    }

    private Map<String, List<HostPattern>> lists() throws IOException {
        Map<String, List<HostPattern>> lists = new HashMap<>();
        lists.put("/nonexistent", List.of());
        Path nets = Path.of("/etc/protocols");
        if (Files.exists(nets)) {
            lists.put(
                    nets.toString(),
                    HostsSyntax.parseList(new SourceText("l", Files.readString(nets))).value());
        }
        return lists;
    }

    private static HostsVerdict verdict(HostsTables tables, String daemon, Said said) {
        Optional<Ip> server =
                Optional.ofNullable(said.facts().get("server address")).flatMap(Ip::parse);
        HostsRequest request =
                new HostsRequest(
                        daemon.replaceFirst("@.*", ""),
                        Optional.ofNullable(said.facts().get("client address")).flatMap(Ip::parse),
                        OptionalInt.empty(),
                        server,
                        server.isPresent() ? OptionalInt.of(0) : OptionalInt.empty(),
                        1);
        Facts facts = Facts.NONE;
        HostsVerdict verdict = tables.verdict(request, facts);
        while (verdict instanceof HostsVerdict.Needs needs) {
            HostsFact fact = needs.fact();
            if (fact instanceof HostsFact.ClientName) {
                facts = facts.withClientName(name(said, "client hostname"));
            } else if (fact instanceof HostsFact.ServerName) {
                facts = facts.withServerName(name(said, "server hostname"));
            } else if (fact instanceof HostsFact.User) {
                facts = facts.withUser(said.facts().getOrDefault("client username", "unknown"));
            } else if (fact instanceof HostsFact.Command command) {
                facts = facts.withCommand(command.command(), Facts.CommandResult.SUCCEEDED);
            }
            verdict = tables.verdict(request, facts);
        }
        return verdict;
    }

    private static HostName name(Said said, String key) {
        return Optional.ofNullable(said.facts().get(key))
                .map(HostName::new)
                .orElse(HostName.UNKNOWN);
    }

    private static String access(HostsVerdict verdict) {
        return verdict instanceof HostsVerdict.Granted
                ? "granted"
                : verdict instanceof HostsVerdict.Refused ? "denied" : "delegated";
    }

    private static Optional<Position> rule(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Granted granted) {
            return granted.rule();
        }
        return verdict instanceof HostsVerdict.Refused refused
                ? Optional.of(refused.rule())
                : Optional.of(((HostsVerdict.Twisted) verdict).rule());
    }

    private static String instrumentedRule(HostsVerdict verdict, Case one) {
        Optional<Position> at = rule(verdict);
        if (at.isEmpty()) {
            return "";
        }
        String table = at.get().file().equals("allow") ? one.allow() : one.deny();
        String line = table.split("\n", -1)[at.get().line() - 1];
        return instrumented(line, "").equals(line) ? "" : at.get().file() + " " + at.get().line();
    }

    /** Banners are shown even in tcpdmatch's dry run, so that they tell which rule it took. */
    private String instrumented(String table, String text, Path daemonFile) throws IOException {
        StringBuilder all = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean continues = i > 0 && lines[i - 1].endsWith("\\");
            Path banners = directory.resolve(table + (i + 1));
            Files.createDirectories(banners);
            Files.writeString(
                    banners.resolve(daemonFile), "matched " + table + " " + (i + 1) + "\n");
            all.append(continues ? lines[i] : instrumented(lines[i], banners.toString()));
            all.append(i < lines.length - 1 ? "\n" : "");
        }
        return all.toString();
    }

    private static String instrumented(String line, String banners) {
        int first = Span.indexOf(line, ':', 0, line.length());
        if (first < 0 || line.endsWith("\\") || line.startsWith("#") || line.indexOf('\0') >= 0) {
            return line;
        }
        int second = Span.indexOf(line, ':', first + 1, line.length());
        return second < 0
                ? line + " : banners " + banners
                : line.substring(0, second + 1)
                        + " banners "
                        + banners
                        + " :"
                        + line.substring(second + 1);
    }

    private List<Said> tcpdmatch(Case one) throws Exception {
        Path daemonFile = Path.of(one.daemon().replaceFirst("@.*", ""));
        Files.write(
                directory.resolve("hosts.allow"),
                instrumented("allow", one.allow(), daemonFile).getBytes(StandardCharsets.UTF_8));
        Files.write(
                directory.resolve("hosts.deny"),
                instrumented("deny", one.deny(), daemonFile).getBytes(StandardCharsets.UTF_8));
        Files.writeString(directory.resolve("inetd.conf"), "");
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                "/usr/sbin/tcpdmatch",
                                "-d",
                                "-i",
                                "inetd.conf",
                                one.daemon(),
                                one.client())
                        .directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return said(Files.readString(output));
    }

    /** The banners are not buffered, so they all come before what they belong to, in its order. */
    private static List<Said> said(String output) {
        List<String> rules = new ArrayList<>();
        Matcher matched = MATCHED.matcher(output.replace("\r", ""));
        while (matched.find()) {
            rules.add(matched.group(1) + " " + matched.group(2));
        }
        List<Said> said = new ArrayList<>();
        Map<String, String> facts = new HashMap<>();
        for (String line : output.split("\n", -1)) {
            Matcher fact = LINE.matcher(line);
            if (fact.matches()) {
                facts.put(fact.group(1) + " " + fact.group(2), fact.group(3));
            } else if (line.startsWith("access:")) {
                String rule = said.size() < rules.size() ? rules.get(said.size()) : "";
                said.add(new Said(Map.copyOf(facts), line.replaceFirst("access: +", ""), rule));
                facts.clear();
            }
        }
        return said;
    }
}
